"""Stand-ups and what is due of them, so that the tests of the rota read as what happens to it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, TypeVar

from bot.service.ports import Store, Turn
from bot.service.standups.model import Blocker, CheckIn, Digest, Due, Reply, Standup, Step
from bot.service.standups.rota import Rota
from dialogs.rules import Every, Rule
from tests.integration.storage.team import NOON

T = TypeVar("T")

DAY = date(2026, 3, 2)
STANDUP = Standup(
    "acme",
    "s1",
    "shop",
    "Daily \0 \ud83d",
    Rule(time(9, 30), frozenset({1, 3}), Every.SECOND_WEEK, DAY),
    time(15),
    ("telegram:1", "5"),
    "hash",
    "ana",
    NOON,
    "Europe/Paris",
    ("ana", "bo"),
    skips=(DAY,),
)
DIGEST = Digest("acme", "d1", "shop", Rule(time(8)), "UTC", ("telegram:1", "5"), "ana", NOON, NOON)


def due(id_: str, at: datetime = NOON, *, member: str = "ana", step: Step = Step.ASK, **others: Any) -> Due:
    return replace(Due("acme", id_, "s1", "shop", step, DAY, at, member, "UTC", ("telegram:1", "5")), **others)


def check_in(member: str = "ana", day: date = DAY, reply: Reply = Reply.ASKED, **others: Any) -> CheckIn:
    one = CheckIn("acme", "s1", "shop", day, member, reply, NOON, NOON + timedelta(hours=6))
    return replace(one, **others)


def blocker(number: int, **others: Any) -> Blocker:
    return replace(Blocker("acme", "shop", number, "ana", "F-3", "No key \0 \ud83d", NOON), **others)


class Desk:
    """Whoever uses a rota, each time in a turn of its own."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def does(self, work: Callable[[Rota], T]) -> T:
        return self.store.submit(lambda turn: work(turn.rota)).result()

    def each(self, ones: Iterable[T], work: Callable[[Rota, T], None]) -> None:
        for one in ones:
            self.store.submit(partial(_with, work, one)).result()

    def sees(self, work: Callable[[Rota], T]) -> T:
        """In a snapshot that can't be written to."""
        return self.store.read(lambda turn: work(turn.rota))

    def puts(self, *dues: Due) -> None:
        self.does(lambda rota: rota.put_dues(dues))

    def due(self, now: datetime = NOON, limit: int = 100) -> Sequence[str]:
        return [one.id for one in self.sees(lambda rota: rota.due(now, limit))]

    def adds(self, *check_ins: CheckIn) -> set[str]:
        """Whose check-ins were new."""
        return {member for *_, member in self.does(lambda rota: rota.add_check_ins(check_ins))}


def _with(work: Callable[[Rota, T], None], one: T, turn: Turn) -> None:
    work(turn.rota, one)
