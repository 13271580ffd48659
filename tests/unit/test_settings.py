"""Every setting stands in the README's table, and nothing else does."""

import re

import pytest

from bot.resources import PACKAGE
from bot.settings import Settings

README = (PACKAGE.parent / "README.md").read_text(encoding="utf-8")


def test_the_readme_names_every_setting() -> None:
    in_table = {name for line in README.splitlines() for name in _names(line)}
    assert in_table == {f"PHASEWALK_{name.upper()}" for name in Settings.model_fields}


def _names(line: str) -> list[str]:
    first = line.split("|")[1] if line.startswith("| `PHASEWALK_") else ""
    return re.findall(r"`(PHASEWALK_\w+)`", first)


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHASEWALK_TELEGRAM_TOKEN", "123456:secret-token")
    monkeypatch.setenv("PHASEWALK_TELEGRAM_WEBHOOK_SECRET", "secret-word")
    slack = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_SECRET")
    for name in (*slack, "ENCRYPTION_KEYS"):
        monkeypatch.setenv(f"PHASEWALK_{name}", f"secret-{name}")
    assert "secret-" not in repr(Settings())
