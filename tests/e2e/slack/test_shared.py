"""One project, shared by people in Slack, in Telegram and at the terminal at once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.slack.scene import Guest, Scene, scene
from tests.e2e.slack.test_channels import card
from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.people import Person
from tests.fakes.telegram_server import FakeTelegram

TOKEN = "123456:test-token-aaaaaaaaaaaaaaaaaaaaaaaaa"


class Both:
    """One process with an app on Slack and a bot on Telegram."""

    def __init__(self, slack: Scene, telegram: FakeTelegram) -> None:
        self.slack = slack
        self.bot: FakeBot = telegram.bot(TOKEN, username="phasewalk_bot")
        self.telegram = telegram

    def runs(self) -> None:
        environment = {"PHASEWALK_TELEGRAM_TOKEN": TOKEN, "PHASEWALK_TELEGRAM_API_URL": self.telegram.api_url}
        self.slack.runs(**environment)
        self.slack.waits(lambda: self.telegram.calls_of("getUpdates"))

    def hears(self, person: Person, text: str) -> str:
        """Write to the bot on Telegram; what it wrote then, the newest last."""
        chat = person.private(self.bot)
        before = len(chat.all_messages)
        person.says(text, chat=chat)
        self.slack.waits(lambda: not self.bot.pending)
        self.slack.settles()
        return "\n\n".join(one.as_seen() for one in list(chat.all_messages.values())[before:] if one.is_from_bot)

    def types(self, *lines: str) -> str:
        """Come to the terminal, type, and leave; all that was shown there."""
        typed = "".join(f"{line}\n" for line in lines)
        done = self.slack.phasewalk.run("chat", "--as", "Cy", "--database", self.slack.database_url, typed=typed)
        assert done.returncode == 0, done.stderr
        self.slack.settles()
        return done.stdout


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    with scene(tmp_path) as slack, FakeTelegram.in_thread(rates=None) as telegram:
        yield Both(slack, telegram)


def invitation(ana: Guest, role: str = "") -> str:
    """A code, asked for in private."""
    found = re.search(r"/phasewalk join (\S+)", ana.commands(f"invite {role}".strip()))
    assert found is not None
    return found[1]


def test_slack_and_telegram_walk_together(both: Both) -> None:
    both.runs()
    ana, ben = both.slack.person("Ana"), both.telegram.user("Ben")
    ana.says("hi", "Coffee Club")
    ben.starts(both.bot)
    assert "This chat now talks about Coffee Club." in both.hears(ben, f"/join {invitation(ana)}")
    assert "3 of 8" in both.hears(ben, "Order ahead")
    assert "4 of 8" in ana.says("/next", "Queues") or "4 of 8" in ana.sees()
    assert "Order ahead" in ana.commands("why idea")
    assert "Queues" in both.hears(ben, "/why problem")
    team = ana.commands("team")
    assert "Ana: owner" in team
    assert "Ben: member" in team


def test_a_channel_hears_what_somebody_answers_on_telegram(both: Both) -> None:
    both.runs()
    ana, ben = both.slack.person("Ana"), both.telegram.user("Ben")
    ana.says("hi", "Coffee Club")
    channel = both.slack.channel("coffee", ana)
    table = ana.within(channel)
    table.commands("switch Coffee Club")
    ben.starts(both.bot)
    both.hears(ben, f"/join {invitation(ana)}")
    both.hears(ben, "Order ahead")
    both.slack.waits(lambda: any("Ben answered" in one.as_seen() for one in table.written))
    news = next(one for one in table.written if "Ben answered" in one.as_seen())
    assert "Order ahead" not in news.as_seen()
    assert news.thread_ts == card(table).ts


def test_an_account_on_telegram_and_one_on_slack_are_one_person(both: Both) -> None:
    both.runs()
    ana, phone = both.slack.person("Ana"), both.telegram.user("Ana's phone")
    ana.says("hi", "Coffee Club")
    code = re.search(r"/me link (\S+)", ana.commands("me link").replace("/phasewalk me", "/me"))
    assert code is not None
    phone.starts(both.bot)
    both.hears(phone, f"/me link {code[1]}")
    assert "You are Ana, owner of Coffee Club." in both.hears(phone, "/me")


@pytest.mark.postgres
def test_slack_telegram_and_the_terminal_walk_together(postgres_url: str, both: Both) -> None:
    both.slack.database_url = postgres_url
    both.runs()
    ana, ben = both.slack.person("Ana"), both.telegram.user("Ben")
    ana.says("hi", "Coffee Club")
    ben.starts(both.bot)
    both.hears(ben, f"/join {invitation(ana)}")
    shown = both.types(f"/join {invitation(ana, 'lead')}", "Order ahead", "/team")
    assert "This chat now talks about Coffee Club. You are its lead." in shown
    assert "Cy: lead" in shown
    both.hears(ben, "/next")
    assert "4 of 8" in both.hears(ben, "Queues")
    ana.commands("next")
    assert "5 of 8" in ana.says("wechat")
    assert "Order ahead" in ana.commands("why idea")
