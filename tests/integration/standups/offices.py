"""What every turn needs, with the real playbooks and the real words, on a clock that a test sets."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

from bot.bootstrap import errand_playbook, offered_playbooks
from bot.schedule.holidays import PublicHolidays
from bot.service.playbooks import Playbooks
from bot.service.standups.kinds import ERRANDS
from bot.service.talk import Office
from dialogs.model import Playbook
from tests.integration.standups.screens import Neutral
from tests.unit.chatting import WORDS


@cache
def _offered() -> Mapping[str, Playbook]:
    return offered_playbooks(None)


def office(clock: Callable[[], datetime], new_id: Callable[[], str]) -> Office:
    return Office(
        Playbooks(dict(_offered()), errand_playbook),
        WORDS,
        clock,
        new_id,
        lambda platform: Neutral(clock) if platform == "telegram" else None,
        "here",
        errands=ERRANDS,
        holidays=PublicHolidays(),
    )
