"""parse_mode=HTML, read as tdlib reads it (td/telegram/MessageEntity.cpp, parse_html), with its words for mistakes."""

import re
from dataclasses import dataclass

from tests.fakes.telegram.entities import checked_link, linked_user, utf16_length
from tests.fakes.telegram.wire import RefusalError, bad_request
from tests.fakes.wire import Json

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#(?:x(?P<hex>[0-9a-fA-F]+)|(?P<decimal>[0-9]+))|(?P<name>[a-zA-Z]+));?")
_ATTRIBUTE = re.compile(
    r"""\s*(?P<name>[^\s=>/"']+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<token>[\w.-]+)(?=[\s>])))?"""
)
_PLAIN = re.compile(r"[^<&]+")


@dataclass(slots=True)
class _Open:
    """A tag that waits for its end."""

    name: str
    argument: str
    offset: int
    start: int


def parse_html(html: str) -> tuple[str, list[Json]]:
    """The plain text, and the entities in it; a link to a person carries `user_id`."""
    if "<" not in html and "&" not in html:
        return html, []
    return _Reader(html).read()


class _Reader:
    def __init__(self, html: str) -> None:
        self._html = html
        self._at = 0
        self._text: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self._entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        html = self._html
        while self._at < len(html):
            if match := _PLAIN.match(html, self._at):
                self._add(match.group())
                self._at = match.end()
            elif html[self._at] == "&":
                self._read_character()
            elif html.startswith("</", self._at):
                self._read_end()
            else:
                self._read_start()
        if self._open:
            name = self._open[-1].name
            raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{name}\"")
        return "".join(self._text), self._entities

    def _add(self, text: str) -> None:
        self._text.append(text)
        self._length += utf16_length(text)

    def _read_character(self) -> None:
        match = _CHARACTER.match(self._html, self._at)
        decoded = _decoded(match) if match else None
        if match is None or decoded is None:
            self._add("&")
            self._at += 1
            return
        self._add(decoded)
        self._at = match.end()

    def _read_start(self) -> None:
        begin = self._at
        name_end = _end_of_name(self._html, begin + 1)
        if name_end is None:
            raise self._mistake("Unclosed start tag", begin)
        name = self._html[begin + 1 : name_end].lower()
        if name not in _TYPES:
            raise self._mistake(f'Unsupported start tag "{name}"', begin)
        self._at = name_end
        argument = self._read_attributes(name, begin)
        if name == "span" and argument != "spoiler":
            raise self._mistake('Tag "span" must have class "tg-spoiler"', begin)
        self._open.append(_Open(name, argument, self._length, len(self._text)))

    def _read_attributes(self, tag: str, begin: int) -> str:
        argument = ""
        html = self._html
        while True:
            while self._at < len(html) and html[self._at].isspace():
                self._at += 1
            if self._at >= len(html):
                raise self._mistake("Unclosed start tag", begin)
            if html[self._at] == ">":
                self._at += 1
                return argument
            match = _ATTRIBUTE.match(html, self._at)
            if match is None:
                raise self._mistake(f'Empty attribute name in the tag "{tag}"', begin)
            quoted = match["double"] if match["double"] is not None else match["single"]
            value = (match["token"] or "").lower() if quoted is None else _CHARACTER.sub(_replacement, quoted)
            argument = _argument(tag, match["name"], value) or argument
            self._at = match.end()
            if html.startswith("=", self._at):
                is_open = html[self._at + 1 :].lstrip()[:1] in {"", '"', "'"}
                what, where = (
                    ("Unclosed start tag", begin) if is_open else ("Unexpected end of name token", self._at + 1)
                )
                raise self._mistake(what, where)

    def _read_end(self) -> None:
        begin = self._at
        if not self._open:
            raise self._mistake("Unexpected end tag", begin)
        end = self._html.find(">", begin)
        name_end = _end_of_name(self._html, begin + 2)
        if end < 0 or name_end is None or self._html[name_end:end].strip():
            raise self._mistake("Unclosed end tag", begin)
        name = self._html[begin + 2 : name_end].lower()
        tag = self._open.pop()
        if name and name != tag.name:
            where = self._byte(begin)
            raise bad_request(
                f'can\'t parse entities: Unmatched end tag at byte offset {where}, expected "</{tag.name}>", '
                f'found "</{name}>"'
            )
        self._at = end + 1
        if self._length > tag.offset:
            self._close(tag)

    def _close(self, tag: _Open) -> None:
        entity: Json = {"type": _TYPES[tag.name], "offset": tag.offset, "length": self._length - tag.offset}
        if tag.name == "a":
            url = tag.argument or "".join(self._text[tag.start :])
            user_id = linked_user(url)
            if user_id is not None:
                entity |= {"type": "text_mention", "user_id": user_id}
            else:
                try:
                    entity["url"] = checked_link(url)
                except ValueError:
                    return  # a link that leads nowhere is plain text
        elif tag.name in {"pre", "code"} and self._is_around_code(tag, entity):
            return
        elif tag.name == "blockquote" and tag.argument:
            entity["type"] = "expandable_blockquote"
        self._entities.append(entity)

    def _is_around_code(self, tag: _Open, entity: Json) -> bool:
        """<pre><code class="language-x"> is one block with a language."""
        if tag.name == "code":
            if not self._open or self._open[-1].name != "pre" or self._open[-1].offset != tag.offset:
                return False
            self._open[-1].argument = tag.argument
            return True
        if tag.name == "pre" and tag.argument:
            entity["language"] = tag.argument
        return False

    def _mistake(self, what: str, at: int) -> RefusalError:
        return bad_request(f"can't parse entities: {what} at byte offset {self._byte(at)}")

    def _byte(self, at: int) -> int:
        return len(self._html[:at].encode("utf-8", "surrogatepass"))


def _end_of_name(html: str, at: int) -> int | None:
    while at < len(html):
        if html[at].isspace() or html[at] == ">":
            return at
        at += 1
    return None


def _argument(tag: str, name: str, value: str) -> str:
    if tag == "a" and name == "href":
        return value
    if tag == "code" and name == "class" and value.startswith("language-"):
        return value.removeprefix("language-")
    if tag == "span" and name == "class" and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return "1" if tag == "blockquote" and name == "expandable" else ""


def _decoded(match: re.Match[str]) -> str | None:
    if match["name"]:
        return _NAMED.get(match["name"])
    code = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
    return chr(code) if 0 < code < 0x10FFFF and len(match.group()) < 11 else None


def _replacement(match: re.Match[str]) -> str:
    decoded = _decoded(match)
    return match.group() if decoded is None else decoded
