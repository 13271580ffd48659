"""Keeping a message in a project: asked in a view, filed with the link that leads back to it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from bot.platforms.slack import modals
from bot.platforms.slack.codes import decode_field, field_id
from bot.platforms.slack.interactions import Shortcut, Submission
from bot.platforms.slack.metadata import Metadata
from bot.platforms.slack.people import private_place
from bot.platforms.slack.richtext import unstyled
from bot.service.arrivals import Arrived, Keep, Place
from bot.service.forms import Forms
from bot.service.pages import ANSWER
from bot.service.platform import Accept, Ground
from bot.service.ports import Project, Turn
from dialogs.forms import Fault, Given
from dialogs.texts import phrase

View: TypeAlias = dict[str, Any]
_BETWEEN = "/"


class Keeping:
    """Nothing is kept here: what the view needs travels in it."""

    def __init__(self, forms: Forms, ground: Ground, accept: Accept) -> None:
        self._forms = forms
        self._ground = ground
        self._accept = accept
        self._words = ground.conversations.words

    async def view(self, shortcut: Shortcut) -> View | None:
        """The view that asks how to keep a message; None for somebody who writes in no project."""

        def look(turn: Turn) -> tuple[Place, list[Project]]:
            place = shortcut.place
            chat = turn.chat(place.bot, place.chat)
            if chat is None or not chat.is_open or not chat.project:
                place = private_place(place.home.rpartition(":")[2], shortcut.author)
            return place, self._forms.projects(turn, place, shortcut.author)

        place, projects = await self._ground.look(look)
        if not projects:
            return None
        first = projects[0]
        meta = Metadata.at(place, shortcut.callback if place == shortcut.place else "")
        meta = replace(meta, workspace=first.workspace, project=first.id, link=shortcut.link)
        return modals.keep_view(self._words, metadata=meta.write(), text=shortcut.text, projects=_named(projects))

    async def submit(self, sent: Submission, meta: Metadata) -> dict[str, Any]:
        """File the message, or say what is missing."""
        kept = modals.read_kept(sent.values)
        workspace, _, project = (
            kept.project.rpartition(_BETWEEN) if kept.project else (*meta.about[:1], "", meta.project)
        )
        keep = Keep(
            meta.place(),
            sent.author,
            workspace,
            project,
            kept.what,
            kept.text,
            meta.link,
            callback=meta.callback,
        )
        if kept.what == ANSWER:
            to, fault = await self._answered(keep, kept.to, meta)
            if fault is not None and fault.seen:
                return await self._show_newer(keep, to, meta, fault)
            if fault is not None:
                where = "text" if to is not None else "to"
                return {
                    "response_action": "errors",
                    "errors": {field_id(modals.KEEP, where): unstyled(self._words, fault.text)},
                }
            if to is not None:
                keep = replace(keep, question=to.question, item=to.item, based_on=to.based_on)
        await self._accept(sent.bot, [Arrived(f"view:{sent.key}", keep)])
        return {}

    async def _answered(self, keep: Keep, to: str, meta: Metadata) -> tuple[Given | None, Fault | None]:
        """What the text is to answer, and why that can't be: somebody's newer answer is replaced once it was seen."""
        code = decode_field(to)
        if code is None:
            return None, Fault(phrase("keep.choose"))
        seen = next((seq for *slot, seq in meta.fields if tuple(slot) == (code.question, code.item)), 0)
        given = Given(code.question, code.item, keep.text, seen)

        def look(turn: Turn) -> Fault | None:
            sight = self._forms.see(turn, keep.place, keep.author, (keep.workspace, keep.project))
            return sight.faults([given]).get(given.slot) if sight is not None else None

        return given, await self._ground.look(look)

    async def _show_newer(self, keep: Keep, to: Given | None, meta: Metadata, fault: Fault) -> dict[str, Any]:
        """The same view with what somebody else has answered above it."""
        place, author = keep.place, keep.author
        projects = await self._ground.look(lambda turn: self._forms.projects(turn, place, author))
        fields = () if to is None else ((to.question, to.item, fault.seen),)
        metadata = replace(meta, fields=fields).write()
        named = _named(projects)
        view = modals.keep_view(self._words, metadata=metadata, text=keep.text, projects=named, notices=[fault.text])
        return {"response_action": "update", "view": view}


def _named(projects: Sequence[Project]) -> list[tuple[str, str]]:
    """Values and names of a menu's options."""
    return [(f"{one.workspace}{_BETWEEN}{one.id}", one.name) for one in projects]
