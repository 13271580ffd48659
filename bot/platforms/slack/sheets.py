"""Forms while somebody fills them in: opened within three seconds, checked before anything is saved, page by page."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from slack_sdk.errors import SlackApiError

from bot.platforms.slack import modals
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.failures import word_of
from bot.platforms.slack.inputs import read_values
from bot.platforms.slack.interactions import Shortcut, Submission, Suggestion
from bot.platforms.slack.keeping import Keeping
from bot.platforms.slack.metadata import Metadata
from bot.platforms.slack.pressing import FormPress
from bot.platforms.slack.richtext import spelled
from bot.platforms.slack.sending import whisper
from bot.platforms.slack.suggesting import Suggesting
from bot.service.arrivals import Account, Arrived, Form
from bot.service.forms import Forms, Page, Sheet
from bot.service.platform import Accept, Ground
from bot.service.ports import Turn
from dialogs.answers import Slot
from dialogs.forms import Fault, Field, Given
from dialogs.texts import Part, Phrase, phrase

log = logging.getLogger(__name__)

Answer: TypeAlias = dict[str, Any]
"""What Bolt's `ack` takes."""

SAVED_WITHIN_S = 1.2
"""So long the next page waits for the one before to be saved, while Slack waits three seconds."""
LOOK_S = 0.02
_TOO_LATE = frozenset({"expired_trigger_id", "trigger_expired", "trigger_exchanged", "invalid_trigger_id"})


