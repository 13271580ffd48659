"""step(plan, state, event, now, token) → (state, effects): everything that happens in a conversation.

In every event `is_shared` says that all who talk in the chat share one seat.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from dialogs import answering, assigning, closing, filling, keeping, late, moves, reports, settling, ticking
from dialogs.commands import COMMANDS, Answer, Command, Unknown, read
from dialogs.effects import Effect, Refuse, Whisper
from dialogs.forms import Given
from dialogs.plan import Plan
from dialogs.state import Prompt, PromptKind, Role, State
from dialogs.texts import phrase
from dialogs.turn import Turn


@dataclass(frozen=True, slots=True)
class Said:
    """A member wrote something in a chat. `to` is the prompt it was said to, where that is known."""

    chat: str
    member: str
    text: str
    to: Prompt | None = None
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """A member pressed an option of the prompt with this token; "" for all that is ticked. `to` is that prompt."""

    chat: str
    member: str
    token: str
    option: str
    to: Prompt | None = None
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Ticked:
    """A member ticked an option of the prompt with this token, or took the tick away."""

    chat: str
    member: str
    token: str
    option: str
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """A member chose these options of the prompt with this token all at once. `to` is that prompt."""

    chat: str
    member: str
    token: str
    options: tuple[str, ...]
    to: Prompt | None = None
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A member filled a form; `given` are its fields, empty ones may be among them."""

    chat: str
    member: str
    given: tuple[Given, ...]
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Filed:
    """A member marked a message as an open question or a decision. `link` leads to it."""

    chat: str
    member: str
    keep: str
    text: str
    link: str
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class FiledAnswer:
    """A member marked a message as the answer to a question, when the entry `based_on` counted for it (0: none)."""

    chat: str
    member: str
    question: str
    item: str
    text: str
    link: str
    based_on: int = 0
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Reworded:
    """A member edited the message that gave this answer."""

    chat: str
    member: str
    text: str
    question: str
    item: str
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A member opened the chat, or came back to it."""

    chat: str
    member: str
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Nudged:
    """Something else was talked about in a chat: what was asked last is asked again."""

    chat: str
    member: str
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Called:
    """What somebody assigned to a member (an item, a question, a dialog) has come to their chat."""

    chat: str
    member: str
    question: str
    item: str
    is_shared: bool = False


Event: TypeAlias = Said | Pressed | Ticked | Chosen | Filled | Filed | FiledAnswer | Reworded | Opened | Nudged | Called


@dataclass(frozen=True, slots=True)
class Step:
    """What came of an event."""

    state: State
    effects: tuple[Effect, ...]


def step(plan: Plan, state: State, event: Event, now: datetime, token: str) -> Step:
    """The state after an event, and what to do about it.

    `now` is aware and in UTC; `token` is a new opaque id for the prompt that the step may open. No text raises.
    """
    turn = Turn(plan, state, chat=event.chat, member=event.member, now=now, token=token, is_shared=event.is_shared)
    if turn.may(Role.MEMBER):
        goes_on = take(turn, event)
    else:
        goes_on = False
        _follow(turn, event)
    if goes_on:
        _go_on(turn)
    settling.settle(turn)
    effects = turn.effects
    if turn.is_shared and isinstance(event, Pressed | Ticked | Chosen | Filled | Filed | FiledAnswer):
        effects = [Whisper(one.text) if isinstance(one, Refuse) else one for one in effects]
    return Step(turn.result(), tuple(effects))


def take(turn: Turn, event: Event) -> bool:
    """Let a member's event happen; returns whether what comes next has to be asked afterwards."""
    if isinstance(event, Said):
        _hear(turn, event.text, event.to)
    elif isinstance(event, Pressed):
        _press(turn, event)
    elif isinstance(event, Ticked):
        ticking.tick(turn, event.token, event.option)
        return False
    elif isinstance(event, Chosen):
        ticking.choose(turn, event.token, event.options, event.to)
    elif isinstance(event, Filled):
        filling.fill(turn, event.given)
    elif isinstance(event, Filed):
        keeping.keep(turn, event.keep, event.text, event.link)
    elif isinstance(event, FiledAnswer):
        given = Given(event.question, event.item, event.text, event.based_on)
        filling.fill(turn, (given,), event.link)
    elif isinstance(event, Reworded):
        return late.reword(turn, event.question, event.item, event.text)
    elif isinstance(event, Opened):
        reports.greet(turn)
    elif isinstance(event, Called):
        return assigning.call_in(turn, event.question, event.item)
    return True


def _follow(turn: Turn, event: Event) -> None:
    """Let somebody look who may not answer: they are told and shown, and nothing is asked."""
    if isinstance(event, Opened):
        if not turn.refuse_role(Role.OBSERVER):
            reports.greet(turn)
    elif isinstance(event, Said):
        said = read(event.text)
        if isinstance(said, Command):
            _obey(turn, said)
        else:
            turn.refuse_role(Role.MEMBER)
    elif not isinstance(event, Nudged | Called):
        turn.refuse_role(Role.MEMBER)


def _press(turn: Turn, event: Pressed) -> None:
    turn.hush()
    prompt = turn.prompt
    if prompt is None or prompt.token != event.token:
        late.press(turn, event.to, event.option)
    elif not event.option and not turn.seat.is_paused and prompt.kind is PromptKind.QUESTION:
        ticking.done(turn, prompt)
    else:
        answering.answer(turn, event.option)


def _hear(turn: Turn, text: str, to: Prompt | None) -> None:
    is_late = to is not None and (turn.prompt is None or turn.prompt.token != to.token)
    said = read(text)
    if isinstance(said, Unknown) and answering.expects_slash(turn, to if is_late else turn.prompt):
        said = Answer(text)
    if isinstance(said, Unknown):
        nearest = phrase("command.nearest", name=said.nearest) if said.nearest else ""
        turn.refuse(phrase("command.unknown", name=said.name, nearest=nearest))
    elif isinstance(said, Command):
        if to is None or not is_late or late.may_obey(turn, to, said.name):
            _obey(turn, said)
    elif to is not None and is_late:
        late.answer(turn, to, said.text)
    else:
        answering.answer(turn, said.text)


def _obey(turn: Turn, command: Command) -> None:
    handler = _HANDLERS.get(command.name)
    if turn.refuse_role(COMMANDS[command.name].needs):
        return
    if handler is None:
        turn.refuse(phrase("command.elsewhere", name=command.name))
    else:
        handler(turn, command.argument)


def _go_on(turn: Turn) -> None:
    """Close what was completed, then ask what comes next, unless the person rests, has an errand, or was asked back."""
    closing.close(turn)
    prompt = turn.prompt
    if turn.seat.is_paused or turn.seat.errand or (prompt is not None and prompt.token == turn.token):
        return
    if turn.is_hushed and _stays(turn):
        return
    if prompt is not None and prompt.kind is PromptKind.CONFIRM:
        answering.confirm(turn, prompt)
        if turn.prompt is not None:
            return
    position = turn.position()
    if position is None:
        closing.all_done(turn)
        return
    closing.open_dialog(turn, position)
    turn.ask(position)


def _stays(turn: Turn) -> bool:
    """Whether what is open in a shared seat can stay as it stands there."""
    if turn.seat != turn.seat_before:
        return False
    prompt = turn.prompt
    return turn.book is turn.state.book if prompt is None else turn.is_askable(prompt)


_HANDLERS = {**moves.HANDLERS, **reports.HANDLERS, **assigning.HANDLERS}
