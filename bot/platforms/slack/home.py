"""The home tab: what a person's projects are about, what comes next, and what waits for them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from bot.platforms.slack import elements
from bot.platforms.slack.codes import HOME, SLACKS_ZONE, action_id
from bot.platforms.slack.elements import Block, Element, one_line
from bot.platforms.slack.richtext import in_style, quiet, rich_block, shortened, spelled, told
from bot.platforms.slack.standing import bars
from dialogs.texts import Rich, Span, Style, Words, phrase

BLOCKS_LIMIT = 100
HEADER_LIMIT = 150
NEXT_LIMIT, WAITING_LIMIT = 600, 200
WAITING, DOCUMENTS = 5, 20
"""So many things that wait are named, and so many documents have a button."""

OUR_LANGUAGE = "en"
"""The only one that there is a catalogue for."""

_LAST = 4
"""Blocks that are kept free for the end of the page."""


def home_view(payload: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """The view for `views.publish`: the project that is talked about in full, the others in short."""
    page = _Page(words)
    projects = sorted(payload["projects"], key=lambda project: not project["is_current"])
    blocks = [] if projects else [rich_block(words.rich(phrase("slack.home.empty")))]
    left = len(projects) + payload["more"]
    for project in projects:
        more = list(page.project(project))
        if len(blocks) + len(more) > BLOCKS_LIMIT - _LAST:
            break
        blocks += more
        left -= 1
    if left:
        blocks.append(rich_block(spelled(words.rich(phrase("slack.home.more", n=left)))))
    return {"type": "home", "blocks": [*blocks, *page.end(payload["zone"], payload["language"])]}


def zone_options(zones: Iterable[str], words: Words) -> list[Element]:
    """Time zones to choose from, and the one that Slack knows of the person."""
    return [elements.option(words.plain(phrase("slack.home.zone_of_slack")), SLACKS_ZONE), *map(_zone, zones)]


class _Page:
    """Blocks of one view, in which no two things to press have the same id."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._numbers = count(1)

    def project(self, project: Mapping[str, Any]) -> Iterator[Block]:
        """One project's blocks. What it asks and what it has written is shown only where it is talked about."""
        yield {"type": "header", "text": elements.plain_text(project["name"], HEADER_LIMIT)}
        yield rich_block(
            (*quiet(f"{one_line(project['role'], elements.LABEL_LIMIT)}\n"), *bars(project["standing"], self._words))
        )
        asked = project["next"]
        if asked is not None and project["is_current"]:
            place = " · ".join(one_line(one, elements.LABEL_LIMIT) for one in asked["place"])
            question = in_style(shortened(told(asked), NEXT_LIMIT), Style.STRONG)
            yield rich_block((*quiet(f"{place}\n"), *question))
        yield self.row(self._ways_on(project))
        if project["waiting"]:
            yield rich_block(self._waiting(project["waiting"]))
        if project["documents"] and project["is_current"]:
            yield self.row(self._documents(project))
        yield elements.divider()

    def end(self, zone: str, language: str) -> list[Block]:
        """What belongs to no project; who reads Slack in another language is told why this is English."""
        words = self._words
        begin = self.button(words.plain(phrase("slack.home.new")), "new", {})
        hint = words.plain(phrase("slack.home.zone"))
        menu = elements.select(
            "", (), action_id("home", self._id("zone")), hint, initial=[_zone(zone)] if zone else [], is_external=True
        )
        found = [rich_block(quiet(hint)), self.row([menu, begin])]
        if language and not language.casefold().startswith(OUR_LANGUAGE):
            found.append(rich_block(quiet(words.plain(phrase("slack.home.language", locale=language)))))
        return found

    def button(self, label: str, verb: str, carried: Mapping[str, str], style: str = "") -> Element:
        """A button of the home tab. It carries what it is about, as nothing else says that here."""
        value = json.dumps(dict(carried), ensure_ascii=False)
        return elements.button(label, "home", self._id(verb), carries=value, style=style)

    def _id(self, verb: str) -> str:
        return f"{verb}/{next(self._numbers)}"

    def row(self, buttons: Sequence[Element]) -> Block:
        return elements.actions(HOME, next(self._numbers), buttons)

    def _ways_on(self, project: Mapping[str, Any]) -> list[Element]:
        about, asked, words = _about(project), project["next"], self._words
        if not project["is_current"]:
            return [self.button(words.plain(phrase("slack.home.switch")), "talk", about)]
        talk = self.button(words.plain(phrase("slack.home.talk")), "talk", about, "primary")
        if asked is None:
            return [talk]
        where = {"question": str(asked["question"]), "item": str(asked["item"])}
        return [talk, self.button(words.plain(phrase("slack.form")), "form", about | where)]

    def _waiting(self, waiting: Sequence[Sequence[Sequence[str]]]) -> Rich:
        found = list(self._words.rich(phrase("slack.home.waiting")))
        for text in waiting[:WAITING]:
            found += [Span("\n– "), *shortened(told({"text": text}), WAITING_LIMIT)]
        if len(waiting) > WAITING:
            found.append(Span("\n…"))
        return tuple(found)

    def _documents(self, project: Mapping[str, Any]) -> list[Element]:
        about = _about(project)
        shown = project["documents"][:DOCUMENTS]
        return [self.button(f"📄 {one['title']}", "docs", about | {"phase": str(one["phase"])}) for one in shown]


def _zone(name: str) -> Element:
    return elements.option(name, name)


def _about(project: Mapping[str, Any]) -> dict[str, str]:
    return {"workspace": str(project["workspace"]), "project": str(project["id"])}
