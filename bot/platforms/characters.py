"""Characters as people see them, and as the platforms count them."""

import unicodedata

_CLUSTER_LIMIT = 32
"""Longer pile-ups of accents are no character any more, and may be cut."""
_JOINER = "\u200d"


def size(text: str) -> int:
    """The length in UTF-16 code units: so Telegram counts, and nobody counts more."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def belongs(cluster: str, char: str) -> bool:
    """Whether a code point goes on with the character before it (in short: Unicode Standard Annex 29)."""
    if len(cluster) >= _CLUSTER_LIMIT:
        return False
    if cluster[-1] == _JOINER:
        return True
    if char < "\u0300":
        return False
    if "\U0001f1e6" <= char <= "\U0001f1ff":
        return len(cluster) == 1 and "\U0001f1e6" <= cluster <= "\U0001f1ff"
    is_modifier = "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f"
    is_jamo = "\u1160" <= char <= "\u11ff"
    return is_modifier or is_jamo or char in "\u200c\u200d" or unicodedata.category(char).startswith("M")
