"""Conversations with the pure core: people say things, press things, and look at what came back."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import yaml

from bot.resources import LOCALE
from bot.words import load_words
from dialogs.asking import situation
from dialogs.effects import Ask, Call, Deliver, Effect, Refuse, Retick, Say, Settle, Whisper
from dialogs.engine import (
    Called,
    Chosen,
    Event,
    Filed,
    FiledAnswer,
    Filled,
    Nudged,
    Opened,
    Pressed,
    Reworded,
    Said,
    Ticked,
    step,
)
from dialogs.filling import faults
from dialogs.forms import Form, Given, form
from dialogs.model import Playbook
from dialogs.plan import Plan, plan_of
from dialogs.questions.base import Situation
from dialogs.state import Member, Role, State
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

    def person(self, name: str, chat: str = "", role: Role = Role.OWNER, *, is_shared: bool = False) -> "Person":
        """Somebody who joins; each has a chat of their own unless one is given, which may be shared."""
        member = Member(name.casefold(), name)
        self.state = replace(self.state, members={**self.state.members, member.id: member})
        self.give(name, role)
        return Person(self, member, chat or f"chat of {name}", is_shared)

    def give(self, name: str, role: Role) -> None:
        """Give somebody another role."""
        self.state = replace(self.state, roles={**self.state.roles, name.casefold(): role})

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

    def around(self, member: str) -> Situation:
        """What questions may look at."""
        return situation(self.view, self.state.members, member, self.now)

    def value(self, question: str, item: str = "") -> Any:
        """An answer that counts and applies."""
        return self.view.value(question, item)


class Person:
    """Somebody in a chat. What came back to the last thing they did can be looked at."""

    def __init__(self, room: Room, member: Member, chat: str, is_shared: bool) -> None:
        self.room = room
        self.id = member.id
        self.chat = chat
        self.is_shared = is_shared
        self.effects: Sequence[Effect] = ()

    def opens(self) -> "Person":
        """Open the chat."""
        return self._did(Opened(self.chat, self.id, self.is_shared))

    def says(self, *texts: str) -> "Person":
        """Send messages one after the other; the last one's effects are kept."""
        for text in texts:
            self._did(Said(self.chat, self.id, text, is_shared=self.is_shared))
        return self

    def replies(self, text: str, to: Ask) -> "Person":
        """Send a message as a reply to a question, the open one or an earlier one."""
        return self._did(Said(self.chat, self.id, text, to.prompt, self.is_shared))

    def presses(self, option: str, of: Ask | None = None) -> "Person":
        """Press an option of the open prompt, or of an earlier one."""
        asked = of or self.asked
        return self._did(Pressed(self.chat, self.id, asked.prompt.token, option, is_shared=self.is_shared))

    def presses_late(self, option: str, of: Ask) -> "Person":
        """Press an option of an earlier prompt that the shell still knows."""
        return self._did(Pressed(self.chat, self.id, of.prompt.token, option, of.prompt, self.is_shared))

    def ticks(self, *options: str, of: Ask | None = None) -> "Person":
        """Tick options of the open prompt one after the other, or take the ticks away."""
        asked = of or self.asked
        for option in options:
            self._did(Ticked(self.chat, self.id, asked.prompt.token, option, self.is_shared))
        return self

    def chooses(self, *options: str, of: Ask | None = None, is_known: bool = False) -> "Person":
        """Choose options of the open prompt, or of an earlier one, all at once; `is_known`: to the shell."""
        prompt = (of or self.asked).prompt
        return self._did(
            Chosen(self.chat, self.id, prompt.token, options, prompt if is_known else None, self.is_shared)
        )

    def form(self, question: str, item: str = "") -> Form:
        """The form that has this slot."""
        found = form(self.room.plan, self.room.state, self.id, question, item, now=self.room.now)
        assert found is not None
        return found

    def filled(self, of: Form, **typed: str) -> tuple[Given, ...]:
        """The fields of a form as they would be submitted: some changed, by the questions' own names."""
        plan, fields = self.room.plan, ((field.ask.prompt, field.typed) for field in of.fields)
        named = [(plan.asked[prompt.question].question.id, prompt, text) for prompt, text in fields]
        assert typed.keys() <= {name for name, _, _ in named}
        return tuple(Given(*p.slot, typed.get(name, text), p.based_on) for name, p, text in named)

    def fills(self, of: Form, **typed: str) -> "Person":
        """Submit a form."""
        return self.submits(*self.filled(of, **typed))

    def submits(self, *given: Given) -> "Person":
        """Submit these fields."""
        return self._did(Filled(self.chat, self.id, given, self.is_shared))

    def marks_as(self, kind: str, text: str, link: str = "") -> "Person":
        """Mark a message as an open question or a decision."""
        return self._did(Filed(self.chat, self.id, kind, text, link, self.is_shared))

    def marks_as_answer(
        self, text: str, question: str, item: str = "", *, link: str = "", based_on: int = 0
    ) -> "Person":
        """Mark a message as the answer to a question."""
        return self._did(FiledAnswer(self.chat, self.id, question, item, text, link, based_on, self.is_shared))

    def faults(self, *given: Given) -> dict[tuple[str, str], str]:
        """What a form would show at its fields."""
        found = faults(self.room.plan, self.room.state, self.id, given, now=self.room.now)
        return {slot: WORDS.plain(fault.text) for slot, fault in found.items()}

    def rewords(self, text: str, question: str, item: str = "") -> "Person":
        """Edit the message that gave an answer."""
        return self._did(Reworded(self.chat, self.id, text, question, item, self.is_shared))

    def is_called(self, question: str, item: str = "") -> "Person":
        """What was assigned comes to this chat."""
        return self._did(Called(self.chat, self.id, question, item, self.is_shared))

    def is_nudged(self) -> "Person":
        """Something else was talked about."""
        return self._did(Nudged(self.chat, self.id, self.is_shared))

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
    def whispered(self) -> str:
        """What only this person sees."""
        return "\n".join(WORDS.plain(one.text) for one in self.effects if isinstance(one, Whisper))

    @property
    def ticked(self) -> tuple[str, ...] | None:
        """The options that are ticked by now; None when that has not changed."""
        return next((one.ticked for one in self.effects if isinstance(one, Retick)), None)

    @property
    def settled(self) -> str:
        """What became of the prompt that was open: its text, its answer, and in a shared chat who gave it."""
        found = [one for one in self.effects if isinstance(one, Settle)]
        if not found:
            return ""
        assert found == [self.effects[-1]]
        answer = "" if found[0].answer is None else f" → {WORDS.plain(found[0].answer)}"
        return WORDS.plain(found[0].text) + answer + (f" ({found[0].who})" if found[0].who else "")

    @property
    def called(self) -> list[tuple[str, str, str, str]]:
        """Who is to be asked about what: member, question, item, and the words."""
        calls = (one for one in self.effects if isinstance(one, Call))
        return [(one.member, one.question, one.item, WORDS.plain(one.text)) for one in calls]

    @property
    def documents(self) -> list[str]:
        """Names of the documents handed over, with a question mark behind drafts."""
        return [one.document + "?" * one.is_draft for one in self.effects if isinstance(one, Deliver)]

    def sees(self, words: str) -> bool:
        """Whether these words came back, anywhere."""
        return any(words in text for text in self._texts())

    def _texts(self) -> Iterator[str]:
        for effect in self.effects:
            if isinstance(effect, Say | Refuse | Whisper | Ask):
                yield WORDS.plain(effect.text)

    def _did(self, event: Event) -> "Person":
        self.effects = self.room.take(event)
        return self
