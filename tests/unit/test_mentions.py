"""What a check-in says of items."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.mentions import Mention, carried_out, read
from dialogs.verbs import Turned
from tests.unit.asking import ANY_TEXT, LONG_TEXTS

KNOWN = {"F-1": "Login", "F-2": "Pay", "F-3": "Stamps page", "T-7": "", "BL-1": "", "M-2": ""}
PREFIXES = frozenset({"F", "T", "BL", "M"})


def said(text: str) -> str:
    """What is read, as "F-1 done, F-2 blocked: the bank"."""
    return ", ".join(
        f"{one.item} {one.turned.value}" + (f": {one.why}" if one.why else "") for one in read(text, KNOWN).mentions
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("F-3 done, T-7 blocked by payment account", "F-3 done, T-7 blocked: payment account"),
        ("f-3 DONE", "F-3 done"),
        ("finished F-3 yesterday", "F-3 done"),
        ("F-3 is finished.", "F-3 done"),
        ("F-1, F-2 done", "F-1 done, F-2 done"),
        ("F-1 and F-2: done", "F-1 done, F-2 done"),
        ("F-1 & F-2 / F-3 fixed", "F-1 done, F-2 done, F-3 done"),
        ("F-1 done; F-2 started\nF-3 next", "F-1 done, F-2 doing, F-3 doing"),
        ("F-1 done. F-1 blocked on review.", "F-1 blocked: review"),
        ("F-1 waiting for the bank, F-2 merged", "F-1 blocked: the bank, F-2 done"),
        ("F-1 stuck because of the bank", "F-1 blocked: the bank"),
        ("F-1 is still blocked", "F-1 blocked"),
        ("F-1 fails: iOS crashes", "F-1 blocked: iOS crashes"),
        ("F-1 is not done", ""),
        ("F-1 isn't done, F-2 isn’t ready", ""),
        ("F-1 almost done, F-2 half finished", ""),
        ("F-1 not blocked any more", ""),
        ("F-1 no longer blocked", ""),
        ("F-1 不, F-2 完成, F-3 进行中", "F-2 done, F-3 doing"),
        ("F-1、F-2 完成。F-3 未完成", "F-1 done, F-2 done"),
        ("F-1 ✅", "F-1 done"),
        ("F-1: wip", "F-1 doing"),
        ("BL-1 gone", "BL-1 done"),
        ("BL-1 is still there", ""),
        ("F-9 done", ""),
        ("ISO-9001 done, XF-1 done, F-1x done, F-10 done", ""),
        ("F-1", ""),
        ("F-1 looked at, it is done", ""),
        ("F-1 undone", ""),
        ("", ""),
        ("done", ""),
    ],
)
def test_mentions(text: str, read: str) -> None:
    assert said(text) == read


VERBS = [
    ("Finished F-3", "F-3 done"),
    ("Finished F-3 with Ben", "F-3 done"),
    ("done with F-3 and T-7", "F-3 done, T-7 done"),
    ("Done: F-3", "F-3 done"),
    ("✅ F-3", "F-3 done"),
    ("Started on F-3", "F-3 doing"),
    ("working on F-3", "F-3 doing"),
    ("I finished F-3 and started T-7", "F-3 done, T-7 doing"),
    ("I finished F-3 and will start T-7", "F-3 done"),
    ("F-3 done and started T-7", "F-3 done, T-7 doing"),
    ("Finished F-1 F-3 started", ""),
    ("F-1 done F-3 started", "F-1 done, F-3 doing"),
    ("f3 is done", "F-3 done"),
    ("F‑3 done", "F-3 done"),
    ("F–3 done", "F-3 done"),
    ("f9 is done", ""),
    ("F-3 in progress", "F-3 doing"),
    ("F-3 is being worked on", "F-3 doing"),
    ("F-3完成", "F-3 done"),
    ("已完成F-3", "F-3 done"),
    ("开始F-3", "F-3 doing"),
    ("F-3 Stamps page is done", "F-3 done"),
    ("F-1 Login, F-2 (Pay) done", "F-1 done, F-2 done"),
    ("F-3 100% done", "F-3 done"),
    ("F-3 done by Ben", "F-3 done"),
    ("F-3 merged to main", "F-3 done"),
    ("So F-3 is done", "F-3 done"),
    ("F-1 is not done, F-2 is done", "F-2 done"),
    ("F-2 was blocked but is now done", "F-2 done"),
    ("F-2 was blocked, now done", "F-2 done"),
    ("F-2 was blocked, we talked", ""),
    ("F-1 done but blocked by review", "F-1 blocked: review"),
    ("F-1 done but it was a lot", "F-1 done"),
    ("F-1 waiting for tests of F-2", "F-1 blocked: tests of F-2"),
    ("No payment account, so F-2 is blocked", "F-2 blocked: No payment account"),
    ("The bank is closed which means F-2 is blocked", "F-2 blocked: The bank is closed"),
    ("F-2 is blocked. No payment account.", "F-2 blocked: No payment account"),
    ("Today F-2 is blocked", "F-2 blocked"),
    ("F-2 is blocked until the bank answers", "F-2 blocked: until the bank answers"),
    ("F-2 卡在审核", "F-2 blocked: 审核"),
]
NO_CHANGES = [
    *(
        "F-1 will be done tomorrow",
        "F-3 ready to start",
        "F-3 90% done",
        "Is F-3 done?",
        "F-3 还没完成",
        "not done: F-3",
    ),
    *("F-3 done?", "F-3 完成了吗", "F-3 done tomorrow", "F-3 to be done", "F-3 done by Friday", "F-3 needs to be done"),
    *(
        "I hope F-3 is done",
        "Hope F-1 is done and F-2 is done",
        "F-3 done once Ben is back",
        "F-3 done, except the tests",
    ),
    *(
        "until F-3 is done",
        "should have finished F-3",
        "I haven't finished F-3",
        "almost done with F-3",
        "get F-3 done",
    ),
    *("Get F-1 done and F-2 done", "tests for F-3 done", "Finished F-3 tests", "F-3 passed to Ben", "F-3 done for iOS"),
    *("F-3 done but not tested", "F-3 done (almost)", "If the bank agrees, F-3 is done", "F-3 will be blocked by Ana"),
    *(
        "I don't think F-3 is blocked",
        "F-3 was blocked",
        "F-3 is unblocked",
        "Started F-3, blocked by the bank",
        "F-3 next to it",
    ),
    *("we'll finish F-3", "F-3 未完成", "We talked to Ana of F-3", "F-3 next week", "F-3 is half done"),
]


@pytest.mark.parametrize(("text", "what"), VERBS)
def test_what_is_said_of_items(text: str, what: str) -> None:
    assert said(text) == what


@pytest.mark.parametrize("text", NO_CHANGES)
def test_what_is_denied_planned_or_asked_changes_nothing(text: str) -> None:
    assert said(text) == ""


@pytest.mark.parametrize("verb", ["done", "is finished", "started", "is ready", "完成", "fixed by Ben", "closed"])
@pytest.mark.parametrize(
    "doubt", ["not {}", "I hope {}", "{}?", "will be: {}", "{}, if Ana agrees", "once {}", "80% {}", "should be: {}"]
)
def test_no_doubt_is_read_as_a_change(doubt: str, verb: str) -> None:
    assert said(doubt.format(f"F-3 {verb}")) == ""


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("No API keys yet; F-2 done", "No API keys yet"),
        ("No API keys, F-2 done", "No API keys"),
        ("F-1 done, F-2 started, waiting for keys", "waiting for keys"),
        ("Ana has to decide on F-1. Legal is late. F-3 done", "Ana has to decide on F-1. Legal is late"),
        ("F-1 done. F-2, F-3 done", ""),
        ("F-2 blocked by the bank, F-3 done", ""),
        ("Legal is late; F-2 blocked by the bank", "Legal is late"),
        ("F-2 is blocked. No account.", ""),
        ("No account, so F-2 is blocked", ""),
        ("  The bank (F-1) is closed. Really; yes. ", "The bank (F-1) is closed. Really; yes."),
        ("F-99 done", ""),
        ("F-99 blocked by the bank", "F-99 blocked by the bank"),
        ("F-1 and F-2 are stuck. Legal is late", "Legal is late"),
        ("but F-1 done and that is it", "that is it"),
    ],
)
def test_what_says_nothing_of_items_is_left(text: str, rest: str) -> None:
    assert read(text, KNOWN, PREFIXES).rest == rest


def test_labels_that_nobody_knows_are_named_where_something_is_said_of_them() -> None:
    text = "F-99 done, F-98 blocked by the bank, PR-12 merged, UTF-8 fixed, F-97 will be done\nm99 done, F-99 done"
    assert read(text, KNOWN, PREFIXES).strangers == ("F-99", "F-98")


def test_a_mention_has_the_words_that_say_so() -> None:
    found = read("No account, so F-2 is blocked; F-1 stuck at Ana's\nF-3 stuck. No time", KNOWN).mentions
    assert [one.said for one in found] == [
        "No account, so F-2 is blocked",
        "F-1 stuck at Ana's",
        "F-3 stuck. No time",
    ]


def test_a_reason_is_kept_up_to_a_limit() -> None:
    (found,) = read(f"F-1 blocked by {'x' * 2000}", KNOWN).mentions
    assert found == Mention("F-1", Turned.BLOCKED, "x" * 500)


def test_nothing_is_read_where_nothing_is_known() -> None:
    assert read("F-1 done", {}).mentions == ()


PIECES = st.sampled_from(
    ["F-1", "f-2", " done", " blocked by ", ", ", " and ", "not ", "\n", ". ", ";", "完成", "未", "n't"]
)


@given(ANY_TEXT | st.lists(PIECES).map("".join))
def test_no_text_raises_and_each_item_is_named_once(text: str) -> None:
    found = read(text, KNOWN).mentions
    assert {one.item for one in found} <= KNOWN.keys()
    assert len({one.item for one in found}) == len(found)
    assert all(one.turned is Turned.BLOCKED or not one.why for one in found)


@pytest.mark.parametrize(
    "text",
    [
        *LONG_TEXTS,
        "F-1 " * 20_000,
        "F-1 done, " * 5_000,
        "blocked by " * 10_000,
        "F-1 blocked" + " , and" * 9_000 + "x",
    ],
)
def test_long_texts_are_read(text: str) -> None:
    assert len(read(text, KNOWN, PREFIXES).mentions) <= len(KNOWN)


@pytest.mark.parametrize(
    ("plan", "became"),
    [
        ("F-1", {"F-1": Turned.DONE}),
        ("finish F-1 and F-2", {"F-1": Turned.DONE, "F-2": Turned.DONE}),
        ("start F-1, finish F-2", {"F-1": Turned.DOING, "F-2": Turned.DONE}),
        ("I'll do F-1 (the menu) tomorrow", {"F-1": Turned.DONE}),
        ("work on F-1; F-2\nthen T-7", {"F-1": Turned.DOING, "F-2": Turned.DONE, "T-7": Turned.DONE}),
        ("完成F-1", {"F-1": Turned.DONE}),
        ("a page for F-1", {}),
        ("F-1 with the bank", {}),
        ("ask Ben about F-1", {}),
        ("finish F-9", {}),
        ("", {}),
    ],
)
def test_what_a_plan_that_was_carried_out_means(plan: str, became: dict[str, Turned]) -> None:
    known = {"F-1": "Menu", "F-2": "", "T-7": ""}
    assert {one.item: one.turned for one in carried_out(plan, known)} == became
