"""What menus offer that have too many options to send them all: looked up while somebody types."""

from itertools import islice
from typing import Any, TypeAlias

from bot.platforms.slack import elements, home, modals, questions
from bot.platforms.slack.codes import HOME, decode, decode_field, field_id
from bot.platforms.slack.interactions import Suggestion
from bot.platforms.slack.metadata import Metadata
from bot.service.forms import Forms
from bot.service.platform import Ground
from bot.service.ports import Turn
from dialogs.zones import zone_names

Option: TypeAlias = dict[str, Any]


class Suggesting:
    """Looks into a snapshot."""

    def __init__(self, forms: Forms, ground: Ground) -> None:
        self._forms = forms
        self._ground = ground
        self._words = ground.conversations.words

    async def options(self, asked: Suggestion) -> list[Option]:
        """At most a hundred; none for a menu that isn't ours, or whose question is gone."""
        if asked.metadata:
            return await self._in_view(asked)
        code = decode(asked.block, asked.action)
        if code is not None and code.token == HOME:
            return elements.fitting(home.zone_options(zone_names(), self._words), asked.typed)
        place = asked.place
        message = await self._ground.look(lambda turn: turn.outbox.asked((place.bot, place.chat), asked.token))
        return questions.suggestions(message["ask"], asked.typed) if message and "ask" in message else []

    async def _in_view(self, asked: Suggestion) -> list[Option]:
        meta, code = Metadata.read(asked.metadata), decode_field(asked.block)
        if meta is None or code is None:
            return []
        slot, place = (code.question, code.item), meta.place()
        if code.question == modals.KEEP:
            return await self._ground.look(lambda turn: self._answerable(turn, asked, meta))
        sight = await self._ground.look(lambda turn: self._forms.see(turn, place, asked.author, meta.about))
        sheet = sight.sheet(slot) if sight is not None else None
        return modals.suggestions(sheet.form, slot, asked.typed, self._words) if sheet is not None else []

    def _answerable(self, turn: Turn, asked: Suggestion, meta: Metadata) -> list[Option]:
        sight = self._forms.see(turn, meta.place(), asked.author, meta.about)
        found = sight.questions() if sight is not None and sight.may_write else ()
        options = (elements.option(self._words.plain(name), field_id(*slot)) for slot, _, name in found)
        return list(islice(elements.fitting(options, asked.typed), elements.SELECT_LIMIT))
