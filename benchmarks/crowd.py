"""People who chat with a bot on a fake platform: each goes on once it was answered, or at fixed times."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from tests.fakes.slack.apps import FakeApp
from tests.fakes.slack.channels import Channel
from tests.fakes.slack.messages import Message as SlackMessage
from tests.fakes.slack.people import Person as SlackPerson
from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.chats import PrivateChat
from tests.fakes.telegram.messages import Message
from tests.fakes.telegram.people import Person
from tests.fakes.telegram_server import FakeTelegram

PATIENCE_S = 30.0


class Written(Protocol):
    """A message of a bot."""

    @property
    def text(self) -> str: ...


M = TypeVar("M", bound=Written)


class Talker(Generic[M]):
    """One person in a private chat, who hears at once when the bot has written."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[M]] = deque()
        self.latencies_s: list[float] = []

    async def says(self, text: str) -> M:
        """Returns what the bot answered, and notes how long it took."""
        began = time.perf_counter()
        answer = await self._after(lambda: self._say(text))
        self.latencies_s.append(time.perf_counter() - began)
        self._keep_only(answer)
        return answer

    async def starts(self) -> None:
        """Come in, and be greeted."""
        raise NotImplementedError

    def _say(self, text: str) -> None:
        raise NotImplementedError

    def _keep_only(self, answer: M) -> None:
        """Forget all others, so that the server doesn't grow slower."""
        raise NotImplementedError

    def _hear(self, message: M) -> None:
        if self._waiting:
            self._waiting.popleft().set_result(message)

    async def _after(self, act: Callable[[], object]) -> M:
        answer: asyncio.Future[M] = asyncio.get_running_loop().create_future()
        self._waiting.append(answer)
        act()
        return await asyncio.wait_for(answer, PATIENCE_S)


class OnTelegram(Talker[Message]):
    """Somebody on the fake Telegram."""

    def __init__(self, telegram: FakeTelegram, bot: FakeBot, name: str) -> None:
        super().__init__()
        self.person: Person = telegram.user(name)
        self.bot = bot
        self.chat: PrivateChat = self.person.private(bot)
        self._add = self.chat.add
        self.chat.add = self._listening  # type: ignore[method-assign]

    async def starts(self) -> None:
        await self._after(lambda: self.person.starts(self.bot))

    def _say(self, text: str) -> None:
        self.person.says(text, chat=self.chat)

    def _keep_only(self, answer: Message) -> None:
        self.chat.all_messages.clear()
        self.chat.all_messages[answer.id] = answer

    def _listening(self, content: Any) -> Message:
        message = self._add(content)
        if message.is_from_bot:
            self._hear(message)
        return message


class Heard(dict[str, SlackMessage]):
    """A channel's messages, of which somebody hears at once."""

    def __init__(self, hear: Callable[[SlackMessage], None]) -> None:
        super().__init__()
        self._hear = hear

    def __setitem__(self, ts: str, message: SlackMessage) -> None:
        super().__setitem__(ts, message)
        if message.is_from_bot:
            self._hear(message)


class OnSlack(Talker[SlackMessage]):
    """Somebody on the fake Slack."""

    def __init__(self, person: SlackPerson, app: FakeApp) -> None:
        super().__init__()
        self.person = person
        self.chat: Channel = person.dm(app)
        self.chat.all_messages = Heard(self._hear)

    async def starts(self) -> None:
        await self._after(lambda: self._say("hi"))

    def _say(self, text: str) -> None:
        self.person.says(text, self.chat)

    def _keep_only(self, answer: SlackMessage) -> None:
        for ts in [ts for ts in self.chat.all_messages if ts != answer.ts]:
            del self.chat.all_messages[ts]


async def closed_loop(talkers: Sequence[Talker[M]], turns: int, text: Callable[[M | None], str]) -> float:
    """Each talker takes its share of the turns, one after the other; returns the seconds that it took."""

    async def talk(talker: Talker[M]) -> None:
        answer: M | None = None
        for _ in range(turns // len(talkers)):
            answer = await talker.says(text(answer))

    began = time.perf_counter()
    await asyncio.gather(*(talk(talker) for talker in talkers))
    return time.perf_counter() - began


async def open_loop(
    talkers: Sequence[Talker[M]], per_second: float, seconds: float, text: Callable[[M | None], str]
) -> None:
    """Messages at fixed times, whether the ones before were answered or not; the talkers take turns."""
    answers: dict[int, M | None] = {}

    async def say(index: int) -> None:
        talker = talkers[index]
        answers[index] = await talker.says(text(answers.get(index)))

    began = time.perf_counter()
    tasks = []
    for number in range(int(per_second * seconds)):
        await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
        tasks.append(asyncio.create_task(say(number % len(talkers))))
    await asyncio.gather(*tasks)
