"""The catalogues of the bot's words, by language."""

import gettext
from pathlib import Path

from dialogs.texts import Words

DOMAIN = "phasewalk"
LANGUAGE = "en"


def load_words(folder: Path, language: str = LANGUAGE) -> Words:
    """The words of a language from the folder of all catalogues; English where there is none for it."""
    return Words(gettext.translation(DOMAIN, str(folder), [language, LANGUAGE]))
