"""Keeping a message in a project: asked in a view, filed with the link that leads back to it."""

from dataclasses import replace
from typing import Any, TypeAlias

from bot.platforms.slack import modals
from bot.platforms.slack.codes import decode_field, field_id
from bot.platforms.slack.interactions import Shortcut, Submission
from bot.platforms.slack.metadata import Metadata
from bot.platforms.slack.people import private_place
from bot.service.arrivals import Arrived, Keep
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

        def look(turn: Turn) -> tuple[bool, list[Project]]:
            place = shortcut.place
            chat = turn.chat(place.bot, place.chat)
            is_here = chat is not None and chat.is_open and bool(chat.project)
            return is_here, self._forms.projects(turn, place, shortcut.author)

        is_here, projects = await self._ground.look(look)
        if not projects:
            return None
        place = shortcut.place
        if not is_here:
            place = private_place(place.home.rpartition(":")[2], shortcut.author)
        first = projects[0]
        meta = Metadata.at(place, shortcut.callback if is_here else "")
        meta = replace(meta, workspace=first.workspace, project=first.id, link=shortcut.link)
        named = [(f"{one.workspace}{_BETWEEN}{one.id}", one.name) for one in projects]
        return modals.keep_view(self._words, metadata=meta.write(), text=shortcut.text, projects=named)

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
            answered = await self._as_answer(keep, kept.to)
            if isinstance(answered, str):
                where = "text" if decode_field(kept.to) else "to"
                return {"response_action": "errors", "errors": {field_id(modals.KEEP, where): answered}}
            keep = answered
        await self._accept(sent.bot, [Arrived(f"view:{sent.key}", keep)])
        return {}

    async def _as_answer(self, keep: Keep, to: str) -> Keep | str:
        """With the question it answers; a sentence where that can't be."""
        code = decode_field(to)
        if code is None:
            return self._words.plain(phrase("keep.choose"))
        slot, about = (code.question, code.item), (keep.workspace, keep.project)

        def look(turn: Turn) -> tuple[int, Fault | None]:
            sight = self._forms.see(turn, keep.place, keep.author, about)
            if sight is None:
                return 0, None
            seen = next((seq for one, seq, _ in sight.questions() if one == slot), 0)
            return seen, sight.faults([Given(*slot, keep.text, seen)]).get(slot)

        based_on, fault = await self._ground.look(look)
        if fault is not None:
            return self._words.plain(fault.text)
        return replace(keep, question=code.question, item=code.item, based_on=based_on)
