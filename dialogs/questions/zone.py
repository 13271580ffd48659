"""Time zones, by their names, by cities, and by what else people call them."""

from datetime import UTC, datetime, time
from typing import Any, Literal

from dialogs.questions.base import Misunderstood, Parsed, Question, Situation, Understood, Unsure
from dialogs.questions.choice import namely
from dialogs.texts import listed, phrase
from dialogs.zones import find_zones, is_named, is_zone, zone_label


class ZoneQuestion(Question):
    """A time zone, kept by its IANA name. What is no name of it, such as another city or an offset, is asked back."""

    type: Literal["zone"]

    def parse(self, typed: str, around: Situation) -> Parsed:
        typed = namely(typed) or typed
        noon = datetime.combine(around.today, time(12), UTC)
        found = find_zones(typed, noon)
        if not found:
            return Misunderstood(phrase("zone.expected", example=self.sample(around)))
        if len(found) > 1:
            labels = listed(zone_label(zone, noon) for zone in found)
            return Misunderstood(phrase("zone.several", example=found[0], zones=labels))
        return Understood(found[0]) if is_named(typed, found[0]) else Unsure(found[0])

    def accepts(self, value: Any, around: Situation) -> bool:
        del around
        return isinstance(value, str) and is_zone(value)

    def sample(self, around: Situation) -> str:
        return super().sample(around) or "Europe/Paris"
