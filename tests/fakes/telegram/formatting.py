"""Text with its markup, from a call's parameters to what a message keeps."""

from collections.abc import Mapping

from tests.fakes.telegram.entities import all_entities, checked_link, utf16_length
from tests.fakes.telegram.markup import parse_html
from tests.fakes.telegram.parameters import Parameters
from tests.fakes.telegram.wire import bad_request
from tests.fakes.wire import Json

MAX_TEXT = 4096
MAX_CAPTION = 1024


def read_text(parameters: Parameters, people: Mapping[int, Json]) -> tuple[str, list[Json]]:
    """The text of a message."""
    text, entities = _read(parameters, "text", "entities", people)
    if not text:
        raise bad_request("message text is empty")
    # In UTF-16 units: the stricter reading of "1-4096 characters", which both kinds of counting satisfy.
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return text, entities


def read_caption(parameters: Parameters, people: Mapping[int, Json]) -> tuple[str, list[Json]]:
    """The caption of a file; there may be none."""
    text, entities = _read(parameters, "caption", "caption_entities", people)
    if utf16_length(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def _read(parameters: Parameters, name: str, entities_name: str, people: Mapping[int, Json]) -> tuple[str, list[Json]]:
    text = parameters.text(name).replace("\r", "")
    mode = parameters.text("parse_mode").lower()
    entities: list[Json] = []
    if mode == "html":
        text, entities = parse_html(text)
    elif mode:
        raise bad_request("unsupported parse_mode")  # Markdown is not faked
    else:
        entities = [dict(entity) for entity in parameters.structure(entities_name) or []]
    text, entities = _trimmed(text, entities)
    known = [kept for entity in entities if (kept := _resolved(entity, people)) is not None]
    return text, all_entities(text, known)


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Telegram drops white space around a text."""
    trimmed = text.strip()
    if trimmed == text:
        return text, entities
    shift = utf16_length(text[: len(text) - len(text.lstrip())])
    length = utf16_length(trimmed)
    kept: list[Json] = []
    for entity in entities:
        start = max(0, entity["offset"] - shift)
        end = min(length, entity["offset"] + entity["length"] - shift)
        if start < end:
            kept.append(entity | {"offset": start, "length": end - start})
    return trimmed, kept


def _resolved(entity: Json, people: Mapping[int, Json]) -> Json | None:
    """A link to a person counts only when Telegram knows the person; otherwise it stays plain text."""
    if entity["type"] == "text_mention":
        user_id = entity.pop("user_id", None) or entity["user"]["id"]
        return entity | {"user": people[user_id]} if user_id in people else None
    if entity["type"] == "text_link":
        try:
            return entity | {"url": checked_link(entity["url"])}
        except ValueError as mistake:
            raise bad_request(f"entity URL '{entity['url']}' is invalid: {mistake}") from None
    return entity
