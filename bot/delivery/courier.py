"""Carries messages to their platforms: each chat's in order, as fast as the platform allows, until they are there."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from typing import Any

from bot.delivery.futures import Bridge
from bot.delivery.lease import Lease
from bot.delivery.line import Line
from bot.delivery.recorder import Recorded, Recorder
from bot.delivery.reserve import Reserve
from bot.delivery.verdicts import Verdicts
from bot.service.aftermath import Aftermath
from bot.service.boxes import ChatKey, Fate, Load, Queued, Sending, anchor_of, is_change
from bot.service.outcomes import Outcome, Unknown
from bot.service.paces import Pace
from bot.service.ports import Store
from bot.service.sender import Sender
from bot.service.talk import Toast

log = logging.getLogger(__name__)

OUTAGE_PAUSE_S = 1.0
LEASE_PAUSE_S = 0.1
"""Until it is looked again whether this replica may send."""
MOST_UNDER_WAY = 1000
"""Messages of one bot that wait here for their turn, of those that nobody waits for."""
MAX_LINES = 10_000
"""Chats whose prompts' messages are remembered."""


class Courier:
    """Sends what it is handed. What it was handed before it stopped is found again in the outbox."""

    def __init__(
        self,
        store: Store,
        bridge: Bridge,
        senders: Mapping[str, Sender],
        aftermath: Aftermath,
        carrier: str,
        *,
        now_s: Callable[[], float],
        lease: Lease | None = None,
    ) -> None:
        """`senders` by bot, more of which may come; `carrier` is this replica's id; `now_s` the seconds since 1970.

        Without a `lease` there are no other replicas.
        """
        self._store = store
        self._bridge = bridge
        self._senders = senders
        self._carrier = carrier
        self._now_s = now_s
        self.lease = lease or Lease(0.0)
        """Until when it may send."""
        self._recorder = Recorder(store, bridge, carrier, self._recorded)
        self._verdicts = Verdicts(self._recorder, aftermath, self._pace, now_s)
        self._reserves: dict[str, Reserve] = {}
        self._lines: dict[ChatKey, Line] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._is_catching_up = False

    @property
    def counts(self) -> Mapping[str, int]:
        """Messages by what became of them."""
        return self._verdicts.counts

    @property
    def bots(self) -> Sequence[str]:
        return list(self._senders)

    @property
    def bots_with_room(self) -> Sequence[str]:
        """Those for which more can be taken on; the rest would only wait in this process' memory."""
        under_way = Counter[str]()
        for (bot, _), line in self._lines.items():
            under_way[bot] += len(line.messages)
        return [bot for bot in self._senders if under_way[bot] < MOST_UNDER_WAY]

    @property
    def _is_stopping(self) -> bool:
        return self._stopping.is_set()

    def offer(self, loads: Sequence[Load]) -> None:
        """Take messages on."""
        for load in loads:
            if load.bot not in self._senders:
                continue
            line = self._lines.get(load.key)
            if line is None:
                line = self._lines[load.key] = Line(load.key, load.is_shared, load.free_at)
            if line.take(load):
                self._start(line)
            else:
                self.catch_up()

    def look_behind(self, newest: Mapping[ChatKey, int]) -> None:
        """Take on what others have added to chats, by their newest messages: somebody may wait for it there."""
        for key, seq in newest.items():
            line = self._lines.get(key)
            if line is not None and seq > line.newest:
                self._recorder.look(line)

    @property
    def quiet(self) -> Sequence[ChatKey]:
        """Chats whose next message waits behind those for which somebody waits."""
        return [chat for reserve in self._reserves.values() for chat in reserve.quiet]

    async def renew(self, began_at: float) -> None:
        """A beat that began then is durable. After one that was late, only what is still this replica's is sent."""
        if not self.lease.is_held():
            log.warning("This replica was silent for too long; what others have taken over is left to them")
            loads = await self._bridge.settled(self._store.submit(lambda turn: turn.outbox.held(self._carrier)))
            mine = {load.key for load in loads}
            for key in [key for key in self._lines if key not in mine]:
                self._lines.pop(key).lose()
            self.offer(loads)
        self.lease.renew(began_at)

    def catch_up(self) -> None:
        """The database may have handed out messages that never got here: ask for all that there are."""
        if not self._is_catching_up and not self._is_stopping:
            self._is_catching_up = True
            self._spawn(self._catch_up())

    def toast(self, toasts: Sequence[Toast]) -> None:
        """Answer pressed buttons, at once and beside everything else: they are worth nothing later."""
        for one in toasts:
            sender = self._senders.get(one.bot)
            if sender is not None and one.callback:
                self._spawn(sender.toast(one.callback, one.text))

    async def stop(self) -> None:
        """Finish the calls that are being made, write down what became of them, and take on nothing more."""
        self._stopping.set()
        for reserve in self._reserves.values():
            reserve.stop()
        while self._tasks:
            await asyncio.wait(self._tasks)
        await self._recorder.flush()

    def _start(self, line: Line) -> None:
        if line.is_moving and not line.is_quiet and line.key[0] in self._reserves:
            self._reserves[line.key[0]].hurry(line.key)
        if not line.is_moving and line.messages and not self._is_stopping:
            line.is_moving = True
            self._spawn(self._carry(line))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, line: Line) -> None:
        try:
            while line.messages and not self._is_stopping:
                try:
                    await self._deliver(line, line.messages[0])
                except Exception:
                    log.exception("Delivery to %s has to wait", line.key)
                    await self._rest(OUTAGE_PAUSE_S)
        finally:
            line.is_moving = False

    async def _deliver(self, line: Line, message: Queued) -> None:
        if not self.lease.is_held():
            await self._rest(LEASE_PAUSE_S)
            return
        await self._wait(line, message.payload)
        if line.is_lost:
            return
        token, anchor = str(message.payload.get("token") or ""), anchor_of(message.payload)
        receipt = await self._receipt(line, anchor) if anchor else ""
        if self._is_stopping or not await self._is_announced(line, message):
            return
        if not self.lease.is_held():
            return
        if not is_change(message.payload):
            line.free_at = self._pace(line).after(line.free_at, self._now_s())
        outcome = await self._call(line, message.payload, receipt)
        if not line.is_lost:
            self._verdicts.decide(line, message, outcome, token)

    async def _is_announced(self, line: Line, message: Queued) -> bool:
        """Whether it stands in the database that the call is being made, and by this replica."""
        if message.state is not Sending.SENDING and not line.is_lost:
            await self._recorder.add(line, Fate(message.seq, Sending.SENDING, tries=message.tries))
        return not line.is_lost

    async def _wait(self, line: Line, payload: Mapping[str, Any]) -> None:
        """For the chat's own rate, then for the bot's. What is only changed counts for the bot's."""
        while (pause_s := self._earliest(line, payload) - self._now_s()) > 0 and not self._is_stopping:
            await self._rest(pause_s)
        if not self._is_stopping:
            await self._reserve(line.key[0]).turn(line.key, is_quiet=line.is_quiet)

    def _earliest(self, line: Line, payload: Mapping[str, Any]) -> float:
        if is_change(payload):
            return line.blocked_until
        return max(line.blocked_until, self._pace(line).start(line.free_at, self._now_s()))

    async def _rest(self, pause_s: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), pause_s)

    async def _receipt(self, line: Line, token: str) -> str:
        if token not in line.receipts:
            found = self._store.submit(lambda turn: turn.outbox.receipt(line.key, token))
            line.keep(token, await self._bridge.settled(found))
        return line.receipts.get(token, "")

    async def _call(self, line: Line, payload: Mapping[str, Any], receipt: str) -> Outcome:
        bot, chat = line.key
        try:
            return await self._senders[bot].send(chat, payload, receipt)
        except Exception as error:
            log.exception("A call to %s raised", line.key)
            return Unknown(f"{type(error).__name__}: {error}")

    def _reserve(self, bot: str) -> Reserve:
        if bot not in self._reserves:
            paces = self._senders[bot].paces
            self._reserves[bot] = Reserve(self._store, self._bridge, bot, paces, self._now_s)
        return self._reserves[bot]

    def _pace(self, line: Line) -> Pace:
        paces = self._senders[line.key[0]].paces
        return paces.group if line.is_shared else paces.private

    def _recorded(self, recorded: Recorded) -> None:
        for key, more in recorded.more.items():
            line = self._lines.get(key)
            if line is None:
                continue
            if more is None:
                if line.is_lost:
                    del self._lines[key]
            elif line.add(more, 0):
                self._start(line)
                self._forget(line)
            else:
                self.catch_up()
        self.offer(recorded.loads)
        if not recorded.is_sure:
            self.catch_up()

    def _forget(self, line: Line) -> None:
        is_idle = not line.messages and not line.is_moving and not self._recorder.is_waiting(line.key)
        if is_idle and len(self._lines) > MAX_LINES:
            del self._lines[line.key]

    async def _catch_up(self) -> None:
        """Again where what is answered gets lost as well."""
        loads: Sequence[Load] | None = None
        while loads is None and not self._is_stopping:
            try:
                loads = await self._bridge.settled(self._store.submit(lambda turn: turn.outbox.held(self._carrier)))
            except Exception:
                log.exception("What this replica has to send could not be looked up yet")
                await self._rest(OUTAGE_PAUSE_S)
        self._is_catching_up = False
        self.offer(loads or ())