class Sheets:
    """Nothing is kept here: what a view needs travels in it."""

    def __init__(self, calls: Calls, ground: Ground, accept: Accept) -> None:
        self._calls = calls
        self._ground = ground
        self._accept = accept
        self._forms = Forms(ground.conversations.office)
        self._words = ground.conversations.words
        self._keeping = Keeping(self._forms, ground, accept)
        self._suggesting = Suggesting(self._forms, ground)

    async def open(self, pressed: FormPress) -> None:
        """Show the form in which a question stands, or say why there is none."""
        place, author = pressed.place, pressed.author

        def look(turn: Turn) -> Sheet | None:
            asked = (pressed.workspace, pressed.project), (pressed.question, pressed.item)
            found = self._forms.asked(turn, place, pressed.token) if pressed.token else asked
            sight = self._forms.see(turn, place, author, found[0]) if found else None
            return sight.sheet(found[1]) if sight and found else None

        sheet = await self._ground.look(look)
        if sheet is None:
            view = self._notice(phrase("form.nothing"), phrase("slack.form"))
        else:
            view = self._view(sheet, Metadata.at(place, pressed.callback))
        await self._open(place.bot, pressed.trigger, view, pressed.callback)

    async def open_keep(self, shortcut: Shortcut) -> None:
        """Ask how to keep a message."""
        view = await self._keeping.view(shortcut)
        shown = view or self._notice(phrase("keep.no_project"), phrase("slack.keep.title"))
        await self._open(shortcut.place.bot, shortcut.trigger, shown, shortcut.callback)

    async def submit(self, sent: Submission) -> Answer:
        """Take a page: what is wrong stands at its field, what somebody else answered meanwhile above them all."""
        meta = Metadata.read(sent.metadata)
        if meta is None or meta.bot != sent.bot:
            return {}
        if sent.callback_id == modals.KEEP:
            return await self._keeping.submit(sent, meta)
        given = _given(meta, sent.values)
        place, author = meta.place(), sent.author
        sight = await self._ground.look(lambda turn: self._forms.see(turn, place, author, meta.about))
        faults = sight.faults(given) if sight is not None else {}
        if any(fault.seen for fault in faults.values()):
            return self._show_newer(meta, sight.sheet(given[0].slot) if sight else None, given, faults)
        if faults:
            return {"response_action": "errors", "errors": modals.errors(_texts(faults), self._words)}
        form = Form(place, author, *meta.about, given, callback=meta.callback)
        await self._accept(sent.bot, [Arrived(f"view:{sent.key}", form)])
        return await self._go_on(meta, author)

    async def close(self, closed: Submission) -> None:
        """Tell what was not saved, where Slack says what stood in the form."""
        meta = Metadata.read(closed.metadata)
        if meta is None or meta.bot != closed.bot or closed.callback_id != modals.FORM:
            return
        given = _given(meta, closed.values)
        form = Form(meta.place(), closed.author, *meta.about, given, is_sent=False, callback=meta.callback)
        await self._accept(closed.bot, [Arrived(f"view:{closed.key}", form)])

    async def options(self, asked: Suggestion) -> list[Answer]:
        """What a menu offers for what was typed into it."""
        return await self._suggesting.options(asked)

    async def _go_on(self, meta: Metadata, author: Account) -> Answer:
        """The next page, if there is more to fill in and the one before is saved soon; else it is for another time."""
        done = (*meta.done, *(question for question, _, _ in meta.fields))
        place = meta.place()
        if not await self._is_saved(meta):
            return {}

        page = Page(meta.dialog, meta.item, done, meta.more)

        def look(turn: Turn) -> Sheet | None:
            sight = self._forms.see(turn, place, author, meta.about)
            return sight.after(meta.fields[0][:2], page) if sight is not None else None

        sheet = await self._ground.look(look)
        if sheet is None:
            return {}
        return {"response_action": "update", "view": self._view(sheet, replace(meta, done=done))}

    async def _is_saved(self, meta: Metadata) -> bool:
        """Whether nothing of the chat waits to be run any more."""
        for _ in range(int(SAVED_WITHIN_S / LOOK_S)):
            if not await self._ground.look(lambda turn: turn.inbox.waiting(meta.bot, meta.chat)):
                return True
            await asyncio.sleep(LOOK_S)
        return False

    def _show_newer(
        self, meta: Metadata, sheet: Sheet | None, given: Sequence[Given], faults: Mapping[Slot, Fault]
    ) -> Answer:
        """The same page with what the person filled in, and above it what others have answered meanwhile."""
        if sheet is None:
            return {}
        typed = {one.slot: one.typed for one in given}
        fields = tuple(
            field._replace(typed=typed[slot] or field.typed)
            for field in sheet.form.fields
            if (slot := _slot(field)) in typed
        )
        seen = {slot: fault.seen for slot, fault in faults.items() if fault.seen}
        notices: list[Part] = [
            phrase("form.notice", question=field.ask.text, text=faults[slot].text)
            for field in fields
            if (slot := _slot(field)) in faults
        ]
        metadata = meta.with_seen(seen).write()
        form = replace(sheet.form, fields=fields)
        view = modals.form_view(form, self._words, metadata=metadata, notices=notices)
        return {"response_action": "update", "view": view}

    def _view(self, sheet: Sheet, meta: Metadata) -> Answer:
        shown, *more = modals.pages(sheet.form)
        fields = tuple((*_slot(field), field.ask.prompt.based_on) for field in shown)
        about = replace(
            meta,
            workspace=sheet.workspace,
            project=sheet.project,
            dialog=sheet.form.dialog,
            item=sheet.form.item,
            fields=fields,
            more=bool(more),
        )
        return modals.form_view(sheet.form, self._words, metadata=about.write())

    def _notice(self, text: Phrase, title: Phrase) -> Answer:
        return modals.notice_view(self._words.plain(title), spelled(self._words.rich(text)), self._words)

    async def _open(self, bot: str, trigger: str, view: Answer, callback: str) -> None:
        try:
            await self._calls.make(bot, "views.open", {"trigger_id": trigger, "view": view})
        except SlackApiError as error:
            if word_of(error) not in _TOO_LATE:
                raise
            log.warning("A form came too late: %s", word_of(error))
            await whisper(self._calls, bot, callback, self._words.plain(phrase("form.too_late")))


def _slot(field: Field) -> Slot:
    return field.ask.prompt.question, field.ask.prompt.item


def _given(meta: Metadata, values: Mapping[str, Any]) -> tuple[Given, ...]:
    """What stands in a view's state, with the answers that its fields had shown."""
    typed = read_values(values)
    return tuple(Given(q, item, typed[q, item], seen) for q, item, seen in meta.fields if (q, item) in typed)


def _texts(faults: Mapping[Slot, Fault]) -> dict[Slot, Part]:
    return {slot: fault.text for slot, fault in faults.items()}
