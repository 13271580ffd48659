"""What Slack tells an app: events, again until acknowledged; interactions, commands and lookups, once, within 3 s.

Slack promises no order. Here, events of one channel are told one after the other, so that a test's chat is not
shuffled by chance; `faults.reorders_events` takes that away.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from tests.fakes.slack.patience import Outcome
from tests.fakes.slack.posting import Posting
from tests.fakes.wire import Json

if TYPE_CHECKING:
    from tests.fakes.slack.apps import FakeApp

Kind: TypeAlias = Literal["events_api", "interactive", "slash_commands"]


@dataclass(eq=False)
class Delivery:
    """One thing to tell. `status` is waiting, taken or failed; `body_taken` is what the app answered."""

    app: FakeApp
    kind: Kind
    body: str
    lane: str = ""
    on_over: Callable[[Delivery], None] | None = None
    is_retried: bool = True
    status: str = "waiting"
    reason: str = ""
    attempts: int = 0
    body_taken: str | None = None

    @property
    def payload(self) -> Json:
        """What is told."""
        payload: Json = json.loads(self.body)
        return payload

    @property
    def answer(self) -> Any:
        """What the app answered, if it was JSON."""
        try:
            return json.loads(self.body_taken) if self.body_taken else None
        except ValueError:
            return None

    @property
    def options(self) -> list[str]:
        """The labels of the options that the app answered."""
        answer = self.answer or {}
        groups = [option for group in answer.get("option_groups", []) for option in group["options"]]
        return [option["text"]["text"] for option in [*answer.get("options", []), *groups]]

    async def over(self, timeout_s: float = 5.0) -> Delivery:
        """Wait until the app has taken it, or Slack has given up; itself."""
        await self.app.world.changes.wait(lambda: self.status != "waiting", timeout_s)
        return self

    def over_blocking(self, timeout_s: float = 5.0) -> Delivery:
        """The same for a synchronous test."""
        self.app.world.changes.wait_blocking(lambda: self.status != "waiting", timeout_s)
        return self


@dataclass(eq=False)
class Deliveries:
    """All that is on its way to one app. Lives in the server's loop; `send` may be called from any thread."""

    app: FakeApp
    waiting: set[Delivery] = field(default_factory=set)
    failed: list[Delivery] = field(default_factory=list)
    _lanes: dict[str, deque[Delivery]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _posting: Posting | None = None

    def send(self, delivery: Delivery) -> None:
        """One more. Called with the lock held."""
        faults = self.app.world.faults
        self._start(delivery)
        if delivery.kind == "events_api" and faults.duplicates:
            faults.duplicates -= 1
            self._start(Delivery(self.app, delivery.kind, delivery.body, delivery.lane))

    async def stop(self) -> None:
        """Deliver nothing more."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._posting is not None:
            await self._posting.close()

    def _start(self, delivery: Delivery) -> None:
        self.waiting.add(delivery)
        take = self._line_up if delivery.kind == "events_api" else self._go
        self.app.world.run_soon(partial(take, delivery))

    def _go(self, delivery: Delivery) -> None:
        self._spawn(self._deliver_once(delivery))

    def _line_up(self, delivery: Delivery) -> None:
        lane = "" if self.app.world.faults.order is not None else delivery.lane
        line = self._lanes.get(lane)
        if line is not None:
            line.append(delivery)
            return
        self._lanes[lane] = deque([delivery])
        self._spawn(self._work(lane))

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, lane: str) -> None:
        """Tell a lane's events, each once; what has to be told again does not hold up the next."""
        line = self._lanes[lane]
        faults = self.app.world.faults
        while line:
            if faults.late_s:
                await asyncio.sleep(faults.late_s)
            if faults.order is not None:
                line.rotate(-faults.order.randrange(len(line)))
            delivery = line.popleft()
            outcome = await self._attempt(delivery)
            if outcome.reason and outcome.may_retry and delivery.is_retried:
                self._spawn(self._retry(delivery))
            else:
                self._finish(delivery, outcome)
        del self._lanes[lane]

    async def _retry(self, delivery: Delivery) -> None:
        patience = self.app.world.patience
        outcome = Outcome(delivery.reason)
        for delay_s in patience.retries_s:
            await asyncio.sleep(delay_s * patience.retry_scale)
            outcome = await self._attempt(delivery)
            if not outcome.reason or not outcome.may_retry:
                break
        self._finish(delivery, outcome)

    async def _deliver_once(self, delivery: Delivery) -> None:
        self._finish(delivery, await self._attempt(delivery))

    async def _attempt(self, delivery: Delivery) -> Outcome:
        world = self.app.world
        if self.app.socket_mode:
            outcome = await self.app.sockets.tell(delivery)
        else:
            if self._posting is None:
                self._posting = Posting(self.app)
            outcome = await self._posting.tell(delivery)
        delivery.attempts += 1
        if not outcome.reason and delivery.kind == "events_api" and world.faults.lost_acknowledgements:
            world.faults.lost_acknowledgements -= 1
            outcome = Outcome("http_timeout")
        delivery.reason = outcome.reason
        return outcome

    def _finish(self, delivery: Delivery, outcome: Outcome) -> None:
        with self.app.world.changes.lock:
            if not outcome.reason:
                delivery.body_taken = outcome.body
            else:
                self.failed.append(delivery)
            # Before the status: whoever waits for it finds what the answer has changed.
            if delivery.on_over is not None:
                delivery.on_over(delivery)
            delivery.status = "failed" if outcome.reason else "taken"
            self.waiting.discard(delivery)
            self.app.world.changes.ring()
