"""Carries messages to their platforms: each chat's in order, as fast as the platform allows, until they are there."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from typing import Any

from bot.delivery.futures import Bridge
from bot.delivery.line import Line
from bot.delivery.recorder import Recorded, Recorder, Sequel
from bot.delivery.reserve import Reserve
from bot.service.aftermath import Aftermath
from bot.service.boxes import ChatKey, Fate, Load, Queued, Sending, anchor_of, is_change, is_once
from bot.service.outcomes import Closed, Failed, Moved, Outcome, Refused, Sent, Slow, Unknown
from bot.service.paces import Pace
from bot.service.ports import Store
from bot.service.sender import Sender
from bot.service.talk import Toast

log = logging.getLogger(__name__)

MAX_TRIES = 60
"""With pauses of up to a minute: about an hour."""
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 60.0
OUTAGE_PAUSE_S = 1.0
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
    ) -> None:
        """`senders` by bot, more of which may come; `carrier` is this replica's id; `now_s` the seconds since 1970."""
        self._store = store
        self._bridge = bridge
        self._senders = senders
        self._aftermath = aftermath
        self._carrier = carrier
        self._now_s = now_s
        self._recorder = Recorder(store, bridge, carrier, self._recorded)
        self._reserves: dict[str, Reserve] = {}
        self._lines: dict[ChatKey, Line] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._is_catching_up = False
        self.counts: dict[str, int] = {}
        """Messages by what became of them."""

    @property
    def bots(self) -> Sequence[str]:
        return list(self._senders)

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
        await self._wait(line, message.payload)
        token, anchor = str(message.payload.get("token") or ""), anchor_of(message.payload)
        receipt = await self._receipt(line, anchor) if anchor else ""
        if self._is_stopping or not await self._is_announced(line, message):
            return
        if not is_change(message.payload):
            line.free_at = self._pace(line).after(line.free_at, self._now_s())
        outcome = await self._call(line, message.payload, receipt)
        if not line.is_lost:
            self._decide(line, message, outcome, token)

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
            await self._reserve(line.key[0]).turn(is_quiet=bool(payload.get("quiet")))

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

    def _decide(self, line: Line, message: Queued, outcome: Outcome, token: str) -> None:
        name = type(outcome).__name__.lower()
        self.counts[name] = self.counts.get(name, 0) + 1
        if isinstance(outcome, Sent):
            if not is_change(message.payload):
                line.keep(token, outcome.receipt)
            self._finish(line, Fate(message.seq, Sending.SENT, outcome.receipt, message.tries))
        elif isinstance(outcome, Slow):
            self._retry(line, message, outcome.wait_s, f"slow: {outcome.wait_s} s")
        elif isinstance(outcome, Failed):
            self._try_later(line, message, outcome.why)
        elif isinstance(outcome, Unknown):
            self._doubt(line, message, outcome.why)
        elif isinstance(outcome, Refused):
            log.error("Message %d to %s was refused: %s", message.seq, line.key, outcome.why)
            self._finish(line, Fate(message.seq, Sending.DEAD, "", message.tries, outcome.why))
        else:
            self._leave(line, outcome)

    def _doubt(self, line: Line, message: Queued, why: str) -> None:
        if not is_once(message.payload):
            self._try_later(line, message, why)
            return
        fate = Fate(message.seq, Sending.UNKNOWN, "", message.tries, why)
        self._finish(line, fate, lambda turn: self._aftermath.doubtful(turn, line.key, [message.seq]))

    def _try_later(self, line: Line, message: Queued, why: str) -> None:
        tries = message.tries + 1
        if tries >= MAX_TRIES:
            self._finish(line, Fate(message.seq, Sending.DEAD, "", tries, why))
            return
        pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** (tries - 1))
        self._retry(line, Queued(message.seq, message.payload, message.state, tries), pause_s, why)

    def _retry(self, line: Line, message: Queued, pause_s: float, why: str) -> None:
        # What the chat's rate would allow at once is used up as well.
        pace = self._pace(line)
        line.blocked_until = self._now_s() + pause_s
        line.free_at = line.blocked_until + (pace.burst - 1) * pace.interval_s
        line.messages[0] = Queued(message.seq, message.payload, Sending.RETRY_AT, message.tries)
        self._recorder.add(line, Fate(message.seq, Sending.RETRY_AT, "", message.tries, why))

    def _leave(self, line: Line, outcome: Closed | Moved) -> None:
        """Nothing more can be sent there."""
        left, key = list(line.messages), line.key
        sequel: Sequel
        if isinstance(outcome, Moved):
            payloads, to = [message.payload for message in left], outcome.chat
            state, why = Sending.DROPPED, f"moved to {to}"
            sequel = lambda turn: self._aftermath.moved(turn, key, to, payloads)  # noqa: E731
        else:
            state, why = Sending.DEAD, outcome.why
            sequel = lambda turn: self._aftermath.closed(turn, key)  # noqa: E731
        for message in left[:-1]:
            self._finish(line, Fate(message.seq, state, "", message.tries, why))
        self._finish(line, Fate(left[-1].seq, state, "", left[-1].tries, why), sequel)

    def _finish(self, line: Line, fate: Fate, sequel: Sequel | None = None) -> None:
        line.messages.popleft()
        self._recorder.add(line, fate, sequel)

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
