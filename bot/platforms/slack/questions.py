"""How a question reads in Slack, and what can be pressed below it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.platforms.characters import size
from bot.platforms.plain import numbered_options, place_line
from bot.platforms.slack import elements
from bot.platforms.slack.codes import action_id, block_id
from bot.platforms.slack.elements import LABEL_LIMIT, Block, Element
from bot.platforms.slack.richtext import in_style, quiet, told
from bot.service.messages import plain_text_of
from dialogs.questions.dates import read_time
from dialogs.questions.days import read_date
from dialogs.state import PromptKind
from dialogs.texts import Rich, Span, Style, Words, phrase

MULTIPLE = ("multi_choice", "multi_pick")
BUTTONS = 5
"""As many options are buttons; more of them are a menu, as a wall of buttons is hard to read."""
OPTIONS, AROUND = 1, 2
"""The numbers of the blocks below a question: what answers it, and the ways around it."""


def paragraphs(ask: Mapping[str, Any], words: Words) -> list[Rich]:
    """The question with its place first, then what helps to answer it."""
    question = in_style(told(ask), Style.STRONG)
    if ask["prompt"]["type"] == PromptKind.CONFIRM:
        return [question]
    place = place_line(ask, words)
    found = [(*quiet(place + "\n"), *question) if place else question]
    if not ask["is_repeat"]:
        found.append(told(ask, "help"))
    found.append(_listed(ask))
    if not ask["is_repeat"]:
        found.append(quiet("\n".join(_hints(ask, words))))
    return [rich for rich in found if any(span.text.strip() for span in rich)]


def controls(ask: Mapping[str, Any], words: Words, today: date) -> list[Block]:
    """What can be pressed: the options or a picker, then the ways around the question."""
    prompt = ask["prompt"]
    token = prompt["token"]
    answers = _answers(ask, words, today)
    if prompt["type"] == PromptKind.CONFIRM:
        return answers
    done = [_done(words)] if prompt["type"] in MULTIPLE and answers else []
    return [*answers, elements.actions(token, AROUND, [*done, *_ways_around(ask, words)])]


def labels(prompt: Mapping[str, Any]) -> list[str]:
    """The options as they stand on buttons and in menus: by number where the text lists them in full."""
    found = [str(one["label"]) for one in prompt["options"]]
    return [f"{number}. {label}" for number, label in enumerate(found, 1)] if _needs_list(prompt) else found


def choices(ask: Mapping[str, Any]) -> list[Rich]:
    """The options by number, for those who can't see what can be pressed; none where the text lists them anyway."""
    is_read = ask["prompt"]["type"] == PromptKind.CONFIRM or _needs_list(ask["prompt"])
    return [] if is_read or not ask["prompt"]["options"] else [_numbered(ask)]


def suggestions(ask: Mapping[str, Any], typed: str) -> list[Element]:
    """What the menu of a question with very many options offers once something was typed into it."""
    return elements.fitting(elements.numbered(labels(ask["prompt"])), typed)


def initial_day(ask: Mapping[str, Any], today: date) -> str:
    """The day that a picker shows first: the one that counts now; "" for none."""
    found = read_date(plain_text_of(ask, "current"), today)
    return found[0].isoformat() if found else ""


def initial_time(ask: Mapping[str, Any]) -> str:
    """The time of day that a picker shows first: the one that counts now; "" for none."""
    return read_time(plain_text_of(ask, "current")) or ""


def _answers(ask: Mapping[str, Any], words: Words, today: date) -> list[Block]:
    prompt = ask["prompt"]
    token, kind = prompt["token"], prompt["type"]
    choose = words.plain(phrase("slack.choose"))
    if kind == "date":
        picker = _picker("datepicker", "initial_date", initial_day(ask, today), choose)
    elif kind == "time":
        picker = _picker("timepicker", "initial_time", initial_time(ask), choose)
    elif not prompt["options"]:
        return []
    elif kind in MULTIPLE:
        return [_several(ask, words, choose)]
    elif len(prompt["options"]) <= BUTTONS:
        return [elements.actions(token, OPTIONS, _buttons(prompt))]
    else:
        picker = elements.select("", elements.numbered(labels(prompt)), action_id("option"), choose)
    return [elements.actions(token, OPTIONS, [picker])]


