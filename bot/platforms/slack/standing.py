"""Where a project stands, at a glance: the card that its thread hangs on, and the line above the channel."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.platforms.slack.elements import one_line
from bot.platforms.slack.richtext import blocks_of, fallback, packed
from dialogs.texts import Phrase, Rich, Span, Style, Words, phrase

BAR_LENGTH = 10
TITLE_LIMIT = 75
"""What fits into a bookmark above a channel without being cut off."""
PROJECT_LIMIT, PHASE_LIMIT = 36, 26

_FULL, _EMPTY = "█", "░"
_STATES: Mapping[str, Phrase] = {
    "closed": phrase("slack.phase.closed"),
    "blocked": phrase("slack.phase.blocked"),
    "ahead": phrase("slack.phase.ahead"),
}


def card(payload: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Text and blocks of the message that a project's thread hangs on."""
    opening = words.rich(phrase("slack.root", project=one_line(payload["project"], TITLE_LIMIT)))
    [shown, *_] = packed([opening, bars(payload["standing"], words)])
    return {"text": fallback(shown), "blocks": blocks_of(shown)}


def bars(phases: Sequence[Mapping[str, Any]], words: Words) -> Rich:
    """A line for each phase: how much of it is done, its title, and its state where that says more."""
    counts = [f"{_done(phase)}/{phase['total']}" for phase in phases]
    width = max(map(len, counts), default=0)
    found: list[Span] = []
    for phase, count in zip(phases, counts, strict=True):
        if found:
            found.append(Span("\n"))
        found += [
            Span(f"{_bar(phase)} {count:>{width}}", Style.CODE),
            Span(f"  {one_line(phase['title'], TITLE_LIMIT)}"),
        ]
        state = _STATES.get(phase["state"])
        if state is not None:
            found.append(Span(f" · {words.plain(state)}", Style.QUIET))
    return tuple(found)


def bookmark(payload: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """The call that keeps the bookmark above the channel up to date: it leads to the card."""
    root = str(payload["token"])
    project = root.partition(":")[2]
    return {"kind": "bookmark", "token": f"mark:{project}", "of": root, "title": _title(payload, words)}


def _title(payload: Mapping[str, Any], words: Words) -> str:
    phases, project = payload["standing"], one_line(payload["project"], PROJECT_LIMIT)
    current = next((phase for phase in phases if phase["state"] != "closed"), None)
    if current is None:
        return one_line(words.plain(phrase("slack.mark_complete", project=project)), TITLE_LIMIT)
    title = one_line(current["title"], PHASE_LIMIT)
    found = phrase("slack.mark", project=project, phase=title, done=_done(current), total=current["total"])
    return one_line(words.plain(found), TITLE_LIMIT)


def _done(phase: Mapping[str, Any]) -> int:
    """What was skipped is done with as well."""
    return min(int(phase["answered"]) + int(phase["skipped"]), int(phase["total"]))


def _bar(phase: Mapping[str, Any]) -> str:
    """Full only when everything is done, and not empty once something is."""
    done, total = _done(phase), int(phase["total"])
    filled = max(BAR_LENGTH * done // total, 1) if done else 0
    return _FULL * filled + _EMPTY * (BAR_LENGTH - filled)
