"""Entities: what Telegram finds in plain text by itself, and how offsets are counted (UTF-16 units)."""

import re
from urllib.parse import urlsplit

from tests.fakes.wire import Json

MAX_ENTITIES = 100

# Telegram links a bare name.tld only for domains that exist: these stand for all of them.
_TLD = r"(?:com|net|org|io|dev|app|me|info|eu|de|fr|uk|ru|cn|example)"
_FOUND = re.compile(
    r"(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<url>(?:https?|tg)://[^\s<>\"]+[^\s<>\".,;:!?)\]'»”]"
    rf"|(?<![\w@./-])(?:[\w-]+\.)+{_TLD}\b(?:[/?#][^\s<>\"]*[^\s<>\".,;:!?)\]'»”])?)"
    r"|(?P<mention>(?<!\w)@[A-Za-z][A-Za-z0-9_]{2,31}\b)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<hashtag>(?<![\w#])#(?=\w*[^\W\d_])\w{1,256})",
)
_WORTH_A_LOOK = re.compile(r"[@/#.]")


def utf16_length(text: str) -> int:
    """How long Telegram takes this text to be."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def found_entities(text: str, known: list[Json]) -> list[Json]:
    """Links, mentions, commands and hashtags in a text, but not inside of entities that are there already."""
    if not _WORTH_A_LOOK.search(text):
        return []
    found: list[Json] = []
    for match in _FOUND.finditer(text):
        offset = utf16_length(text[: match.start()])
        length = utf16_length(match.group())
        taken = (
            entity["offset"] < offset + length and offset < entity["offset"] + entity["length"]
            for entity in known
            if entity["type"] in {"code", "pre", "text_link", "text_mention"}
        )
        if not any(taken):
            found.append({"type": match.lastgroup, "offset": offset, "length": length})
    return found


def all_entities(text: str, known: list[Json]) -> list[Json]:
    """What was asked for and what is found, sorted, and no more than Telegram counts."""
    entities = known + found_entities(text, known)
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return entities[:MAX_ENTITIES]


def covered(text: str, entity: Json) -> str:
    """The piece of text that an entity is about."""
    units = text.encode("utf-16-le", "surrogatepass")
    start = entity["offset"] * 2
    return units[start : start + entity["length"] * 2].decode("utf-16-le", "surrogatepass")


def checked_link(url: str) -> str:
    """An address as Telegram keeps it, or ValueError with Telegram's reason."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise ValueError("Wrong HTTP URL") from None
    if parts.scheme in {"tg", "ton", "tonsite"}:
        return url
    if parts.scheme not in {"http", "https"}:
        raise ValueError("Unsupported URL protocol")
    if not host:
        raise ValueError("URL host is empty")
    # A name without a dot, such as localhost, is no address for Telegram (tdlib, LinkManager::check_link).
    if ("." not in host and ":" not in host) or any(c.isspace() or c in '<>"' for c in url):
        raise ValueError("Wrong HTTP URL")
    return parts._replace(path=parts.path or "/").geturl()


def linked_user(url: str) -> int | None:
    """The person that a tg://user?id=... link is about."""
    match = re.fullmatch(r"tg://user\?id=(\d+)", url)
    return int(match.group(1)) if match else None
