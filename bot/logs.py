"""Logs as text or as JSON lines, on standard error. Tokens never get into them, and what people write isn't logged."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Literal

TOKEN = re.compile(
    r"\d{5,}:[A-Za-z0-9_-]{20,}|x(?:ox|app)[a-z]?-[A-Za-z0-9-]{8,}|://[^/\s:@]+:[^/\s@]+@|ticket=[^&\s\"']{8,}"
)
HIDDEN = "[hidden]"


def set_up(style: Literal["text", "json"], level: int = logging.INFO) -> None:
    """Everything that this program and its libraries say, from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if style == "json" else TextFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("bot").setLevel(level)


def redacted(text: str) -> str:
    """Without what would let somebody else act as the bot, or into the database."""
    return TOKEN.sub(HIDDEN, text)


class TextFormatter(logging.Formatter):
    """One line for people: time, level, what happened."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line, for what collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        found = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            found["error"] = self.formatException(record.exc_info)
        return redacted(json.dumps(found, ensure_ascii=False))
