"""Web and e-mail addresses."""

import ipaddress
import re
from typing import Any, Literal
from urllib.parse import urlsplit

from dialogs.questions.base import Misunderstood, Parsed, Question, Situation, Understood, Unsure
from dialogs.questions.text import cleaned
from dialogs.texts import phrase

URL_LIMIT = 2000
EMAIL_LIMIT = 254
"""Characters of an address in an SMTP path without its angle brackets (RFC 5321, 4.5.3.1.3)."""

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")
_MAILBOX = re.compile(r"[^\s@<>\"(),:;.]+(?:\.[^\s@<>\"(),:;.]+)*")
_MAILBOX_LIMIT = 64


class UrlQuestion(Question):
    """A web address; with `https_only` nothing but https."""

    type: Literal["url"]
    https_only: bool = False

    def parse(self, typed: str, around: Situation) -> Parsed:
        text = cleaned(typed).removeprefix("<").removesuffix(">")
        if self._is_url(text):
            return Understood(text)
        if "://" not in text and self._is_url(f"https://{text}"):
            return Unsure(f"https://{text}")
        return Misunderstood(phrase("url.expected", scheme=self._schemes()[0], example=self.sample(around)))

    def accepts(self, value: Any, around: Situation) -> bool:
        del around
        return isinstance(value, str) and self._is_url(value)

    def sample(self, around: Situation) -> str:
        return super().sample(around) or "https://example.com/menu"

    def _schemes(self) -> tuple[str, ...]:
        return ("https",) if self.https_only else ("https", "http")

    def _is_url(self, text: str) -> bool:
        if len(text) > URL_LIMIT or re.search(r"[\s<>\"\\]", text):
            return False
        try:
            parts = urlsplit(text)
            host, _ = parts.hostname, parts.port
        except ValueError:
            return False
        return parts.scheme in self._schemes() and host is not None and _is_host(host)


class EmailQuestion(Question):
    """An e-mail address."""

    type: Literal["email"]

    def parse(self, typed: str, around: Situation) -> Parsed:
        text = re.sub(r"^(?:[^<>]*<)?(?:mailto:)?|>$", "", cleaned(typed))
        if self.accepts(text, around):
            return Understood(text)
        return Misunderstood(phrase("email.expected", example=self.sample(around)))

    def accepts(self, value: Any, around: Situation) -> bool:
        del around
        if not isinstance(value, str) or len(value) > EMAIL_LIMIT:
            return False
        mailbox, _, domain = value.rpartition("@")
        return len(mailbox) <= _MAILBOX_LIMIT and _MAILBOX.fullmatch(mailbox) is not None and _is_domain(domain)

    def sample(self, around: Situation) -> str:
        return super().sample(around) or "team@example.com"


def _is_host(host: str) -> bool:
    return host == "localhost" or _is_ip(host) or _is_domain(host)


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_domain(name: str) -> bool:
    """Whether it could be a name on the net, in any script: 例子.测试 is xn--fsqu00a.xn--0zwm56d there."""
    try:
        return _DOMAIN.fullmatch(name.encode("idna").decode().lower()) is not None
    except UnicodeError:
        return False
