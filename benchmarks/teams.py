"""Teams on Telegram with a stand-up each, as many as one likes, and people who talk meanwhile."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from itertools import count
from typing import Any

from sqlalchemy import Connection, Table, insert, text

from bot.bootstrap import App, offered_playbooks
from bot.service.outcomes import Outcome, Sent
from bot.service.paces import UNLIMITED
from bot.service.people import Speaker
from bot.service.standups.model import Due, Standup, Step
from bot.storage.engines import Place, writing_engine
from bot.storage.rota_rows import from_due, from_routine
from bot.storage.rounds import routine_table, schedule_table
from bot.storage.tables import account_table, binding_table, member_table, project_table, role_table, workspace_table
from bot.storage.traffic import bot_table, chat_table
from dialogs.rules import Rule
from dialogs.zones import zone_info

BOT = "telegram:1"
DUE = datetime(2026, 11, 23, 9, tzinfo=UTC)
AT_ONCE = 20_000
SAID = 25
"""Messages a second of people who talk meanwhile."""
PEOPLE = 50

_chats = count(10_000_000)


def bell(name: str, project: int = 0) -> Due:
    """Something that is due."""
    return Due("w", name, "r", f"p{project}", Step.ASK, DUE.date(), DUE, "m", "UTC")


def add_far_dues(url: str, size: int) -> None:
    """Schedules that are due one a second, from tomorrow on."""
    place = Place.from_url(url)
    engine = writing_engine(place)
    with engine.begin() as connection:
        for start in range(0, size, AT_ONCE):
            some = range(start, min(size, start + AT_ONCE))
            _put(connection, schedule_table, [_far_due(number) for number in some])
        connection.execute(text("ANALYZE"))
    engine.dispose()


def _far_due(number: int) -> Sequence[Any]:
    at = DUE + timedelta(days=1, seconds=number)
    due = Due(f"w{number // 100}", f"{number}", f"r{number // 10}", "p", Step.ASK, at.date(), at, "m", "UTC")
    return from_due(due, _as_it_is)


def add_teams(
    url: str,
    teams: int,
    members: int,
    *,
    at: datetime = DUE,
    apart: timedelta = timedelta(),
    chats: Sequence[tuple[str, str]] | None = None,
    zone: str = "UTC",
) -> None:
    """Each in a workspace of its own, with one project and one stand-up, whose next round is due at `at` or later.

    `chats` are the members' private ones, by bot and id, where they are not just numbered; all live in one `zone`.
    """
    chats = chats or [(BOT, str(number)) for number in range(teams * members)]
    place = Place.from_url(url)
    engine = writing_engine(place)
    playbook = next(iter(offered_playbooks(None).values())).content_hash
    with engine.begin() as connection:
        rows: dict[Table, list[Sequence[Any]]] = {}
        for team in range(teams):
            theirs = chats[team * members : (team + 1) * members]
            for table, row in _team(team, theirs, at + team * apart, playbook, zone):
                rows.setdefault(table, []).append(row)
        for table, some in rows.items():
            _put(connection, table, some)
        _put(connection, bot_table, [(chats[0][0], 0, "https://t.me/x?start={code}")])
        connection.execute(text("ANALYZE"))
    engine.dispose()


def _team(
    number: int, chats: Sequence[tuple[str, str]], at: datetime, playbook: str, zone: str
) -> Iterator[tuple[Table, Sequence[Any]]]:
    workspace, project = f"telegram:{number}", "shop"
    here = at.astimezone(zone_info(zone))
    yield workspace_table, (workspace, 1, at)
    yield project_table, (workspace, project, "The shop", playbook, 0, at)
    rule = Rule(time_of_day(here.hour, here.minute), frozenset(range(1, 8)))
    until = time_of_day(23, 59)
    standup = Standup(workspace, "s", project, "Daily", rule, until, chats[0], "check_in", "m0", at, zone)
    yield routine_table, from_routine(standup, _as_it_is)
    for index, (bot, chat) in enumerate(chats):
        member = f"m{index}"
        yield member_table, (workspace, member, f"Person {index}", "", zone)
        yield account_table, (workspace, f"telegram:{chat}", member, "", "")
        yield role_table, (workspace, project, member, "owner" if index == 0 else "member")
        yield chat_table, (bot, chat, workspace, project, 1, 0, 1, 0, "", 0, 0.0, False, True)
        yield binding_table, (workspace, project, bot, chat, "")
        due = Due(workspace, f"s/{member}", "s", project, Step.ASK, here.date(), at, member, zone, (bot, chat))
        yield schedule_table, from_due(due, _as_it_is)


def _as_it_is(moment: datetime) -> datetime:
    return moment


def _put(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    names = [column.name for column in table.c]
    connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])


async def talking(app: App, work: Callable[[], Awaitable[object]]) -> list[float]:
    """Seconds that messages of others took to be durable while `work` was done; some a second, whatever came before."""
    speakers = [_speaker() for _ in range(PEOPLE)]
    for speaker in speakers:
        await asyncio.wrap_future(app.conversations.open(speaker))
    took: list[float] = []
    saying: set[asyncio.Task[None]] = set()
    chance = random.Random(1)

    async def says(speaker: Speaker) -> None:
        began = time.perf_counter()
        await asyncio.wrap_future(app.conversations.hear(speaker, "Coffee for offices"))
        took.append(time.perf_counter() - began)

    async def talk() -> None:
        while True:
            saying.add(asyncio.create_task(says(chance.choice(speakers))))
            await asyncio.sleep(1 / SAID)

    task = asyncio.create_task(talk())
    await work()
    task.cancel()
    await asyncio.gather(*saying)
    return took


def _speaker() -> Speaker:
    chat = str(next(_chats))
    return Speaker(BOT, chat, f"telegram:{chat}", "Ana", f"telegram:{chat}")


class Timed:
    """A platform that takes everything at once. `first` is when each chat's first message came, since 1970."""

    paces = UNLIMITED

    def __init__(self) -> None:
        self.first: dict[str, float] = {}

    async def send(self, chat: str, payload: Mapping[str, Any], receipt: str) -> Outcome:
        """Taken."""
        del payload, receipt
        self.first.setdefault(chat, time.time())
        return Sent("1")

    async def toast(self, callback: str, text: str) -> None:
        """Nothing is pressed."""
