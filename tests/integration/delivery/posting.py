"""A platform that answers as it is told to, and a replica that sends to it."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.delivery.courier import Courier
from bot.delivery.futures import Bridge
from bot.delivery.lease import Lease
from bot.resources import LOCALE
from bot.service.aftermath import Aftermath
from bot.service.arrivals import Place
from bot.service.boxes import ChatKey, Load
from bot.service.outcomes import Outcome, Sent
from bot.service.paces import UNLIMITED, Paces
from bot.service.playbooks import Playbooks
from bot.service.ports import Chat, Store, Turn
from bot.service.talk import Office
from bot.words import load_words
from dialogs.texts import Rich

BOT = "telegram:1"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Platform:
    """What was sent to it, in order. `script` holds its answers by text; it takes whatever has none."""

    def __init__(
        self, script: Mapping[str, Iterable[Outcome | Exception]] | None = None, paces: Paces = UNLIMITED
    ) -> None:
        self.paces = paces
        self.calls: list[tuple[str, str, str]] = []
        """Chat, text, and the message that is changed."""
        self.accepted: list[tuple[str, str]] = []
        self.times: list[float] = []
        self.toasts: list[tuple[str, str]] = []
        self.held: asyncio.Event | None = None
        self._script = {text: iter(answers) for text, answers in (script or {}).items()}
        self.now_s: Callable[[], float] = lambda: 0.0

    async def send(self, chat: str, payload: Mapping[str, Any], receipt: str) -> Outcome:
        text = str(payload.get("text"))
        self.calls.append((chat, text, receipt))
        self.times.append(self.now_s())
        if self.held is not None:
            await self.held.wait()
        answer = next(self._script.get(text, iter(())), None)
        if isinstance(answer, Exception):
            raise answer
        if answer is None or isinstance(answer, Sent):
            self.accepted.append((chat, text))
        return answer or Sent(f"r-{text}")

    async def toast(self, callback: str, text: str) -> None:
        self.toasts.append((callback, text))

    def texts(self, chat: str = "5") -> list[str]:
        return [text for where, text in self.accepted if where == chat]


class AsTheyAre:
    """Implements the service's `Composer`: payloads are messages already."""

    has_threads = False

    def private_place(self, bot: str, account: str) -> None:
        """Nobody is written to who has not come first."""

    def spelled(self, text: Rich) -> Rich:
        return text

    def compose(self, payloads: Sequence[Mapping[str, Any]], place: Place, today: date) -> Sequence[Mapping[str, Any]]:
        del place, today
        return payloads


def office(carrier: str) -> Office:
    words = load_words(Path(LOCALE))
    return Office(Playbooks({}), words, lambda: NOON, lambda: "id", lambda platform: AsTheyAre(), carrier)


class Post:
    """One replica's courier on a store. Made inside the event loop."""

    def __init__(
        self,
        store: Store,
        platform: Platform,
        now_s: Callable[[], float],
        name: str = "here",
        lease: Lease | None = None,
        *,
        bridge: Callable[[asyncio.AbstractEventLoop], Bridge] = Bridge,
    ) -> None:
        self.store = store
        self.name = name
        self.platform = platform
        self.bridge = bridge(asyncio.get_running_loop())
        self.aftermath = Aftermath(office(name))
        platform.now_s = now_s
        self.courier = Courier(store, self.bridge, {BOT: platform}, self.aftermath, name, now_s=now_s, lease=lease)

    async def hears_from(self, *chats: str, is_shared: bool = False) -> None:
        def work(turn: Turn) -> None:
            for chat in chats:
                turn.put_chat(Chat(BOT, chat, "acme", "", is_shared))

        await self.asks(work)

    async def asks(self, work: Callable[[Turn], Any]) -> Any:
        return await self.bridge.settled(self.store.submit(work))

    async def sends(self, *texts: str, chat: str = "5") -> None:
        await self.puts(*({"kind": "say", "text": text} for text in texts), chat=chat)

    async def puts(self, *payloads: Mapping[str, Any], chat: str = "5") -> None:
        """As a turn of the conversation does."""

        def work(turn: Turn) -> list[Load]:
            messages = turn.outbox.send((BOT, chat), payloads, self.name)
            load = turn.outbox.load((BOT, chat), messages, self.name)
            return [load] if load else []

        self.courier.offer(await self.asks(work))

    async def takes_over(self, *living: str) -> None:
        """As the rounds do."""

        def work(turn: Turn) -> list[Load]:
            loads = list(turn.outbox.take_over(self.name, [BOT], living, 64))
            loads += turn.outbox.take(self.name, [BOT], 64)
            asked = [self.aftermath.doubtful(turn, load.key, load.doubtful) for load in loads if load.doubtful]
            return [*loads, *(load for more in asked for load in more)]

        self.courier.offer(await self.asks(work))

    async def until(self, is_so: Callable[[], bool]) -> None:
        """However long it takes in hurried time."""
        for _ in range(16_000):
            if is_so():
                return
            await asyncio.sleep(0.25)
        raise AssertionError(f"{self.platform.calls} {self.states()}")

    async def idle(self) -> None:
        """Until nothing is to be sent, and that is written down. What is found on the way has been taken on with it."""
        while loads := await self.asks(lambda turn: turn.outbox.held(self.name)):
            self.courier.offer(loads)
            await asyncio.sleep(0.05)

    def states(self) -> dict[str, int]:
        stuck = self.store.read(lambda turn: turn.upkeep.stuck(1000))
        return dict(Counter(one.state for one in stuck if one.box == "outbox"))

    def chat(self, key: ChatKey = (BOT, "5")) -> Chat | None:
        return self.store.read(lambda turn: turn.chat(*key))
