"""What the outcome of a call means for its message and for those behind it."""

import logging
from collections.abc import Callable

from bot.delivery.line import Line
from bot.delivery.recorder import Recorder, Sequel
from bot.service.aftermath import Aftermath
from bot.service.boxes import Fate, Queued, Sending, is_change, is_once
from bot.service.outcomes import Closed, Failed, Moved, Outcome, Refused, Sent, Slow, Unknown
from bot.service.paces import Pace

log = logging.getLogger(__name__)

MAX_TRIES = 60
"""With pauses of up to a minute: about an hour."""
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 60.0


class Verdicts:
    """Has the recorder write them down, and leaves in the line what is still to be sent."""

    def __init__(
        self,
        recorder: Recorder,
        aftermath: Aftermath,
        pace_of: Callable[[Line], Pace],
        now_s: Callable[[], float],
    ) -> None:
        self._recorder = recorder
        self._aftermath = aftermath
        self._pace_of = pace_of
        self._now_s = now_s
        self.counts: dict[str, int] = {}
        """Messages by what became of them."""

    def decide(self, line: Line, message: Queued, outcome: Outcome, token: str) -> None:
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
        pace = self._pace_of(line)
        line.blocked_until = self._now_s() + pause_s
        line.free_at = line.blocked_until + (pace.burst - 1) * pace.interval_s
        line.messages[0] = Queued(message.seq, message.payload, Sending.RETRY_AT, message.tries)
        self._recorder.add(line, Fate(message.seq, Sending.RETRY_AT, "", message.tries, why))

    def _leave(self, line: Line, outcome: Closed | Moved) -> None:
        """Nothing more can be sent there."""
        left, key = list(line.messages), line.key
        payloads = [message.payload for message in left]
        sequel: Sequel
        if isinstance(outcome, Moved):
            to = outcome.chat
            state, why = Sending.DROPPED, f"moved to {to}"
            sequel = lambda turn: self._aftermath.moved(turn, key, to, payloads)  # noqa: E731
        else:
            state, why = Sending.DEAD, outcome.why
            sequel = lambda turn: self._aftermath.closed(turn, key, payloads)  # noqa: E731
        for message in left[:-1]:
            self._finish(line, Fate(message.seq, state, "", message.tries, why))
        self._finish(line, Fate(left[-1].seq, state, "", left[-1].tries, why), sequel)

    def _finish(self, line: Line, fate: Fate, sequel: Sequel | None = None) -> None:
        line.messages.popleft()
        self._recorder.add(line, fate, sequel)
