"""What pressing a button does: each action of a `Press` by its name."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.service import errands, revisits
from bot.service.arrivals import Press
from bot.service.messages import prompt_of
from bot.service.talk import Talk
from dialogs.engine import Chosen, Pressed, Said, Ticked
from dialogs.state import Prompt, Seat
from dialogs.texts import phrase

AGAIN = "again"
"""The action that sends a message once more; it belongs to no prompt."""


def press(talk: Talk, pressed: Press) -> None:
    """Carry out a press, or say to the person alone why nothing happens."""
    if pressed.action == AGAIN:
        talk.resend(pressed.value)
        return
    message = talk.turn.outbox.asked(talk.chat.key, pressed.token) if pressed.token else None
    asked = message.get("ask") if message else None
    action = ACTIONS.get(pressed.action)
    if asked is None or action is None:
        talk.whisper(phrase("press.old"))
    elif "errand" in asked:
        if revisits.press(talk, pressed, asked):
            talk.pressed = pressed, asked
            action(talk, pressed, asked)
    elif asked["prompt"]["project"] != talk.chat.project:
        talk.whisper(phrase("press.other_project"))
    else:
        talk.pressed = pressed, asked
        action(talk, pressed, asked)


def _option(talk: Talk, pressed: Press, asked: Mapping[str, Any]) -> None:
    option = _option_id(pressed.value, asked)
    if option is None:
        talk.whisper(phrase("press.old"))
    else:
        _answer(talk, pressed, asked, option)


def _value(talk: Talk, pressed: Press, asked: Mapping[str, Any]) -> None:
    _answer(talk, pressed, asked, pressed.value)


def _done(talk: Talk, pressed: Press, asked: Mapping[str, Any]) -> None:
    _answer(talk, pressed, asked, "")


def _answer(talk: Talk, pressed: Press, asked: Mapping[str, Any], option: str) -> None:
    chat, me = talk.chat, talk.me
    talk.run(Pressed(chat.id, me.id, pressed.token, option, is_shared=chat.is_shared, to=prompt_of(asked)))


def _picked(talk: Talk, pressed: Press, asked: Mapping[str, Any]) -> None:
    options = [_option_id(index, asked) for index in pressed.value.split(",")] if pressed.value else []
    ids = tuple(option for option in options if option is not None)
    if len(ids) < len(options):
        talk.whisper(phrase("press.old"))
        return
    chat, me = talk.chat, talk.me
    talk.run(Chosen(chat.id, me.id, pressed.token, ids, to=prompt_of(asked), is_shared=chat.is_shared))


def _tick(talk: Talk, pressed: Press, asked: Mapping[str, Any]) -> None:
    option = _option_id(pressed.value, asked)
    if option is None:
        talk.whisper(phrase("press.old"))
    else:
        talk.run(Ticked(talk.chat.id, talk.me.id, pressed.token, option, is_shared=talk.chat.is_shared))


def _command(talk: Talk, pressed: Press, asked: Mapping[str, Any]) -> None:
    del asked
    prompt = _open_prompt(talk)
    if prompt is None or prompt.token != pressed.token:
        talk.whisper(phrase("press.old"))
    else:
        talk.run(Said(talk.chat.id, talk.me.id, pressed.value, is_shared=talk.chat.is_shared))


def _show(talk: Talk, pressed: Press, asked: Mapping[str, Any]) -> None:
    prompt = _open_prompt(talk)
    ticked = prompt.ticked if prompt is not None and prompt.token == pressed.token else ()
    redraw = {"kind": "redraw", "token": pressed.token, "view": pressed.value, "ticked": list(ticked), "ask": asked}
    talk.put(talk.chat, redraw)


def _none(talk: Talk, pressed: Press, asked: Mapping[str, Any]) -> None:
    del talk, pressed, asked


def _open_prompt(talk: Talk) -> Prompt | None:
    """What an errand asks while there is one in which the person has a say, else what the walk does."""
    seats = talk.turn.state(talk.chat.workspace, talk.chat.project).seats
    seat = seats.get((talk.chat.id, "" if talk.chat.is_shared else talk.me.id), Seat())
    errand = errands.open_for(talk, talk.chat)
    return errand.seat.prompt if errand is not None else seat.prompt


def _option_id(typed: str, asked: Mapping[str, Any]) -> str | None:
    options = asked["prompt"]["options"]
    index = int(typed) if typed.isdecimal() and len(typed) < 6 else len(options)
    return str(options[index]["id"]) if index < len(options) else None


ACTIONS: Mapping[str, Callable[[Talk, Press, Mapping[str, Any]], None]] = {
    "option": _option,
    "value": _value,
    "done": _done,
    "picked": _picked,
    "tick": _tick,
    "command": _command,
    "show": _show,
    "none": _none,
}
