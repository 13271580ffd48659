"""step(plan, state, event, now, token) → (state, effects): everything that happens in a conversation."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from dialogs import answering, closing, moves, reports
from dialogs.commands import Answer, Command, Unknown, read
from dialogs.effects import Effect
from dialogs.plan import Plan
from dialogs.state import PromptKind, State
from dialogs.texts import phrase
from dialogs.turn import Turn


@dataclass(frozen=True, slots=True)
class Said:
    """A member wrote something in a chat."""

    chat: str
    member: str
    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A member pressed an option of the prompt with this token."""

    chat: str
    member: str
    token: str
    option: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A member opened the chat, or came back to it."""

    chat: str
    member: str


@dataclass(frozen=True, slots=True)
class Nudged:
    """Something else was talked about in a chat: what was asked last is asked again."""

    chat: str
    member: str


Event: TypeAlias = Said | Pressed | Opened | Nudged


@dataclass(frozen=True, slots=True)
class Step:
    """What came of an event."""

    state: State
    effects: tuple[Effect, ...]


def step(plan: Plan, state: State, event: Event, now: datetime, token: str) -> Step:
    """The state after an event, and what to do about it.

    `now` is aware and in UTC; `token` is a new opaque id for the prompt that the step may open. No text raises.
    """
    turn = Turn(plan, state, chat=event.chat, member=event.member, now=now, token=token)
    if isinstance(event, Opened):
        reports.greet(turn)
    elif isinstance(event, Pressed):
        _press(turn, event)
    elif isinstance(event, Said):
        _hear(turn, event.text)
    _go_on(turn)
    return Step(turn.result(), tuple(turn.effects))


def _press(turn: Turn, event: Pressed) -> None:
    if turn.prompt is None or turn.prompt.token != event.token:
        turn.say(phrase("press.old"))
        return
    answering.answer(turn, event.option)


def _hear(turn: Turn, text: str) -> None:
    said = read(text)
    if isinstance(said, Unknown) and answering.expects_slash(turn):
        said = Answer(text)
    if isinstance(said, Unknown):
        nearest = phrase("command.nearest", name=said.nearest) if said.nearest else ""
        turn.refuse(phrase("command.unknown", name=said.name, nearest=nearest))
    elif isinstance(said, Answer):
        answering.answer(turn, said.text)
    else:
        _obey(turn, said)


def _obey(turn: Turn, command: Command) -> None:
    handler = moves.HANDLERS.get(command.name) or reports.HANDLERS.get(command.name)
    if handler is None:
        turn.refuse(phrase("command.elsewhere", name=command.name))
        return
    handler(turn, command.argument)


def _go_on(turn: Turn) -> None:
    """Close what was completed, then ask what comes next, unless the person rests or was just asked back."""
    closing.close(turn)
    if turn.seat.is_paused or (turn.prompt is not None and turn.prompt.token == turn.token):
        return
    prompt = turn.prompt
    if prompt is not None and prompt.kind is PromptKind.CONFIRM:
        answering.confirm(turn, prompt)
        return
    position = turn.position()
    if position is None:
        closing.all_done(turn)
        return
    closing.open_dialog(turn, position)
    turn.ask(position)
