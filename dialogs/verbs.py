"""What the words around an item's label say of it: that it is done, worked on, blocked; or nothing that is sure.

A change that is missed can be said again; one that is misread makes somebody say no to all of them.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Turned(StrEnum):
    """What becomes of an item."""

    DOING = "doing"
    DONE = "done"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said, how far into the words behind the label that goes, and where in them a reason begins."""

    turned: Turned
    end: int
    why: int = 0


SEPARATOR = re.compile(r"[,，、]|\b(?:and|but|so|then|while|though)\b|和|但是?|所以|而", re.IGNORECASE)
"""What ends one statement and begins the next."""
DOUBT = re.compile(
    r"\b(?:will|won['’]t|shall|should|would|hope\w*|until|till|unless|once|if|whether|when|want|maybe|perhaps|probably"
    r"|going to|get|getting|make|bring|(?:need|needs|have|has|plan|plans|try|trying|aim|supposed|about) to|must"
    r"|tomorrow|except|assuming)\b"
    r"|['’]ll\b|[?？]|明天|如果|希望|将|吗",
    re.IGNORECASE,
)
"""What makes all that follows in the same clause a wish, a plan or a question."""

_NOT = re.compile(
    r"\b(?:not|never|no longer|hardly|almost|nearly|half|partly|partially|mostly|without|apart|pending|cannot"
    r"|to be|be|can|could|may|might|need|needs|soon|later|tonight|eta"
    r"|next (?:week|month|sprint|time|year|(?:mon|tues|wednes|thurs|fri)day)"
    r"|by (?:the end|end|next|noon|eod|eow|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|sat\w*|sun\w*|\d+))\b"
    r"|n['’]t\b|(?<![\d.,])(?!100\s*[%％])\d[\d.,]*\s*[%％]|[没未不还快]",
    re.IGNORECASE,
)
_BLOCKED = re.compile(
    r"\b(?:is |are |still )?(?:blocked|stuck|waiting|waits|fails|failed)\b\s*"
    r"(?:(?:by|on|for|at|because(?: of)?)\b)?[:\s]*|卡在|卡住了?|阻塞",
    re.IGNORECASE,
)
_WAS = re.compile(r"\b(?:was|were|had been|used to be|been|not|no longer|un)\W*$", re.IGNORECASE)

_BUT = re.compile(r"but|though|但是?", re.IGNORECASE)
_WORD = re.compile(r"[一-鿿]+|[^\W一-鿿]+(?:['’]\w+)?|[✓✔✅☑]")


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("’", "'"))


_NAMING = frozenset(
    _words("i we also today yesterday now then so both all the this that feature item task ticket ok okay yes")
)
_SAYING = _NAMING.union(_words("i've we've have has had just already finally"))
_BEING = frozenset(
    _words("is are was were has have been it it's they both all now just already finally also fully completely 100")
)
_SINCE = frozenset(
    _words(
        "yesterday today now already finally too also again as well at last this morning afternoon evening night week"
        " on monday tuesday wednesday thursday friday fully completely entirely ok"
    )
)
_WITH = _SINCE.union(_words("by with in since via after"))
_ONTO = _WITH.union(_words("to into"))
_DONE = {
    **dict.fromkeys(_words("done finished completed fixed closed solved resolved ✓ ✔ ✅ ☑"), _WITH),
    **dict.fromkeys(_words("complete ready passed gone"), _SINCE),
    **dict.fromkeys(_words("shipped merged"), _ONTO),
}
"""Words behind a label, and what may follow each where it means that all is done."""
_DONE_BEFORE = _DONE.keys() - {"complete", "ready", "gone"}
_DOING = frozenset(_words("doing started begun began wip ongoing underway continued continues continuing"))
_DOING_BEFORE = _DOING - {"continues", "wip"}
_DOING_WORDS = (("in", "progress"), ("under", "way"), ("being", "worked", "on"), ("working", "on"))
_TO = frozenset(_words("with on up the feature item task ticket both all"))

_PLANNING = _NAMING.union(_words("will i'll we'll to going want plan and up off with on tomorrow eod"))
_FINISHING = frozenset(_words("finish complete do fix close solve resolve ship merge 完成 做完"))
_STARTING = frozenset(_words("start begin continue working work 开始 继续"))
"""Words of a plan that say how far it goes, and those that say nothing."""

