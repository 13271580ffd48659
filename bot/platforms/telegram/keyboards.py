"""The buttons below a question."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from bot.platforms.fields import sendable
from bot.platforms.telegram.buttons import Button, button
from bot.platforms.telegram.calendar import month_rows
from dialogs.texts import Words, phrase

MULTIPLE = ("multi_choice", "multi_pick")
LABEL_LIMIT = 60
SHOWN_LIMIT = 36
"""About so many characters of a button can be read on a phone; the clients cut off the rest."""

_SHORT = 18
"""Two labels of this length fit side by side."""
_PAGE = 8
_ROW = 8
"""Telegram's clients show eight buttons in a row at most."""


def keyboard(
    ask: Mapping[str, Any], words: Words, today: date, view: str = "", ticked: Collection[str] = ()
) -> list[list[Button]]:
    """The rows below a question. `view` is the page or month to show, `ticked` the ids of the options chosen so far."""
    prompt = ask["prompt"]
    kind, token = prompt["type"], prompt["token"]
    if kind == "confirm":
        return _options(prompt, view, ())
    if kind == "rating":
        rows = _numbers(prompt)
    elif kind == "date":
        rows = month_rows(prompt, today, view)
    else:
        rows = _options(prompt, view, ticked)
    if kind in MULTIPLE and rows:
        rows.append([button(words.plain(phrase("button.done", n=len(ticked))), token, "d")])
    return [*rows, *_ways_around(ask, words)]


def page_with(index: str) -> str:
    """The view that shows the option with this index."""
    return f"p{int(index) // _PAGE + 1}"


def needs_list(prompt: Mapping[str, Any]) -> bool:
    """Whether a phone can't show all labels in full on buttons, so that they have to be listed as well."""
    return prompt["type"] != "rating" and any(len(str(option["label"])) > SHOWN_LIMIT for option in prompt["options"])


def _options(prompt: Mapping[str, Any], view: str, ticked: Collection[str]) -> list[list[Button]]:
    options, token = prompt["options"], prompt["token"]
    code = "t" if prompt["type"] in MULTIPLE else "o"
    is_numbered = needs_list(prompt)
    found = []
    for index, option in enumerate(options):
        label = f"{index + 1}. {option['label']}" if is_numbered else str(option["label"])
        found.append(button(_label(label, is_ticked=option["id"] in ticked), token, f"{code}{index}"))
    width = 2 if all(len(str(option["label"])) <= _SHORT for option in options) else 1
    if len(found) <= _PAGE:
        return _rows(found, width)
    pages = -(-len(found) // _PAGE)
    page = min(max(_number(view), 1), pages)
    shown = found[(page - 1) * _PAGE : page * _PAGE]
    return [*_rows(shown, width), _pager(token, page, pages)]


def _pager(token: str, page: int, pages: int) -> list[Button]:
    """Leads around in a circle, so that its buttons stay where they are."""
    return [
        button("‹", token, f"p{(page - 2) % pages + 1}"),
        button(f"{page}/{pages}", token, "n"),
        button("›", token, f"p{page % pages + 1}"),
    ]


def _numbers(prompt: Mapping[str, Any]) -> list[list[Button]]:
    """A rating's numbers only: the names of its ends stand in the text."""
    found = [button(str(one["id"]), prompt["token"], f"o{index}") for index, one in enumerate(prompt["options"])]
    return _rows(found, _ROW if len(found) <= _ROW else -(-len(found) // 2))


def _ways_around(ask: Mapping[str, Any], words: Words) -> list[list[Button]]:
    """The recommended answer has a row of its own: beside three others its label would be cut off."""
    prompt = ask["prompt"]
    token = prompt["token"]
    row = [button(words.plain(phrase("button.back")), token, "b")]
    if not prompt["required"]:
        row.append(button(words.plain(phrase("button.skip")), token, "s"))
    if prompt["example"] and not prompt["options"]:
        row.append(button(words.plain(phrase("button.example")), token, "e"))
    accept = [button(words.plain(phrase("button.accept")), token, "a")] if ask.get("recommended") else []
    return [accept, row] if accept else [row]


def _rows(buttons: Sequence[Button], width: int) -> list[list[Button]]:
    return [list(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def _label(text: str, *, is_ticked: bool) -> str:
    line = ("✓ " if is_ticked else "") + (" ".join(sendable(text).split()) or "…")
    return line if len(line) <= LABEL_LIMIT else line[: LABEL_LIMIT - 1].rstrip() + "…"


def _number(view: str) -> int:
    return int(view[1:]) if view.startswith("p") and view[1:].isdecimal() else 1
