"""Short dialogs on top of the walk: a check-in, the set-up of a stand-up. Their answers are not the project's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

from dialogs import answering, settling
from dialogs.answers import Book, Entry, Kind, Value
from dialogs.commands import Command, read
from dialogs.effects import Ask, Effect, Refuse, Say
from dialogs.engine import Chosen, Event, Pressed, Said, Step, Ticked, step, take
from dialogs.plan import Plan
from dialogs.state import Errand, PromptKind, Seat, State
from dialogs.texts import Part, phrase
from dialogs.turn import Turn

WITHIN = frozenset({"next", "back", "skip", "undo", "edit", "accept", "answer", "example"})
"""Commands that are about what is being asked, and so about the errand while there is one."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of an event: `answers` by question once nothing is open any more, None before; what was `written`."""

    state: State
    effects: tuple[Effect, ...]
    answers: Mapping[str, Value] | None
    written: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Objection:
    """Why an answer can't stay, which only the shell can know. Its question is asked again, all else that was answered
    stays; `known` is answered by that, so that a question can come to apply."""

    question: str
    because: Part
    known: Mapping[str, Value] = field(default_factory=dict)


ObjectTo: TypeAlias = Callable[[Mapping[str, Value]], Objection | None]
"""What speaks against the answers so far; None for nothing."""


def no_objection(answers: Mapping[str, Value]) -> None:
    """Whatever was understood can stay."""
    del answers


def errand_of(state: State, event: Event) -> Errand | None:
    """The errand in the seat in which something happens; None where there is none."""
    seat = state.seats.get(_here(event))
    return seat.errand if seat is not None else None


def is_meant(errand: Errand, event: Event) -> bool:
    """Whether something that happens in a seat is about its errand, and not about the walk below it."""
    token = errand.seat.prompt.token if errand.seat.prompt is not None else ""
    if isinstance(event, Pressed | Ticked | Chosen):
        return event.token == token
    if not isinstance(event, Said) or (event.to is not None and event.to.token != token):
        return False
    said = read(event.text)
    return said.name in WITHIN if isinstance(said, Command) else True


def is_said_to(errand: Errand, event: Event) -> bool:
    """Whether something is about an errand without a doubt: a press of its question, or a reply to it."""
    return is_meant(errand, event) and not (isinstance(event, Said) and event.to is None)


def begin(state: State, where: tuple[str, str], errand: Errand) -> State:
    """The state with an errand in a seat, in the place of one that was there. It asks with the next `run`."""
    seat = state.seats.get(where, Seat())
    resumes = seat.errand.resumes if seat.errand else seat.prompt is not None and not seat.is_paused
    return _with_seat(state, where, replace(seat, errand=replace(errand, resumes=resumes)))


def end(state: State, where: tuple[str, str]) -> State:
    """The state without the errand of a seat."""
    return _with_seat(state, where, replace(state.seats[where], errand=None))


def beside(plan: Plan, state: State, event: Event, now: datetime, token: str) -> Step:
    """A step of the walk while an errand is open in the seat, which may not ask back: what is typed next is the
    errand's."""
    done = step(plan, state, event, now, token)
    asks_back = any(
        isinstance(one, Ask) and one.prompt.kind is PromptKind.CONFIRM and one.prompt.token == token
        for one in done.effects
    )
    if asks_back and isinstance(event, Said):
        return Step(state, (Refuse(phrase("errand.first")),))
    return done


def pass_by(plan: Plan, state: State, event: Event, now: datetime, token: str) -> Step:
    """A step of the walk of somebody who has no say in what is open in their seat: as if there were no errand."""
    here, errand = _here(event), errand_of(state, event)
    if errand is None:
        return step(plan, state, event, now, token)
    done = step(plan, end(state, here), event, now, token)
    return Step(begin(done.state, here, errand), done.effects)


def given(answers: Mapping[str, Value], at: datetime, author: str = "", *, behind: int = 0) -> tuple[Entry, ...]:
    """Answers that are known beforehand, as an errand's entries behind so many others.

    Without an author they are nobody's own, so that nobody takes them back.
    """
    return tuple(
        Entry(seq, seq, Kind.ANSWER, question, "", value, author, at)
        for seq, (question, value) in enumerate(answers.items(), start=behind + 1)
    )


def run(
    plan: Plan, state: State, event: Event, now: datetime, token: str, *, object_to: ObjectTo = no_objection
) -> Ran:
    """Let something happen in a seat's errand, whose questions are those of `plan`, and ask what comes next.

    When nothing is left to ask, and nothing speaks against an answer, the errand is over and its seat has none. Other
    arguments are those of `step`.
    """
    here = _here(event)
    seat = state.seats[here]
    errand = seat.errand
    if errand is None:
        raise LookupError(here)
    inside = State(Book().with_entries(errand.entries), state.members, {here: errand.seat}, state.roles)
    turn = Turn(
        plan,
        inside,
        chat=event.chat,
        member=event.member,
        now=now,
        token=token,
        is_shared=event.is_shared,
        is_errand=True,
    )
    answers = _go_on(turn, object_to) if take(turn, event) else None
    settling.settle(turn)
    after = None if answers is not None else replace(errand, entries=turn.book.entries, seat=turn.seat)
    written = turn.book.entries[len(errand.entries) :]
    return Ran(_with_seat(state, here, replace(seat, errand=after)), tuple(turn.effects), answers, written)


def _go_on(turn: Turn, object_to: ObjectTo) -> Mapping[str, Value] | None:
    """Ask what comes next; the answers where there is nothing."""
    prompt = turn.prompt
    if prompt is not None and prompt.token == turn.token:
        return None
    if prompt is not None and prompt.kind is PromptKind.CONFIRM:
        answering.confirm(turn, prompt)
        if turn.prompt is not None:
            return None
    objection = object_to(_answers(turn))
    if objection is not None:
        _take_back(turn, objection)
    position = turn.position()
    if position is not None:
        turn.ask(position)
        return None
    turn.drop_prompt()
    return _answers(turn)


def _answers(turn: Turn) -> Mapping[str, Value]:
    found = ((asked.id, turn.view.value(asked.id)) for asked in turn.plan.asked.values())
    return {id_: value for id_, value in found if value is not None}


def _take_back(turn: Turn, objection: Objection) -> None:
    turn.refuse(objection.because)
    for question, value in objection.known.items():
        turn.write(Kind.ANSWER, question, "", value)
    entry = turn.book.entry(objection.question)
    if entry is not None:
        # What is taken back at once was not kept, whatever was just said of it.
        if entry.seq > turn.state.book.seq:
            turn.effects[:] = [one for one in turn.effects if not isinstance(one, Say)]
        turn.write(Kind.CLEAR, objection.question, "")


def _with_seat(state: State, where: tuple[str, str], seat: Seat) -> State:
    return State(state.book, state.members, {**state.seats, where: seat}, state.roles)


def _here(event: Event) -> tuple[str, str]:
    return event.chat, "" if event.is_shared else event.member