_HAN = r"(?:我们?|已经?|今天|昨天|刚刚?|终于|也|都|全部|正|是)*"
_DONE_HAN = re.compile(_HAN + r"(?:完成|解决|做完|搞定)了?")
_DOING_HAN = re.compile(_HAN + r"(?:进行中|开始做?|在做|继续做?)了?")


def outcome(before: str, after: str) -> Outcome | None:
    """What is said of labels that stand between these words, which end where the next statement begins.

    There is no doubt before them.
    """
    found = None if _NOT.search(before) else _behind(after, is_named=is_naming(before))
    if found is not None and found.turned is Turned.BLOCKED:
        return found
    return None if DOUBT.search(after) else found or _in_front(before, after)


def planned(before: str, after: str) -> Turned | None:
    """What became of labels between these words of a plan that was carried out; None where that isn't sure."""
    words = [word for word in _words(before) if word not in _PLANNING]
    follows = SEPARATOR.split(re.sub(r"\([^)]*\)", " ", after))[0]
    if not set(_words(follows)) <= _SINCE | _PLANNING:
        return None
    if set(words) <= _FINISHING:
        return Turned.DONE
    return Turned.DOING if len(words) == 1 and words[0] in _STARTING else None


def is_naming(before: str) -> bool:
    """Whether words before a label say no more than that it follows."""
    return set(_words(before)) <= _NAMING or re.fullmatch(_HAN, "".join(_words(before))) is not None


def _behind(after: str, *, is_named: bool) -> Outcome | None:
    """What the words behind say; only that something is blocked where what stands before doesn't just name it."""
    marks = [*SEPARATOR.finditer(after)]
    starts, ends = [0, *(one.end() for one in marks)], [*(one.start() for one in marks), len(after)]
    found = _part(after, 0, ends[0], is_named=is_named)
    was_blocked = found is None and _BLOCKED.search(after[: ends[0]]) is not None
    for mark, start, end in zip(marks, starts[1:], ends[1:], strict=True):
        if was_blocked or (found is not None and _BUT.fullmatch(mark[0])):
            later = _part(after, start, end, is_named=is_named)
            if later is not None or _NOT.search(after[start:end]):
                return later
    return found


def _part(after: str, start: int, end: int, *, is_named: bool) -> Outcome | None:
    part = after[start:end]
    blocked = _BLOCKED.search(part)
    if blocked is not None:
        head = part[: blocked.start()]
        is_so = not _NOT.search(head) and not _WAS.search(head) and not DOUBT.search(head)
        return Outcome(Turned.BLOCKED, end, start + blocked.end()) if is_so else None
    turned = _state(part) if is_named and not _NOT.search(part) else None
    return None if turned is None else Outcome(turned, end)


def _state(part: str) -> Turned | None:
    words = _words(re.sub(r"\([^)]*\)", " ", part))
    if words and words[0] == "next" and set(words[1:]) <= _SINCE:
        return Turned.DOING
    while words and words[0] in _BEING:
        del words[0]
    if not words:
        return None
    head, rest = words[0], words[1:]
    if _DONE_HAN.fullmatch(head) or (head in _DONE and (not rest or rest[0] in _DONE[head])):
        return Turned.DONE
    is_doing = (
        head in _DOING or _DOING_HAN.fullmatch(head) or any(tuple(words[: len(one)]) == one for one in _DOING_WORDS)
    )
    return Turned.DOING if is_doing else None


def _in_front(before: str, after: str) -> Outcome | None:
    """What a verb before the labels says, where nothing behind them takes it back."""
    mark = SEPARATOR.search(after)
    end = mark.start() if mark is not None else len(after)
    if _NOT.search(before) or _NOT.search(after[:end]) or _BLOCKED.search(after):
        return None
    follows = _words(re.sub(r"\([^)]*\)", " ", after[:end]))
    if follows and follows[0] != "with" and not set(follows) <= _SINCE:
        return None
    words = _words(before)
    while words and words[0] in _SAYING:
        del words[0]
    while words and words[-1] in _TO:
        del words[-1]
    if words == ["working"]:
        return Outcome(Turned.DOING, end)
    if len(words) != 1:
        return None
    if words[0] in _DONE_BEFORE or _DONE_HAN.fullmatch(words[0]):
        return Outcome(Turned.DONE, end)
    return Outcome(Turned.DOING, end) if words[0] in _DOING_BEFORE or _DOING_HAN.fullmatch(words[0]) else None
