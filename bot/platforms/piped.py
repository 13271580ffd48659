"""A conversation through pipes: one message a line in, plain text or one JSON object a line out."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from io import TextIOWrapper
from typing import Any, TextIO

from bot.platforms.plain import to_plain
from bot.service.boxes import Queued
from bot.service.documents import Documents
from bot.service.errors import ServiceError
from bot.service.messages import plain_text_of
from bot.service.people import Speaker
from bot.service.turns import Conversations
from dialogs.texts import Phrase


def _nothing() -> None:
    """Nothing is ever due."""


class Pipe:
    """Reads messages from lines, and writes what comes back."""

    def __init__(
        self,
        conversations: Conversations,
        documents: Documents,
        speaker: Speaker,
        *,
        as_json: bool,
        look: Callable[[], None] = _nothing,
    ) -> None:
        """`look` deals with what is due; it is called between messages."""
        self._conversations = conversations
        self._documents = documents
        self._speaker = speaker
        self._as_json = as_json
        self._look = look

    def run(self, lines: TextIO, out: TextIO, project: str | None) -> None:
        """Talk until the lines end. A line's two characters \\n stand for a line break inside an answer."""
        for stream in (lines, out):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="replace")
        shown = self._put(self._conversations.open(self._speaker, project).result(), out)
        shown = self._more(shown, out)
        for line in lines:
            text = _unescaped(line.rstrip("\r\n"))
            if text.strip():
                shown = self._put(self._conversations.hear(self._speaker, text, shown).result(), out) or shown
                shown = self._more(shown, out)
        self._conversations.seen(self._speaker, shown).result()

    def _more(self, shown: int, out: TextIO) -> int:
        """Write what came of its own accord."""
        self._look()
        return self._put(self._conversations.fresh(self._speaker, shown).result(), out) or shown

    def _put(self, queued: Sequence[Queued], out: TextIO) -> int:
        """Write messages in their order; returns the seq of the last one."""
        for message in queued:
            out.write(self._line(message.payload) + "\n")
        out.flush()
        return queued[-1].seq if queued else 0

    def _line(self, payload: Mapping[str, Any]) -> str:
        words = self._conversations.words
        found = {"kind": payload["kind"], "text": plain_text_of(payload)}
        text = ""
        if payload["kind"] == "document":
            try:
                delivered = self._documents.deliver(payload)
            except ServiceError as error:
                text = words.plain(Phrase(error.key, error.values))
                found = {"kind": "error", "text": text}
            else:
                text = words.plain(delivered.notice)
                found |= {"text": delivered.title, "path": str(delivered.path)}
        if not self._as_json:
            return text or to_plain(payload, words)
        prompt = {"prompt": payload["prompt"]} if payload["kind"] == "ask" else {}
        return json.dumps(found | prompt, ensure_ascii=False)


def _unescaped(line: str) -> str:
    """Line breaks for \\n; a backslash before it keeps the two characters."""
    return re.sub(r"\\\\n|\\n", lambda found: "\\n" if len(found[0]) > len("\\n") else "\n", line)
