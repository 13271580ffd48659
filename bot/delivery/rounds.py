"""What a replica does again and again: say that it lives, take over from those that don't, tell news, purge."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
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
    ) -> None:
        self._store = store
        self._bridge = bridge
        self._runner = runner
        self._courier = courier
        self._aftermath = aftermath
        self._replica = replica
        self._clock = clock
        self._rhythm = rhythm
        self._living: Collection[str] = (replica,)
        self._swept: tuple[Collection[str], Collection[str]] | None = None
        """Who lived when chats of those who don't were last looked for, and the bots whose chats those were."""
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, *, claims: bool) -> None:
        """The first beat is done when this returns. `claims`: other processes take events in for this one."""
        await self._beat()
        rhythm = self._rhythm
        rounds: list[tuple[Callable[[], Awaitable[None]], float]] = [
            (self._beat, rhythm.beat_s),
            (self._recover, rhythm.beat_s),
            (self._take_over, rhythm.beat_s),
            (self._take, rhythm.claim_s if claims else rhythm.beat_s),
            (self._tell, rhythm.news_s),
            (self._purge, rhythm.purge_s),
        ]
        if claims:
            rounds.append((self._claim, rhythm.claim_s))
        self._tasks = [asyncio.create_task(self._again_and_again(work, pause_s)) for work, pause_s in rounds]

    async def stop(self) -> None:
        """No round begins any more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def leave(self) -> None:
        """Others need not wait until this replica counts as gone."""
        await self._bridge.settled(self._store.submit(lambda turn: turn.upkeep.leave(self._replica)))

    async def _beat(self) -> None:
        lifetime = timedelta(seconds=self._rhythm.lifetime_s)
        beat = self._store.submit(lambda turn: turn.upkeep.beat(self._replica, self._clock(), lifetime))
        self._living = self._runner.living = {self._replica, *await self._bridge.settled(beat)}

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
        """What nobody carries."""
        bots = self._courier.bots

        def work(turn: Turn) -> Sequence[Load]:
            return turn.outbox.take(self._replica, bots, AT_ONCE)

        while loads := await self._bridge.settled(self._store.submit(work)):
            self._courier.offer(loads)

    async def _take_over(self) -> None:
        """What replicas carried that are gone. That is a look at all chats, so only where one has gone since.

        Or where a bot has come: a platform may know its own only after the first round.
        """
        bots, living = frozenset(self._courier.bots), self._living
        if self._swept is not None and set(self._swept[0]) <= set(living) and bots == self._swept[1]:
            self._swept = living, bots
            return

        def work(turn: Turn) -> Sequence[Load]:
            loads = list(turn.outbox.take_over(self._replica, bots, living, AT_ONCE))
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

    async def _again_and_again(self, work: Callable[[], Awaitable[None]], pause_s: float) -> None:
        while True:
            try:
                await work()
            except Exception:
                log.exception("A round failed; the next one comes in %s s", pause_s)
                self._courier.catch_up()
            await asyncio.sleep(pause_s)
