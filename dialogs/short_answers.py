"""What short answers to a check-in mean: that nothing is in the way, or the same as last time."""

import re
import unicodedata
from collections.abc import Iterator

LIMIT = 100
"""Longer lines say something of their own."""

_BULLET = re.compile(r"\s*(?:[-–—•*·+]|\d{1,2}[.)])\s+")
_SMILEY = re.compile(r"(?<!\S)(?:[:;=8x]['’]?-?[()dp3/|]+|\^_*\^|<3)(?!\S)")
_APOSTROPHE = re.compile(r"['’]")
_ABBREVIATED = re.compile(r"(?<!\w)n[./\\]?\s?a(?!\w)")

_TROUBLE = (
    r"(?:blockers?|blocks?|issues?|problems?|impediments?|obstacles?|roadblocks?|hindrances?|troubles?|worries"
    r"|complaints?|blocking issues?)"
)
_HEAD = (
    rf"(?:no (?:(?:more|new|real|major|big|open|known|other|current) )?{_TROUBLE}"
    r"|(?:(?:i am|im|we are|were|currently) )?not (?:blocked|stuck)(?: by anything)?"
    r"|nothing (?:is |s )?(?:(?:in|on) (?:the|my|our) way|blocking(?: (?:me|us))?|blocks (?:me|us))"
    r"|(?:(?:all|everything|everythings|its all|all is|everything is|i am|im|we are|were|its) )?"
    r"(?:good|fine|ok|okay|clear|well|great|smooth)"
    r"|nothing|none|nope|no|nah|nil|nada|na|not really|not yet|x|0)"
)
_TAIL = (
    r"(?:so far|for now|for today|right now|now|today|yet|at the moment|at all|currently|atm|this time|here|really"
    r"|from (?:me|us|my side|our side)|on my (?:side|end)|new|special|more|else|to report|in (?:the|my|our) way"
    r"|blocking(?: (?:me|us))?|that i know of|thanks|thank you|cheers)"
)
_NOTHING = re.compile(rf"{_HEAD}(?: (?:{_HEAD}|{_TAIL}))*")
_NOTHING_HAN = re.compile(
    r"(?:我|今天|目前|暂时|现在|暂)*(?:一切|都|还)?(?:没有?|无|木有|正常|顺利|挺好|很好|好)(?:任何|什么|啥)?"
    r"(?:问题|阻碍|障碍|困难|阻塞|卡点|事)?(?:的|了|啊|哦|呢)?"
)
_WHEN = r"(?:yesterday|before|usual|always|last (?:time|week|day|round|one|(?:mon|tues|wednes|thurs|fri)day))"
_SAME = re.compile(
    rf"(?:(?:still )?(?:the |all )?same(?: thing)?(?: again)?(?: (?:as|like) (?:the )?{_WHEN})?|(?:as|like) {_WHEN})"
    r"|ditto|(?:[和跟同与](?:昨天|上次|之前)(?:一样|相同)?|同上|一样)"
)


def lines_of(text: str) -> Iterator[str]:
    """The lines of an answer without their bullets and without empty ones; a minus before a number stays."""
    for line in text.split("\n"):
        bullet = _BULLET.match(line)
        found = line[bullet.end() :].strip() if bullet is not None else line.strip()
        if found:
            yield found


def is_nothing(line: str) -> bool:
    """Whether a line says that nothing is in the way. What names anything at all does not."""
    if len(line) > LIMIT:
        return False
    words = _plain(line)
    return not words or any(one.fullmatch(words) for one in (_NOTHING, _NOTHING_HAN))


def is_same(typed: str) -> bool:
    """Whether somebody says that all is as it was last time."""
    return len(typed) <= LIMIT and _SAME.fullmatch(_plain(typed)) is not None


def _plain(line: str) -> str:
    """The words alone, in lower case: no smileys, no signs, no apostrophes."""
    text = unicodedata.normalize("NFKC", line).casefold()
    text = _APOSTROPHE.sub("", _SMILEY.sub(" ", _ABBREVIATED.sub(" na ", text)))
    return " ".join(re.findall(r"\w+", text))
