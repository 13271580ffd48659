"""Everything that can be set from outside, read from the environment in one place."""

import getpass
from contextlib import suppress
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path, user_documents_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def data_folder() -> Path:
    """The user's data folder, made when it is missing and can be."""
    folder = user_data_path("phasewalk", appauthor=False)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def default_database_url() -> str:
    """A SQLite file in the user's data folder."""
    return f"sqlite:///{data_folder() / 'phasewalk.db'}"


def default_documents() -> Path:
    """A folder among the user's documents."""
    return user_documents_path() / "Phasewalk"


def default_name() -> str:
    """What the system calls the person at the keys."""
    try:
        return getpass.getuser()
    except OSError:
        return "me"


class Settings(BaseSettings):
    """What the environment, or a .env file, says. Names are those of the fields after PHASEWALK_."""

    model_config = SettingsConfigDict(env_prefix="PHASEWALK_", env_file=".env", extra="ignore")

    database_url: str = Field(default_factory=default_database_url)
    playbooks: Path | None = None
    documents: Path = Field(default_factory=default_documents)
    name: str = Field(default_factory=default_name)
    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_url: str = ""
    telegram_webhook_secret: SecretStr = SecretStr("")
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"
    slack_client_id: str = ""
    slack_client_secret: SecretStr = SecretStr("")
    encryption_keys: SecretStr = SecretStr("")
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)
    log_format: Literal["text", "json"] = "text"

    @property
    def history(self) -> Path:
        """The file that keeps what was typed in the terminal, for the arrow keys."""
        return data_folder() / "history"
