"""A Telegram for tests: a real HTTP server on this machine that answers like api.telegram.org, and people who chat.

    async with FakeTelegram() as telegram:
        bot = telegram.bot("123456:test-token", username="phasewalk_bot")
        ana = telegram.user("Ana")
        ana.starts(bot)
        ...
        await ana.private(bot).wait_for(lambda message: "Hello" in message.text)

A synchronous test, or one whose bot is another process, takes `with FakeTelegram.in_thread() as telegram:`.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Self, TypedDict, Unpack

from tests.fakes.server import FakeServer, read_command_line, serve_until_stopped
from tests.fakes.telegram.api import Api
from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.chats import Group
from tests.fakes.telegram.control import Control
from tests.fakes.telegram.faults import Call, Faults
from tests.fakes.telegram.messages import Message
from tests.fakes.telegram.people import AnonymousAdmin, Person
from tests.fakes.telegram.rates import Rates
from tests.fakes.telegram.webhooks import Patience
from tests.fakes.telegram.world import World

CALLBACK_EXPIRY_S = 150.0


class Options(TypedDict, total=False):
    """How a server may differ. `rates=None` takes the speed limits away; `clock` counts seconds since 1970."""

    port: int
    clock: Callable[[], float]
    rates: Rates | None
    patience: Patience
    callback_expiry_s: float


class FakeTelegram(FakeServer[Call]):
    """The server and everybody on it."""

    world: World

    def __init__(self, **options: Unpack[Options]) -> None:
        world = World(
            clock=options.get("clock", time.time),
            rates=options.get("rates", Rates()),
            patience=options.get("patience", Patience()),
            callback_expiry_s=options.get("callback_expiry_s", CALLBACK_EXPIRY_S),
        )
        super().__init__(world, Api(world, Control(world)).handle, options.get("port", 0))

    @property
    def api_url(self) -> str:
        """Where the server is."""
        return self.url

    @property
    def base_url(self) -> str:
        """What `telegram.Bot` takes as `base_url`."""
        return f"{self.api_url}/bot"

    @property
    def base_file_url(self) -> str:
        """What `telegram.Bot` takes as `base_file_url`."""
        return f"{self.api_url}/file/bot"

    @property
    def faults(self) -> Faults:
        """What shall go wrong."""
        return self.world.faults

    @property
    def sent(self) -> list[Message]:
        """All that bots have sent, in order; `sent_at` says when."""
        return self.world.sent

    def bot(self, token: str, *, username: str, name: str = "Phasewalk", reads_all: bool = False) -> FakeBot:
        """A bot; with `reads_all`, privacy mode is off."""
        return self.world.add_bot(token, username, name, reads_all=reads_all)

    def user(
        self, name: str, *, username: str | None = None, last_name: str | None = None, language_code: str = "en"
    ) -> Person:
        """A person."""
        return self.world.add_person(name, username, last_name, language_code)

    def group(self, title: str, *people: Person, bots: list[FakeBot] | None = None) -> Group:
        """A small group; the first person owns it. Each bot hears that it was brought in."""
        return self._group(title, people, bots or [], "group", is_forum=False)

    def supergroup(
        self, title: str, *people: Person, bots: list[FakeBot] | None = None, is_forum: bool = False
    ) -> Group:
        """A supergroup; as a forum, it has topics."""
        return self._group(title, people, bots or [], "supergroup", is_forum=is_forum)

    def anonymous_admin(self, group: Group) -> AnonymousAdmin:
        """Somebody who writes in a group's own name."""
        return AnonymousAdmin(self.world, group)

    @classmethod
    def in_thread(cls, **options: Unpack[Options]) -> AbstractContextManager[Self]:
        """The same server in a thread of its own."""
        return cls(**options).in_its_thread()

    def _group(
        self, title: str, people: tuple[Person, ...], bots: list[FakeBot], kind: str, *, is_forum: bool
    ) -> Group:
        with self.world.changes.lock:
            group = self.world.new_group(title, people[0], kind, is_forum=is_forum)
            group.statuses |= {person.id: "member" for person in people[1:]}
            for bot in bots:
                group.adds(bot)
            return group


def main() -> None:
    """Serve in a process of its own until it is stopped; the first line printed is the address."""
    help_token = "make a bot; may be given several times"
    arguments = read_command_line("python -m tests.fakes.telegram_server", help_token=help_token)
    telegram = FakeTelegram(port=arguments.port, rates=None if arguments.no_rates else Rates())
    for number, token in enumerate(arguments.token):
        telegram.bot(token, username="phasewalk_bot" if number == 0 else f"phasewalk_{number}_bot")
    serve_until_stopped(telegram)


if __name__ == "__main__":
    main()
