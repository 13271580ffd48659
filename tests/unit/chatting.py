"""Conversations with the pure core: people say things, press things, and look at what came back."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import yaml

from bot.resources import LOCALE
from bot.words import load_words
from dialogs.effects import Ask, Deliver, Effect, Refuse, Say
from dialogs.engine import Event, Nudged, Opened, Pressed, Said, step
from dialogs.model import Playbook
from dialogs.plan import Plan, plan_of
from dialogs.state import Member, State
from dialogs.view import View

WORDS = load_words(LOCALE)
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""A Friday."""


def playbook(dialogs: str, facts: str = "", *, sign_off: bool = False, checks: str = "") -> Playbook:
    """A playbook of one phase, from the YAML of its dialogs, facts and phase checks."""
    phase = {
        "id": "plan",
        "title": "Planning",
        "summary": "Plan it.",
        "document": "plan",
        "sign_off": sign_off,
        "dialogs": yaml.safe_load(dialogs),
        "checks": yaml.safe_load(checks) or [],
    }
    content = {"id": "small", "title": "Small", "summary": "A small one.", "phases": [phase]}
    return Playbook.model_validate(content | {"facts": yaml.safe_load(facts) or []})


def questions(ask: str) -> Playbook:
    """A playbook of one dialog, from the YAML of its questions and groups."""
    return playbook(yaml.safe_dump([{"id": "first", "title": "First", "ask": yaml.safe_load(ask)}], sort_keys=False))


class Room:
    """One project and the people who talk about it."""

    def __init__(self, book: Playbook) -> None:
        self.plan: Plan = plan_of(book)
        self.state = State()
        self.now = START
        self._tokens = itertools.count(1)

    def person(self, name: str, chat: str = "") -> "Person":
        """Somebody who joins; each has a chat of their own unless one is given."""
        member = Member(name.casefold(), name)
        self.state = State(self.state.book, {**self.state.members, member.id: member}, self.state.seats)
        return Person(self, member, chat or f"chat of {name}")

    def take(self, event: Event) -> Sequence[Effect]:
        """Let something happen, a minute after the last."""
        self.now += timedelta(minutes=1)
        done = step(self.plan, self.state, event, self.now, f"token {next(self._tokens)}")
        self.state = done.state
        return done.effects

    @property
    def view(self) -> View:
        """The answers as they count now."""
        return View(self.plan, self.state.book)

    def value(self, question: str, item: str = "") -> Any:
        """An answer that counts and applies."""
        return self.view.value(question, item)


class Person:
    """Somebody in a chat. What came back to the last thing they did can be looked at."""

    def __init__(self, room: Room, member: Member, chat: str) -> None:
        self.room = room
        self.id = member.id
        self.chat = chat
        self.effects: Sequence[Effect] = ()

    def opens(self) -> "Person":
        """Open the chat."""
        return self._did(Opened(self.chat, self.id))

    def says(self, *texts: str) -> "Person":
        """Send messages one after the other; the last one's effects are kept."""
        for text in texts:
            self._did(Said(self.chat, self.id, text))
        return self

    def presses(self, option: str, of: Ask | None = None) -> "Person":
        """Press an option of the open prompt, or of an earlier one."""
        asked = of or self.asked
        return self._did(Pressed(self.chat, self.id, asked.prompt.token, option))

    def is_nudged(self) -> "Person":
        """Something else was talked about."""
        return self._did(Nudged(self.chat, self.id))

    @property
    def asked(self) -> Ask:
        """What is asked now."""
        return next(effect for effect in reversed(self.effects) if isinstance(effect, Ask))

    @property
    def question(self) -> str:
        """The text of what is asked now; "" when nothing is."""
        return WORDS.plain(self.asked.text) if any(isinstance(one, Ask) for one in self.effects) else ""

    @property
    def refusal(self) -> str:
        """What was said to be expected; "" when nothing was refused."""
        return "\n".join(WORDS.plain(one.text) for one in self.effects if isinstance(one, Refuse))

    @property
    def read(self) -> str:
        """Everything else that was said."""
        return "\n".join(WORDS.plain(one.text) for one in self.effects if isinstance(one, Say))

    @property
    def documents(self) -> list[str]:
        """Names of the documents handed over, with a question mark behind drafts."""
        return [one.document + "?" * one.is_draft for one in self.effects if isinstance(one, Deliver)]

    def sees(self, words: str) -> bool:
        """Whether these words came back, anywhere."""
        return any(words in text for text in self._texts())

    def _texts(self) -> Iterator[str]:
        for effect in self.effects:
            if not isinstance(effect, Deliver):
                yield WORDS.plain(effect.text)

    def _did(self, event: Event) -> "Person":
        self.effects = self.room.take(event)
        return self