def _buttons(prompt: Mapping[str, Any]) -> list[Element]:
    """Of a rating the numbers only: the names of its ends stand in the text."""
    shown = [str(one["id"]) for one in prompt["options"]] if prompt["type"] == "rating" else labels(prompt)
    return [elements.button(label, "option", str(index)) for index, label in enumerate(shown)]


def _picker(kind: str, field: str, initial: str, placeholder: str) -> Element:
    shown = elements.plain_text(placeholder, elements.PLACEHOLDER_LIMIT)
    found = {"type": kind, "action_id": action_id("value"), "placeholder": shown}
    return found | ({field: initial} if initial else {})


def _several(ask: Mapping[str, Any], words: Words, choose: str) -> Block:
    """A menu to tick options in. It sends nothing by itself: its state comes with the press of Done."""
    prompt, ticked = ask["prompt"], ask["ticked"]
    options = elements.numbered(labels(prompt))
    initial = [options[index] for index, one in enumerate(prompt["options"]) if one["id"] in ticked]
    return {
        "type": "input",
        "block_id": block_id(prompt["token"], OPTIONS),
        "dispatch_action": False,
        "label": elements.plain_text(words.plain(phrase("ask.ticks")), elements.PLACEHOLDER_LIMIT),
        "element": elements.select("multi_", options, action_id("several"), choose, initial=initial),
    }


def _done(words: Words) -> Element:
    return elements.button(words.plain(phrase("slack.done")), "picked", style="primary")


def _ways_around(ask: Mapping[str, Any], words: Words) -> list[Element]:
    prompt = ask["prompt"]
    found = []
    if ask.get("recommended"):
        found.append(elements.button(words.plain(phrase("button.accept")), "command", "/accept"))
    if ask["prompt_kind"] == PromptKind.QUESTION and "errand" not in ask:
        found.append(elements.button(words.plain(phrase("slack.form")), "form"))
    ways = [("/back", words.plain(phrase("button.back")))]
    if not prompt["required"]:
        ways.append(("/skip", words.plain(phrase("button.skip"))))
    if prompt["example"] and not prompt["options"]:
        ways.append(("/example", words.plain(phrase("button.example"))))
    return [*found, _menu(ways)]


def _menu(ways: Sequence[tuple[str, str]]) -> Element:
    """A menu, but a button where it would have one entry: Slack took none with fewer than two for long."""
    if len(ways) == 1:
        [(command, label)] = ways
        return elements.button(label, "command", command)
    options = [elements.option(label, command) for command, label in ways]
    return {"type": "overflow", "action_id": action_id("command"), "options": options}


def _listed(ask: Mapping[str, Any]) -> Rich:
    """The options where their labels are cut; of a rating the names of its ends where it has buttons."""
    prompt = ask["prompt"]
    if prompt["type"] == "rating":
        named = [str(one["label"]) for one in prompt["options"] if one["label"] != one["id"]]
        return (Span(" · ".join(named)),) if named and len(prompt["options"]) <= BUTTONS else ()
    if not _needs_list(prompt):
        return ()
    return _numbered(ask)


def _numbered(ask: Mapping[str, Any]) -> Rich:
    named = (f"{number}. {label}" if number else label for number, label in numbered_options(ask))
    return (Span("\n".join(named)),)


def _needs_list(prompt: Mapping[str, Any]) -> bool:
    return prompt["type"] != "rating" and any(size(str(one["label"])) > LABEL_LIMIT for one in prompt["options"])


def _hints(ask: Mapping[str, Any], words: Words) -> list[str]:
    """What counts now, what is recommended, and what can't be seen from what can be pressed."""
    found = []
    if ask.get("current"):
        found.append(words.plain(phrase("ask.current", value=plain_text_of(ask, "current"))))
    if ask.get("recommended"):
        found.append(words.plain(phrase("slack.recommended", value=plain_text_of(ask, "recommended"))))
    if ask["takes_other"]:
        found.append(words.plain(phrase("ask.other")))
    if not ask["prompt"]["required"]:
        found.append(words.plain(phrase("slack.optional")))
    return found
