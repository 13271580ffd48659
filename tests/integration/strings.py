"""More than two thousand texts that somebody may send to see what breaks, and a plan that asks for them."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import yaml

from dialogs.plan import Plan, plan_of
from tests.unit.chatting import questions

MARKUP = (
    "<b>bold</b>",
    "<b>open",
    "</b>",
    "<a href='tg://user?id=1'>Ana</a>",
    '<a href="https://example.org">x</a>',
    "<tg-spoiler>x</tg-spoiler>",
    "<script>alert(1)</script>",
    "<<>>&&",
    "&lt;b&gt;",
    "&#60;b&#62;",
    "&amp;amp;",
    "&notanentity;",
    "<pre><code class='language-x'>",
    "**strong** __u__ ~~s~~ ||spoiler|| `code` [[quiet]]",
    "[link](tg://user?id=42)",
    "```\nblock\n```",
    "| a | b |\n|---|---|",
    "<!-- -->",
    "<b><i></b></i>",
    "\\*escaped\\*",
)
MENTIONS = (
    "@ana",
    "@phasewalk_bot",
    "@all",
    "@everyone",
    "@channel",
    "@here",
    "<!channel>",
    "<@U123>",
    "#hashtag",
    "$CASH",
    "ana@example.org",
    "@@ana",
    "x@ana_b",
    "@ana@ben",
    "(@ana_k)",
)
TEMPLATES = (
    "{{ 7*7 }}",
    "{% if %}",
    "{% raw %}",
    "{#",
    "{project} {0} {name!r}",
    "%s %(x)s %n",
    "${jndi:ldap://x}",
    "#{7*7}",
    "{{ ''.__class__.__mro__ }}",
    "{n}",
)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "=cmd|' /C calc'!A0", "\r=1")
COMMANDS = (
    "/",
    "//",
    "/help",
    "/unknown",
    "/edit",
    "/edit 99999999999999999999",
    "/remove X-9",
    "/why ",
    "/assign",
    "/assign x @y",
    "/team",
    "/switch x",
    "\\/start",
    "\\",
    "/join x",
    "/back",
    "/skip",
    "/undo",
    "/add",
    "/add nothing",
    "/list x",
    "/move F-1 0",
    "/docs x",
    "/start@other",
    "/edit \x00",
    "/accept",
)
SCRIPTS = (
    "\u202eevil\u202c",
    "\u2066left\u2069",
    "abc\u200bdef",
    "\u200d\u200c\ufeff",
    "👩‍👩‍👧‍👦",
    "🏳️‍🌈",
    "🇫🇷🇩🇪",
    "👍🏿",
    "e\u0301" * 40,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
    "עברית שלום",
    "العربية",
    "咖啡俱乐部",
    "ひらがな",
    "한국어",
    "ไทย",
    "İıßﬁ",
    "Ａｂｃ１２３",
    "１，２",
    "٣",
    "𝟙𝟚",
    "½",
    "Ⅷ",
    "\U000e0041\U000e0042",
)
CONTROLS = (
    "\x00",
    "a\x00b",
    "\x1b[31mred\x1b[0m",
    "\x07\x08\x7f",
    "\r\n\r\n",
    "\u2028\u2029",
    "\ud800",
    "x\udfff",
    "\ufffe\uffff",
    "\v\f",
    " ",
    "\n",
    "\t",
    "",
)
NUMBERS = (
    "0",
    "-0",
    "1e309",
    "-1e309",
    "nan",
    "inf",
    "0x10",
    "1_000",
    "1,000.5",
    "1.000,5",
    "99999999999999999999999999",
    "1" * 400,
    "٤٢",
    "50 %",
    "€ 5",
    "--5",
    "1.2.3",
    "1-2",
    "tomorrow",
    "2027-02-30",
    "0000-00-00",
    "9999-12-31",
    "25:61",
    "24:00",
    "31.02.2027",
    "next friday",
    "in 99999999 days",
)
LINKS = (
    "http://",
    "https://example.org/<b>",
    "javascript:alert(1)",
    "tg://user?id=1",
    "http://[::1",
    "ftp://x",
    "https://exämple.org/ü?q=&lt;#x",
    "mailto:a@b",
    "a@b",
    "@b.c",
    "http://user:pass@host",
)
SMALL = (*MARKUP, *MENTIONS, *TEMPLATES, *FORMULAS, *COMMANDS, *SCRIPTS, *CONTROLS, *NUMBERS, *LINKS)
AROUND = (
    "{}",
    "{}!",
    "#{}",
    "a {} b",
    "{}\n{}",
    "{},{}",
    "  {}  ",
    "\\{}",
    "/edit {}",
    "other: {}",
    "{}" * 20,
    "yes {}",
    "1, {}",
    "«{}»",
)
LONG = (
    "a" * 100_000,
    "<" * 100_000,
    "&" * 50_000,
    "@" * 20_000,
    "👩‍👩‍👧‍👦" * 3_000,
    "e\u0301" * 20_000,
    "\n" * 20_000,
    "a, " * 10_000,
    "- x\n" * 5_000,
    "<b>" * 20_000,
    "9" * 50_000,
    "/edit " + "x" * 50_000,
    "\\" * 10_000,
    "{{" * 10_000,
    "\u202e" * 10_000,
)


def strings() -> Iterator[str]:
    """Each small one alone and in company, then the long ones."""
    yield from (around.replace("{}", text) for text, around in product(SMALL, AROUND))
    yield from LONG


MORE: Mapping[str, Mapping[str, Any]] = {
    "choice": {"options": {"a": "Alpha", "b": "Beta"}, "other": True},
    "multi_choice": {"options": {"a": "Alpha", "b": "Beta"}, "other": True},
    "pick": {"from": "things"},
    "multi_pick": {"from": "things"},
}


def plan_with(kind: str) -> Plan:
    """A thing to pick, then a question of this type, then one more that shows what was answered."""
    asked = {"id": "q", "type": kind, "text": "What is it?", "required": False, **MORE.get(kind, {})}
    group = {
        "group": "things",
        "item": "thing",
        "title": "Things",
        "prefix": "T",
        "label": "name",
        "ask": [{"id": "name", "type": "text", "text": "Name?"}],
    }
    return plan_of(questions(yaml.safe_dump([group, asked, {"id": "after", "type": "text", "text": "“{q}”, and?"}])))
