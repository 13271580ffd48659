"""A replica that says what it hears, and dies of poison: `python -m tests.integration.delivery.echoing URL NAME`."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime

from bot.delivery.courier import Courier
from bot.delivery.futures import Bridge
from bot.delivery.lease import Lease
from bot.delivery.rounds import Rhythm, Rounds
from bot.delivery.runner import Runner
from bot.service.aftermath import Aftermath
from bot.service.arrivals import Account, Arrived, Message, Place
from bot.service.boxes import ChatKey, Event, Load
from bot.service.ports import Store, Turn
from bot.service.steps import Ran, Steps
from bot.storage.database import open_store
from tests.integration.delivery.posting import BOT, Platform, office

RHYTHM = Rhythm(claim_s=0.02, beat_s=0.05, lifetime_s=0.4, news_s=0.05, purge_s=60.0)


def said(text: str, chat: str = "5") -> Arrived:
    """A message; its key is its text and chat."""
    return Arrived(f"{chat}:{text}", Message(Place(BOT, chat, "home"), Account("telegram:5", "Ana"), text, text))


class Echo(Steps):
    """Runs an event by saying it back."""

    def __init__(self, store: Store, carrier: str, aftermath: Aftermath) -> None:
        self._store = store
        self._carrier = carrier
        self._aftermath = aftermath
        self.mistakes: dict[str, int] = {}
        """How often a text raises before it is said."""

    def run(self, chat: ChatKey, living: Collection[str]) -> Future[Ran]:
        def work(turn: Turn) -> Ran:
            event = turn.inbox.head(*chat)
            if event is None or event.runner not in living:
                return Ran(is_held_up=event is not None)
            turn.inbox.finish(event)
            return Ran(self._say(turn, chat, text_of(event)), (), turn.inbox.waiting(*chat) > 0, event)

        return self._store.submit(work, chats=[chat])

    def _say(self, turn: Turn, chat: ChatKey, text: str) -> Sequence[Load]:
        if text == "poison":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.mistakes.get(text, 0) > 0:
            self.mistakes[text] -= 1
            raise ValueError(text)
        messages = turn.outbox.send(chat, [{"kind": "say", "text": text}], self._carrier)
        load = turn.outbox.load(chat, messages, self._carrier)
        return [load] if load else []


class Parking(Aftermath):
    """Says "parked"."""

    def parked(self, turn: Turn, event: Event) -> Sequence[Load]:
        chat = (event.bot, event.chat)
        carrier = self._office.carrier
        load = turn.outbox.load(chat, turn.outbox.send(chat, [{"kind": "say", "text": "parked"}], carrier), carrier)
        return [load] if load else []


def text_of(event: Event) -> str:
    assert isinstance(event.arrival, Message)
    return event.arrival.text


class Process:
    """All that one replica is made of. Made inside the event loop."""

    def __init__(
        self, store: Store, name: str, platform: Platform, *, works: bool = True, rhythm: Rhythm = RHYTHM
    ) -> None:
        self.store = store
        self.bridge = Bridge(asyncio.get_running_loop())
        aftermath = Parking(office(name))
        self.steps = Echo(store, name, aftermath)
        lease = Lease(rhythm.lifetime_s)
        self.courier = Courier(store, self.bridge, {BOT: platform}, aftermath, name, now_s=time.time, lease=lease)
        self.runner = Runner(self.steps, self.bridge, self.courier if works else None, name)
        self.rounds = Rounds(
            store,
            self.bridge,
            self.runner,
            self.courier,
            aftermath=aftermath,
            replica=name,
            clock=lambda: datetime.now(UTC),
            rhythm=rhythm,
        )

    async def hears(self, *texts: str, chat: str = "5") -> None:
        await self.runner.accept(BOT, [said(text, chat) for text in texts])

    async def stop(self) -> None:
        await self.runner.stop()
        await self.courier.stop()
        await self.rounds.stop()
        await self.rounds.leave()


async def until(is_so: Callable[[], bool], within_s: float = 60.0) -> None:
    """Looks again and again."""
    end = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < end, "it did not happen"
        await asyncio.sleep(0.01)


class Printer(Platform):
    """Reports what is sent before it says so."""

    async def send(self, chat: str, payload: object, receipt: str) -> object:  # type: ignore[override]
        assert isinstance(payload, dict)
        os.write(1, f"{chat}:{payload['text']}\n".encode())
        return await super().send(chat, payload, receipt)


async def main(url: str, name: str) -> None:
    store = open_store(url)
    process = Process(store, name, Printer())
    await process.rounds.start(claims=False)
    if name == "first":
        events = [said("poison", "a"), *(said(str(n), chat) for chat in "abc" for n in range(3))]
        await process.runner.accept(BOT, events)
    while store.read(lambda turn: turn.upkeep.counts())["inbox", "waiting"]:
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.2)
    await process.stop()
    store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
