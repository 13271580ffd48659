"""Runs what is in the inbox: chats beside each other, each chat's events one after the other."""

import asyncio
import logging
from collections.abc import Collection, Iterable, Sequence

from bot.delivery.courier import Courier
from bot.delivery.futures import Bridge
from bot.service.arrivals import Arrived
from bot.service.boxes import ChatKey
from bot.service.ports import OutageError
from bot.service.steps import Ran, Steps

log = logging.getLogger(__name__)

PAUSES_S = (0.2, 1.0, 2.0, 5.0)
"""Before an event that raised is tried again."""
OUTAGE_PAUSE_S = 1.0
AT_ONCE = 8
"""Chats that are run at the same moment. They share a commit, and an event that comes in meanwhile waits for all of
them before it can be acknowledged: with 64, platforms that bring 500 events a second would wait for half a second."""


class Runner:
    """Takes events in, and runs them as soon as they are durable."""

    def __init__(self, steps: Steps, bridge: Bridge, courier: Courier | None, runner: str) -> None:
        """Without a courier, events are only taken in, for other replicas to run. `runner` is this replica's id."""
        self._steps = steps
        self._bridge = bridge
        self._courier = courier
        self._runner = runner if courier is not None else ""
        self._living: Collection[str] = (runner,)
        """Only what these replicas set out to run is run; the rest has to be claimed or recovered first."""
        self._running: dict[ChatKey, bool] = {}
        """Chats that are being run; true where something came in meanwhile."""
        self._held_up: set[ChatKey] = set()
        """Chats in which something of this replica's waits behind what another one has to run first."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._is_stopping = False
        self.accepted = 0
        self.run = 0
        self.failed = 0
        self.parked = 0

    async def accept(self, bot: str, arrived: Sequence[Arrived]) -> None:
        """Returns when the events are durable. Raises what the database raises; then none of them was taken in."""
        if not arrived:
            return
        chats = await self._bridge.settled(self._steps.accept(bot, arrived, self._runner))
        self.accepted += len(arrived)
        if self._courier is not None:
            self.wake(chats)

    def wake(self, chats: Iterable[ChatKey]) -> None:
        """There is something to run in these chats."""
        for chat in chats:
            if chat in self._running:
                self._running[chat] = True
            elif not self._is_stopping:
                self._running[chat] = False
                task = asyncio.get_running_loop().create_task(self._run_chat(chat))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    def know(self, living: Collection[str]) -> None:
        """These replicas live. Whoever ran what held a chat up may not have known that this one does, so look again."""
        self._living = living
        held_up, self._held_up = self._held_up, set()
        self.wake(held_up)

    async def run_through(self, chats: Sequence[ChatKey]) -> None:
        """Run these chats; returns when they have nothing more to run."""
        self.wake(chats)
        while any(chat in self._running for chat in chats) and not self._is_stopping:
            await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """Finish the events that are being run."""
        self._is_stopping = True
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _run_chat(self, chat: ChatKey) -> None:
        failures = 0
        try:
            while not self._is_stopping:
                try:
                    ran, failures = await self._run_head(chat, failures)
                except Exception:
                    log.exception("The database did not take a turn")
                    self._catch_up()
                    await asyncio.sleep(OUTAGE_PAUSE_S)
                    continue
                self._carry(ran)
                if ran.is_held_up:
                    self._held_up.add(chat)
                if not ran.has_more and not self._take_note(chat):
                    return
        finally:
            self._running.pop(chat, None)

    async def _run_head(self, chat: ChatKey, failures: int) -> tuple[Ran, int]:
        """What came of the chat's oldest event, and how often it failed in a row."""
        try:
            async with self._slots:
                return await self._bridge.settled(self._steps.run(chat, self._living)), 0
        except OutageError:
            raise
        except Exception as error:
            log.exception("An event of %s failed", chat)
            return await self._fail(chat, f"{type(error).__name__}: {error}", failures), failures + 1

    async def _fail(self, chat: ChatKey, why: str, failures: int) -> Ran:
        self.failed += 1
        is_parked, ran = await self._bridge.settled(self._steps.fail(chat, why[:500]))
        if is_parked:
            self.parked += 1
            log.error("An event of %s was put aside after several tries: phasewalk queue", chat)
        else:
            await asyncio.sleep(PAUSES_S[min(failures, len(PAUSES_S) - 1)])
        return ran

    def _carry(self, ran: Ran) -> None:
        if ran.event is not None:
            self.run += 1
        if self._courier is not None:
            self._courier.offer(ran.loads)
            self._courier.toast(ran.toasts)

    def _catch_up(self) -> None:
        """The turn may have been saved all the same, with messages for the courier."""
        if self._courier is not None:
            self._courier.catch_up()

    def _take_note(self, chat: ChatKey) -> bool:
        """Whether something came in while the chat was run."""
        came = self._running[chat]
        self._running[chat] = False
        return came
