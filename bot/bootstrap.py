"""The only place that builds and connects: settings in, a running conversation out."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.artefacts.markdown import MarkdownRenderer
from bot.artefacts.pictures import Painter
from bot.resources import LOCALE, PLAYBOOKS, ROUTINES, TEMPLATES
from bot.schedule.holidays import PublicHolidays
from bot.service.documents import Documents
from bot.service.paces import Paces
from bot.service.people import Speaker
from bot.service.platform import Ground, Platform
from bot.service.playbooks import Playbooks
from bot.service.ports import LOCAL_BOT, LOCAL_WORKSPACE, Clock, Composer, Store
from bot.service.standups.dues import Dues
from bot.service.standups.files import makers
from bot.service.standups.here import Here
from bot.service.standups.kinds import ERRANDS
from bot.service.talk import Office
from bot.service.turns import Conversations
from bot.settings import Settings
from bot.storage.database import open_store
from bot.words import load_words
from dialogs.loader import load, load_single
from dialogs.mistakes import PlaybookError
from dialogs.model import Playbook
from dialogs.texts import Words

ZONES = "tzdata"
"""What replicas agree on: the version of the time zone data."""


@dataclass(frozen=True, slots=True)
class App:
    """Everything a command needs, connected."""

    store: Store
    words: Words
    playbooks: Playbooks
    renderer: MarkdownRenderer
    conversations: Conversations
    documents: Documents
    dues: Dues

    def look(self) -> None:
        """Deal with what is due now, where nothing else does."""
        Here(self.store, self.dues, self.conversations.now).run()


def utc_now() -> datetime:
    """The time now."""
    return datetime.now(UTC)


@contextmanager
def running(
    settings: Settings, *, reads_only: bool = False, carrier: str = "", clock: Clock = utc_now
) -> Iterator[App]:
    """Build the program on its database, and close it at the end. Raises StorageError and PlaybookError.

    `carrier` is this replica's id where it sends what turns say to platforms. `clock` tells the time, aware, in UTC.
    """
    playbooks = Playbooks(offered_playbooks(settings.playbooks), errand_playbook)
    store = open_store(settings.database_url, read_only=reads_only)
    try:
        yield _built(store, playbooks, settings, carrier, clock)
    finally:
        store.close()


def offered_playbooks(folder: Path | None) -> dict[str, Playbook]:
    """The playbooks of a team's own folder, or those that come with the program. Raises PlaybookError."""
    if folder is not None:
        _refuse_mistakes(folder)
    found = [load(path) for path in playbook_folders(folder)]
    return {playbook.id: playbook for playbook in found}


@cache
def errand_playbook(name: str) -> Playbook:
    """What an errand asks, by its name. Raises LookupError for one that the program does not have."""
    file = ROUTINES / f"{name}.yaml"
    if not name.isidentifier() or not file.is_file():
        raise LookupError(name)
    return load_single(file)


def _refuse_mistakes(folder: Path) -> None:
    """Raises PlaybookError for a team's own playbooks; the program's are checked before it is released."""
    from dialogs.lint import check

    problems = [problem for path in playbook_folders(folder) for problem in check(path)]
    if problems:
        raise PlaybookError(problems)


def playbook_folders(folder: Path | None) -> list[Path]:
    """A folder that is one playbook, or those in it that are; the folder itself where none is, to be complained of."""
    root = folder or PLAYBOOKS
    inside = sorted(path.parent for path in root.glob("*/playbook.yaml"))
    return [root] if (root / "playbook.yaml").exists() or not inside else inside


def migrated(url: str) -> None:
    """Bring the tables up to date, and have every replica use this program's time zones from now on."""
    from importlib.metadata import version

    from bot.storage.schema import migrate

    migrate(url)
    store = open_store(url)
    try:
        store.submit(lambda turn: turn.upkeep.set_agreement(ZONES, version("tzdata"))).result()
    finally:
        store.close()


def speaker(settings: Settings) -> Speaker:
    """The person at the terminal. Each name has a chat of its own, so nobody answers another's prompts by accident."""
    return Speaker(LOCAL_BOT, settings.name.casefold(), LOCAL_WORKSPACE, settings.name, zone=_own_zone())


def _own_zone() -> str:
    """The IANA zone of this machine; "" where it can't be told."""
    from tzlocal import get_localzone_name

    try:
        return get_localzone_name() or ""
    except (KeyError, LookupError, OSError, ValueError):
        return ""


def new_id() -> str:
    """A new opaque id of 96 random bits: 16 characters, short enough for every platform's buttons."""
    return secrets.token_urlsafe(12)


def configured(settings: Settings, paces: Paces | None = None) -> Sequence[Callable[[Ground], Platform]]:
    """What builds each platform that has settings. `paces` take the place of the platforms' own limits.

    A platform is imported only where it runs.
    """
    found: list[Callable[[Ground], Platform]] = []
    if settings.telegram_token is not None:
        found.append(_telegram(settings, paces))
    if settings.slack_bot_token is not None or settings.slack_client_id:
        found.append(_slack(settings, paces))
    return found


def _telegram(settings: Settings, paces: Paces | None) -> Callable[[Ground], Platform]:
    from bot.platforms.telegram.platform import PACES, Config, TelegramPlatform

    config = Config(
        settings.telegram_token.get_secret_value() if settings.telegram_token else "",
        settings.telegram_api_url,
        settings.telegram_webhook_url,
        settings.telegram_webhook_secret.get_secret_value(),
        paces or PACES,
    )
    return lambda ground: TelegramPlatform(config, ground)


def _slack(settings: Settings, paces: Paces | None) -> Callable[[Ground], Platform]:
    from bot.platforms.slack.config import PACES, Config
    from bot.platforms.slack.platform import SlackPlatform

    config = Config(
        bot_token=settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else "",
        app_token=settings.slack_app_token.get_secret_value(),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        api_url=settings.slack_api_url,
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value(),
        keys=tuple(key for key in settings.encryption_keys.get_secret_value().replace(",", " ").split()),
        paces=paces or PACES,
    )
    return lambda ground: SlackPlatform(config, ground)


def _built(store: Store, playbooks: Playbooks, settings: Settings, carrier: str, clock: Clock) -> App:
    words = load_words(LOCALE)
    renderer = MarkdownRenderer(TEMPLATES, words, playbooks=playbook_folders(settings.playbooks))
    office = Office(
        playbooks,
        words,
        clock,
        new_id,
        _composers(words),
        carrier,
        errands=ERRANDS,
        holidays=PublicHolidays(),
    )
    files = makers(playbooks, renderer, Painter(words))
    documents = Documents(store, playbooks, renderer, settings.documents, clock, makers=files)
    return App(store, words, playbooks, renderer, Conversations(store, office), documents, Dues(office))


def _composers(words: Words) -> Callable[[str], Composer | None]:
    """A platform is imported only where something has to be shown on it."""

    @cache
    def composer(platform: str) -> Composer | None:
        if platform == "telegram":
            from bot.platforms.telegram.composing import TelegramComposer

            return TelegramComposer(words)
        if platform == "slack":
            from bot.platforms.slack.composing import SlackComposer

            return SlackComposer(words)
        return None

    return composer
