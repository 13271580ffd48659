"""How long something takes, in words."""

from dialogs.texts import Part, phrase

_HOUR = 60


def in_words(minutes: int) -> Part:
    """Minutes up to an hour; from then on hours, with the minutes that are left over."""
    hours, rest = divmod(minutes, _HOUR)
    if not hours:
        return phrase("duration.minutes", n=rest)
    if not rest:
        return phrase("duration.hours", n=hours)
    return phrase("duration.both", hours=phrase("duration.hours", n=hours), minutes=phrase("duration.minutes", n=rest))
