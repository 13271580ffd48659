"""What a replica does again and again: say that it lives, take over from those that don't, tell news, purge."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.courier import Courier
from bot.delivery.futures import Bridge
from bot.delivery.runner import Runner
from bot.service.aftermath import Aftermath
from bot.service.boxes import ChatKey, Event, Load
from bot.service.ports import Store, Turn

log = logging.getLogger(__name__)

KEPT = timedelta(days=30)
"""How long payloads are kept that are done with."""
AT_ONCE = 64
ROOM_S = 0.1
"""How often it is looked whether a bot has room for more messages."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often, in seconds. A replica that has not said that it lives for `lifetime_s` counts as gone."""

    claim_s: float = 0.2
    beat_s: float = 2.0
    lifetime_s: float = 30.0
    news_s: float = 5.0
    purge_s: float = 600.0


class Rounds:
    """Runs until it is stopped; a failure of the database ends no round."""

    def __init__(
        self,
        store: Store,
        bridge: Bridge,
        runner: Runner,
        courier: Courier,
        *,
        aftermath: Aftermath,
        replica: str,
        clock: Callable[[], datetime],
        rhythm: Rhythm,
        told: Callable[[datetime], None] | None = None,
    ) -> None:
        """`told` hears with each beat how late it is by the clock that all replicas share."""
        self._store = store
        self._bridge = bridge
        self._runner = runner
        self._courier = courier
        self._aftermath = aftermath
        self._replica = replica
        self._clock = clock
        self._rhythm = rhythm
        self._told = told
        self._living: Collection[str] = (replica,)
        self._swept: tuple[Collection[str], Collection[str]] | None = None
        """Who lived when chats of those who don't were last looked for, and the bots whose chats those were."""
        self._tasks: list[asyncio.Task[None]] = []
        self._wanted = asyncio.Event()

    @property
    def living(self) -> Collection[str]:
        """The replicas that have said so within their lifetime."""
        return self._living

    async def start(self, *, claims: bool) -> None:
        """The first beat is done when this returns. `claims`: other processes take events in for this one."""
        await self._beat()
        rhythm = self._rhythm
        rounds: list[tuple[Callable[[], Awaitable[None]], float]] = [
            (self._beat, rhythm.beat_s),
            (self._recover, rhythm.beat_s),
            (self._take_over, rhythm.beat_s),
            (self._look_behind, rhythm.beat_s),
            (self._tell, rhythm.news_s),
            (self._purge, rhythm.purge_s),
        ]
        if claims:
            rounds.append((self._claim, rhythm.claim_s))
        self._tasks = [asyncio.create_task(self._again_and_again(work, pause_s)) for work, pause_s in rounds]
        taking = self._again_and_again(self._take, rhythm.claim_s if claims else rhythm.beat_s, self._wanted)
        self._tasks.append(asyncio.create_task(taking))

    def look(self) -> None:
        """There are messages that nobody carries."""
        self._wanted.set()

    async def stop(self) -> None:
        """No round begins any more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def leave(self) -> None:
        """Others need not wait until this replica counts as gone."""
        await self._bridge.settled(self._store.submit(lambda turn: turn.upkeep.leave(self._replica)))

    async def _beat(self) -> None:
        began_at = self._courier.lease.begin()
        self._living = await self._bridge.settled(self._store.submit(self._live))
        self._runner.know(self._living)
        await self._courier.renew(began_at)

    def _live(self, turn: Turn) -> Collection[str]:
        """Say so, and hear who else does."""
        now = turn.upkeep.now(self._clock())
        if self._told is not None:
            self._told(now)
        lifetime = timedelta(seconds=self._rhythm.lifetime_s)
        return {self._replica, *turn.upkeep.beat(self._replica, now, lifetime)}

    async def _recover(self) -> None:
        """All together once, then one after the other: an event that ends its process must not take others with it."""
        while chats := await self._reclaimed():
            await self._runner.run_through(chats)
        while (event := await self._recovered()) is not None:
            await self._runner.run_through([(event.bot, event.chat)])

    async def _reclaimed(self) -> Sequence[ChatKey]:
        living = self._living
        reclaimed = self._store.submit(lambda turn: turn.inbox.reclaim(self._replica, living, AT_ONCE))
        return await self._bridge.settled(reclaimed)

    async def _recovered(self) -> Event | None:
        living = self._living

        def work(turn: Turn) -> tuple[Event | None, Sequence[Load]]:
            event = turn.inbox.recover(self._replica, living)
            return event, self._aftermath.parked(turn, event) if event is not None and event.is_parked else ()

        event, loads = await self._bridge.settled(self._store.submit(work))
        self._courier.offer(loads)
        if event is not None and event.is_parked:
            log.error("An event of %s ended its process each time and was put aside: phasewalk queue", event.chat)
        return event

    async def _claim(self) -> None:
        claimed = self._store.submit(lambda turn: turn.inbox.claim(self._replica, AT_ONCE))
        chats = await self._bridge.settled(claimed)
        self._runner.wake(chats)

    async def _take(self) -> None:
        """What nobody carries, as long as there is room for it."""
        while True:
            bots = self._courier.bots_with_room
            loads = await self._taken(bots) if bots else ()
            self._courier.offer(loads)
            if not loads and len(bots) == len(self._courier.bots):
                return
            if not loads:
                await self._room_for_others(bots)

    async def _taken(self, bots: Sequence[str]) -> Sequence[Load]:
        return await self._bridge.settled(
            self._store.submit(lambda turn: turn.outbox.take(self._replica, bots, AT_ONCE))
        )

    async def _room_for_others(self, bots: Sequence[str]) -> None:
        """Not for long: others may have said something for these."""
        for _ in range(1 + round(self._rhythm.beat_s / ROOM_S)):
            await asyncio.sleep(ROOM_S)
            if not set(self._courier.bots_with_room) <= set(bots):
                return

    async def _look_behind(self) -> None:
        """Others may have added to chats whose messages wait here because nobody waited for them."""
        chats = self._courier.quiet
        if chats:
            newest = await asyncio.to_thread(self._store.read, lambda turn: turn.outbox.newest(chats))
            self._courier.look_behind(newest)

    async def _take_over(self) -> None:
        """What replicas carried that are gone. That is a look at all chats, so only where one has gone since.

        Or where a bot has come: a platform may know its own only after the first round.
        """
        bots, living = frozenset(self._courier.bots), self._living
        if self._swept is not None and set(self._swept[0]) <= set(living) and bots == self._swept[1]:
            self._swept = living, bots
            return

        def work(turn: Turn) -> Sequence[Load]:
            # Asked anew: this replica may have been stopped since it knew, and the others may have come back.
            loads = list(turn.outbox.take_over(self._replica, bots, self._live(turn), AT_ONCE))
            asked = [self._aftermath.doubtful(turn, load.key, load.doubtful) for load in loads if load.doubtful]
            return [*loads, *(load for more in asked for load in more)]

        while loads := await self._bridge.settled(self._store.submit(work)):
            self._courier.offer(loads)
        self._swept = living, bots

    async def _tell(self) -> None:
        told = self._store.submit(lambda turn: self._aftermath.news(turn, self._clock(), AT_ONCE))
        self._courier.offer(await self._bridge.settled(told))

    async def _purge(self) -> None:
        while await self._bridge.settled(self._store.submit(lambda turn: turn.upkeep.purge(self._clock() - KEPT))):
            await asyncio.sleep(0.1)

    async def _again_and_again(
        self, work: Callable[[], Awaitable[None]], pause_s: float, wanted: asyncio.Event | None = None
    ) -> None:
        """Earlier than after the pause where it is wanted."""
        wanted = wanted or asyncio.Event()
        while True:
            wanted.clear()
            try:
                await work()
            except Exception:
                log.exception("A round failed; the next one comes in %s s", pause_s)
                self._courier.catch_up()
            with suppress(TimeoutError):
                await asyncio.wait_for(wanted.wait(), pause_s)
