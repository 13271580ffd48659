"""People who chat with a bot on the fake Telegram: each goes on once it was answered, or at fixed times."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.chats import PrivateChat
from tests.fakes.telegram.messages import Message
from tests.fakes.telegram.people import Person
from tests.fakes.telegram_server import FakeTelegram

PATIENCE_S = 30.0


class Talker:
    """One person in a private chat, who hears at once when the bot has written."""

    def __init__(self, telegram: FakeTelegram, bot: FakeBot, name: str) -> None:
        self.person: Person = telegram.user(name)
        self.bot = bot
        self.chat: PrivateChat = self.person.private(bot)
        self._waiting: deque[asyncio.Future[Message]] = deque()
        self.latencies_s: list[float] = []
        self._add = self.chat.add
        self.chat.add = self._listening  # type: ignore[method-assign]

    def _listening(self, content: Any) -> Message:
        message = self._add(content)
        if message.is_from_bot and self._waiting:
            self._waiting.popleft().set_result(message)
        return message

    async def starts(self) -> None:
        await self._after(lambda: self.person.starts(self.bot))

    async def says(self, text: str) -> Message:
        """Returns what the bot answered, and notes how long it took."""
        began = time.perf_counter()
        answer = await self._after(lambda: self.person.says(text, chat=self.chat))
        self.latencies_s.append(time.perf_counter() - began)
        self.chat.all_messages.clear()
        self.chat.all_messages[answer.id] = answer
        return answer

    async def _after(self, act: Callable[[], object]) -> Message:
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._waiting.append(answer)
        act()
        return await asyncio.wait_for(answer, PATIENCE_S)


async def closed_loop(talkers: list[Talker], turns: int, text: Callable[[Message | None], str]) -> float:
    """Each talker takes its share of the turns, one after the other; returns the seconds that it took."""

    async def talk(talker: Talker) -> None:
        answer: Message | None = None
        for _ in range(turns // len(talkers)):
            answer = await talker.says(text(answer))

    began = time.perf_counter()
    await asyncio.gather(*(talk(talker) for talker in talkers))
    return time.perf_counter() - began


async def open_loop(
    talkers: list[Talker], per_second: float, seconds: float, text: Callable[[Message | None], str]
) -> None:
    """Messages at fixed times, whether the ones before were answered or not; the talkers take turns."""
    answers: dict[int, Message | None] = {}

    async def say(index: int) -> None:
        talker = talkers[index]
        answers[index] = await talker.says(text(answers.get(index)))

    began = time.perf_counter()
    tasks = []
    for number in range(int(per_second * seconds)):
        await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
        tasks.append(asyncio.create_task(say(number % len(talkers))))
    await asyncio.gather(*tasks)
