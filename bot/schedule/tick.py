"""One look at what is due: it is dealt with in small transactions, and one bad due keeps none of the others waiting."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from time import perf_counter
from typing import Protocol, TypeVar
from zlib import crc32

from bot.service.boxes import Load
from bot.service.ports import OutageError, Store, Turn
from bot.service.standups.model import NOWHERE, Due

log = logging.getLogger(__name__)

T = TypeVar("T")

PEEKED = 1000
"""Dues that are looked up in one go."""
AT_ONCE = (10, 400)
"""The fewest and the most dues of one transaction, which costs 10 ms beside them on PostgreSQL."""
WITHIN_S = 0.1
"""What people do waits for a transaction that has begun, so it gets as many dues as take no longer."""
PAUSE_S = 0.001
"""Between two transactions, so that what people do comes in between."""
LEFT_TO_OTHERS = timedelta(seconds=5)
"""So late, what another replica should have dealt with is dealt with by any: they would only wait for each other."""
PUT_OFF = timedelta(minutes=5)
"""How much later a due is tried again that raised. Its row stays as it is: when it was due says what it is about."""


class DealsWithDues(Protocol):
    """What is done about dues, each time in one transaction."""

    def run(self, turn: Turn, dues: Sequence[Due], now: datetime) -> Sequence[Load]:
        """Deal with those that nobody else holds; returns what this replica has to send because of it."""
        ...

    def recompute(self, turn: Turn, dues: Sequence[Due], now: datetime) -> None:
        """Work out anew when these are due."""
        ...


class Settled(Protocol):
    """Hands a result of the store's to the event loop."""

    def __call__(self, future: Future[T], /) -> Awaitable[T]: ...


class Tick:
    """Where nothing is due it is one query, beside the writer."""

    def __init__(
        self,
        store: Store,
        settled: Settled,
        dues: DealsWithDues,
        then: Callable[[Sequence[Load]], None],
        *,
        clock: Callable[[], datetime],
        replica: str,
        living: Callable[[], Collection[str]] = tuple,
    ) -> None:
        """`then` is told after each transaction what this replica has to send; `replica` is its id.

        The `living` replicas, this one among them or not, share what is due, by project.
        """
        self._store = store
        self._settled = settled
        self._dues = dues
        self._then = then
        self._clock = clock
        self._replica = replica
        self._living = living
        self._is_stopping = False
        self._at_once = AT_ONCE[0]
        self._failed: dict[Due, datetime] = {}
        """Until when what raised is left alone."""

    def stop(self) -> None:
        """Begin no transaction any more."""
        self._is_stopping = True

    async def run(self, now: datetime | None = None) -> int:
        """Deal with all that is due at `now`, or while this runs; returns how many dues were dealt with here."""
        at = now or self._clock()
        self._failed = {due: until for due, until in self._failed.items() if until > at}
        seen, limit = set(self._failed), PEEKED + len(self._failed)
        count, has_more = 0, True
        while has_more and not self._is_stopping:
            at = now or self._clock()
            found = await asyncio.to_thread(self._peek, at, limit)
            # What another replica holds is still there; it is looked at again with the next tick.
            mine = self._share([due for due in found if due not in seen], at)
            seen.update(mine)
            has_more = bool(mine) and len(found) == limit
            try:
                waiting = deque(mine)
                while waiting and not self._is_stopping:
                    batch = [waiting.popleft() for _ in range(min(len(waiting), self._at_once))]
                    count += await self._deal_with(batch, at)
            except OutageError as error:
                log.warning("The database does not take what is due: %s", error)
                break
        return count

    def _peek(self, now: datetime, limit: int) -> Sequence[Due]:
        return self._store.read(lambda turn: turn.rota.due(now, limit))

    def _share(self, dues: Sequence[Due], now: datetime) -> Sequence[Due]:
        """What this replica deals with; only where that is nothing, what others have left for too long.

        A project's together, in the order in which they are due; others', who may still work on them, from the end.
        """
        replicas = sorted({self._replica, *self._living()})
        place = replicas.index(self._replica)
        mine = [due for due in dues if crc32(f"{due.workspace} {due.project}".encode()) % len(replicas) == place]
        late = [] if mine else [due for due in dues if due.at <= now - LEFT_TO_OTHERS]
        return [due for some in (*_by_project(mine), *reversed(_by_project(late))) for due in some]

    async def _deal_with(self, dues: Sequence[Due], now: datetime) -> int:
        """Where some raise, in halves until the guilty one is alone."""
        try:
            self._then(await self._run(dues, now))
        except OutageError:
            raise
        except Exception:
            if len(dues) == 1:
                self._put_off(dues[0], now)
                return 0
            middle = len(dues) // 2
            return await self._deal_with(dues[:middle], now) + await self._deal_with(dues[middle:], now)
        await asyncio.sleep(PAUSE_S)
        return len(dues)

    async def _run(self, dues: Sequence[Due], now: datetime) -> Sequence[Load]:
        """Projects and chats are locked before the dues, as everywhere, so that no two turns wait for each other."""
        took_s: list[float] = []

        def work(turn: Turn) -> Sequence[Load]:
            began = perf_counter()
            loads = self._dues.run(turn, dues, now)
            took_s.append(perf_counter() - began)
            return loads

        loads = await self._settled(
            self._store.submit(
                work,
                projects=sorted({(due.workspace, due.project) for due in dues}),
                chats=sorted({due.chat for due in dues if due.chat != NOWHERE}),
            )
        )
        fitting = round(len(dues) * WITHIN_S / max(took_s[-1], 1e-6))
        self._at_once = max(AT_ONCE[0], min(fitting, 2 * self._at_once, AT_ONCE[1]))
        return loads

    def _put_off(self, due: Due, now: datetime) -> None:
        self._failed[due] = now + PUT_OFF
        log.exception("What is due as %s in %s failed; it is tried again at %s", due.id, due.workspace, now + PUT_OFF)


def _by_project(dues: Sequence[Due]) -> Sequence[Sequence[Due]]:
    by_project: dict[tuple[str, str], list[Due]] = {}
    for due in dues:
        by_project.setdefault((due.workspace, due.project), []).append(due)
    return list(by_project.values())
