"""Writes down what became of messages: everything that came together meanwhile in one turn."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.delivery.futures import Bridge
from bot.delivery.line import Line
from bot.service.boxes import ChatKey, Fate, Load, Queued
from bot.service.ports import OutageError, Store, Turn

log = logging.getLogger(__name__)

PAUSE_S = 1.0
"""After a failure of the database."""
MAX_TRIES = 5
"""Of what the database refuses, although it works."""

Sequel: TypeAlias = Callable[[Turn], Sequence[Load]]
"""What has to be done in the turn that writes a fate down; returns what this replica has to send because of it."""


@dataclass
class Note:
    """What has to be written about one chat."""

    line: Line
    fates: list[Fate] = field(default_factory=list)
    sequels: list[Sequel] = field(default_factory=list)


@dataclass
class Recorded:
    """What came of it: messages that this replica has to send as well, by chat; None where it lost the chat.

    `is_sure` is false where the database may have handed out messages that never got here.
    """

    more: dict[ChatKey, Sequence[Queued] | None] = field(default_factory=dict)
    loads: list[Load] = field(default_factory=list)
    is_sure: bool = True


class Recorder:
    """One turn at a time; the next one takes all that was handed in meanwhile."""

    def __init__(self, store: Store, bridge: Bridge, carrier: str, then: Callable[[Recorded], None]) -> None:
        self._store = store
        self._bridge = bridge
        self._carrier = carrier
        self._then = then
        self._waiting: dict[ChatKey, Note] = {}
        self._next: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None

    def add(self, line: Line, fate: Fate, sequel: Sequel | None = None) -> "asyncio.Future[None]":
        """Have a fate written; the future is done once it is durable, or the chat is lost."""
        note = self._waiting.setdefault(line.key, Note(line))
        note.fates.append(fate)
        if sequel is not None:
            note.sequels.append(sequel)
        return self._begin()

    def look(self, line: Line) -> None:
        """Nothing became of a chat's messages; but others may have been added."""
        self._waiting.setdefault(line.key, Note(line))
        self._begin()

    def _begin(self) -> "asyncio.Future[None]":
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        return self._next

    def is_waiting(self, key: ChatKey) -> bool:
        """Whether something about the chat is still to be written."""
        return key in self._waiting

    async def flush(self) -> None:
        """Until everything is written."""
        while self._task is not None and not self._task.done():
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        while self._next is not None:
            batch, self._waiting = self._waiting, {}
            done, self._next = self._next, None
            recorded = await self._write(batch)
            for key, more in recorded.more.items():
                if more is None:
                    batch[key].line.lose()
                    self._waiting.pop(key, None)
            self._then(recorded)
            done.set_result(None)

    async def _write(self, batch: Mapping[ChatKey, Note], tries: int = 0, *, is_sure: bool = True) -> Recorded:
        while True:
            try:
                recording = self._store.submit(lambda turn: self._record(turn, batch), chats=list(batch))
                recorded = await self._bridge.settled(recording)
                recorded.is_sure = is_sure
                return recorded
            except OutageError:
                log.exception("What became of the messages of %d chats could not be written yet", len(batch))
                is_sure = False
                await asyncio.sleep(PAUSE_S)
            except Exception:
                log.exception("What became of the messages of %d chats was refused", len(batch))
                await asyncio.sleep(PAUSE_S if len(batch) == 1 else 0)
                return await self._write_apart(batch, tries + 1, is_sure=is_sure)

    async def _write_apart(self, batch: Mapping[ChatKey, Note], tries: int, *, is_sure: bool) -> Recorded:
        """One chat must not keep others from being written, nor a sequel its own chat."""
        all_ = Recorded(is_sure=is_sure)
        for key, note in batch.items():
            if tries > MAX_TRIES - 1:
                note.sequels.clear()
            if tries > MAX_TRIES:
                all_.more[key] = None
                continue
            found = await self._write({key: note}, tries, is_sure=is_sure)
            all_.more |= found.more
            all_.loads += found.loads
            all_.is_sure &= found.is_sure
        return all_

    def _record(self, turn: Turn, batch: Mapping[ChatKey, Note]) -> Recorded:
        recorded = Recorded()
        for key, note in batch.items():
            more = turn.outbox.record(key, self._carrier, note.fates, note.line.free_at)
            recorded.more[key] = more
            if more is not None:
                recorded.loads.extend(load for sequel in note.sequels for load in sequel(turn))
        return recorded
