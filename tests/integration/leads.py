"""A project with stand-ups, and those who lead it, so that the tests of reports read as what they ask for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.artefacts.markdown import MarkdownRenderer
from bot.artefacts.pictures import Painter
from bot.resources import LOCALE, PLAYBOOKS, TEMPLATES
from bot.service.documents import Documents
from bot.service.playbooks import Playbooks
from bot.service.ports import Project, Turn
from bot.service.standups.briefs import text
from bot.service.standups.files import makers
from bot.service.standups.model import Blocker, CheckIn, Progress, Reply, Standup
from bot.service.standups.reported import Report
from bot.service.standups.reports import gather
from bot.storage.database import open_store
from bot.words import load_words
from dialogs.answers import Entry, Kind, Value
from dialogs.loader import load
from dialogs.plan import plan_of
from dialogs.rules import Rule
from dialogs.state import Member, Role, State
from tests.unit.chatting import questions

NOW = datetime(2026, 12, 4, 9, 0, tzinfo=UTC)
"""A Friday."""
WEEK = timedelta(days=7)
ASKS = questions("""
- {id: done, type: long_text, text: "What got done?"}
- {id: next, type: long_text, text: "What is next?"}
- {id: why, type: long_text, text: "Why?", asked: false, required: false}
""")


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


class Leads:
    """One workspace with one project, on a database of its own."""

    def __init__(self, folder: Path, name: str = "Coffee Club") -> None:
        self.store = open_store(f"sqlite:///{folder / 'leads.db'}")
        self.words = load_words(LOCALE)
        playbook = load(PLAYBOOKS / "mini_program")
        self.plan = plan_of(playbook)
        self.playbooks = Playbooks({playbook.id: playbook})
        self.project = Project("acme", "club", name, playbook.content_hash, days_ago(30))
        self.renderer = MarkdownRenderer(TEMPLATES, self.words)
        self.documents = Documents(
            self.store,
            self.playbooks,
            self.renderer,
            folder / "documents",
            lambda: NOW,
            makers=makers(self.playbooks, self.renderer, Painter(self.words)),
        )
        self.store.submit(self._set_up).result()

    def _set_up(self, turn: Turn) -> None:
        turn.put_project(self.project)
        turn.add_playbook("acme", ASKS.content_hash, ASKS.content())
        for name, role in (("Ana", Role.OWNER), ("Ben", Role.MEMBER)):
            turn.add_member("acme", Member(name.lower(), name))
            turn.put_role("acme", "club", name.lower(), role)

    def has(self, state: State) -> "Leads":
        """Take over the answers of another project, as if Ana had given them."""

        def work(turn: Turn) -> None:
            before = turn.state("acme", "club")
            n = before.book.seq
            added = [replace(one, seq=one.seq + n, turn=one.turn + n, author="ana") for one in state.book.entries]
            turn.save("acme", "club", before, replace(before, book=before.book.with_entries(added)))

        self.store.submit(work).result()
        return self

    def writes(self, *entries: tuple[str, str, Value | None], days: float = 1, **how: Any) -> "Leads":
        """Add entries, as (question or group, item, value), some days ago; Ana's answers unless told otherwise."""

        def work(turn: Turn) -> None:
            before = turn.state("acme", "club")
            seq, kind, who = before.book.seq, how.get("kind", Kind.ANSWER), how.get("by", "ana")
            added = [
                Entry(seq + n, seq + n, kind, question, item, value, who, days_ago(days))
                for n, (question, item, value) in enumerate(entries, 1)
            ]
            turn.save("acme", "club", before, replace(before, book=before.book.with_entries(added)))

        self.store.submit(work).result()
        return self

    def keeps(self, group: str, item: str, label: str, days: float = 1) -> "Leads":
        """Keep a message as an item."""
        self.writes((group, item, ""), days=days, kind=Kind.ADD)
        return self.writes((self.plan.rounds[group].first.id, item, label), days=days)

    def meets(self, name: str = "Daily", id_: str = "s1") -> Standup:
        """Begin a stand-up."""
        rule, chat = Rule(time(9, 30)), ("telegram:1", "5")
        one = Standup("acme", id_, "club", name, rule, time(15), chat, ASKS.content_hash, "ana", days_ago(30))
        self.store.submit(lambda turn: turn.rota.put_routine(one)).result()
        return one

    def checks_in(self, member: str, reply: Reply, day: date, **others: Any) -> CheckIn:
        """Have a round of the stand-up with one member, due at 9:30 and over at 15:00 UTC."""
        due = datetime.combine(day, time(9, 30), UTC)
        over = datetime.combine(day, time(15), UTC)
        one = replace(CheckIn("acme", "s1", "club", day, member, reply, due, over, due), **others)
        self.store.submit(lambda turn: turn.rota.put_check_in(one)).result()
        return one

    def is_blocked(self, number: int, words: str, *, item: str = "", days: int = 2, owner: str = "ben") -> "Leads":
        """Report a blocker."""
        one = Blocker("acme", "club", number, owner, item, words, days_ago(days))
        self.store.submit(lambda turn: turn.rota.put_blocker(one)).result()
        return self

    def moves(self, item: str, state: str, days: int = 1) -> "Leads":
        """Report an item as "doing" or "done"."""
        one = Progress(item, state, "ben", days_ago(days))
        self.store.submit(lambda turn: turn.rota.put_progress("acme", "club", one)).result()
        return self

    def report(self, period: timedelta = WEEK, **how: Any) -> Report:
        """What is gathered of the time until now."""
        return self.store.read(lambda turn: gather(turn, self.playbooks, self.project, NOW - period, NOW, **how))

    def text(self, report: Report | None = None) -> str:
        """The short text."""
        return self.words.plain(text(report or self.report(), self.words))

    def file(self, payload: Mapping[str, Any]) -> tuple[str, bytes, str]:
        """A message's file: name, content, and what is said about it."""
        name, content, about = self.documents.file(payload)
        return name, content, self.words.plain(about)

    @property
    def seq(self) -> int:
        """The newest entry's number."""
        return self.store.read(lambda turn: turn.state("acme", "club").book.seq)

    def close(self) -> None:
        self.store.close()
