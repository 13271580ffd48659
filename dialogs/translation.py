"""A playbook in another language: its texts go through gettext, its ids and expressions stay."""

from collections.abc import Callable
from typing import Any

from dialogs.model import Playbook

_TEXTS = frozenset(
    (
        *("title", "summary", "intro", "text", "help", "message", "because"),
        *("item", "unit", "low", "high", "platform"),
    )
)


def translated(playbook: Playbook, gettext: Callable[[str], str]) -> Playbook:
    """The same playbook with what people read in another language. `gettext` keeps {{ expressions }} as they are."""
    return Playbook.model_validate(_translated(playbook.content(), gettext))


def texts(playbook: Playbook) -> list[str]:
    """Everything in a playbook that people read, each once, in its order."""
    found: dict[str, str] = {}
    translated(playbook, lambda text: found.setdefault(text, text))
    return list(found)


def _translated(data: Any, gettext: Callable[[str], str]) -> Any:
    if isinstance(data, list):
        return [_translated(one, gettext) for one in data]
    if not isinstance(data, dict):
        return data
    return {key: _field(key, value, gettext) for key, value in data.items()}


def _field(key: str, value: Any, gettext: Callable[[str], str]) -> Any:
    if key == "options":
        return {id_: gettext(label) for id_, label in value.items()}
    if key in _TEXTS:
        return gettext(value)
    return _translated(value, gettext)
