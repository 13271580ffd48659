"""The card that a project's thread hangs on, and the bookmark that leads to it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.standing import bars
from dialogs.texts import plain
from tests.unit.chatting import WORDS
from tests.unit.slack.asking import composed, read, styled


def phase(title: str, answered: int, total: int, state: str = "open", skipped: int = 0) -> dict[str, Any]:
    return {"id": "x", "title": title, "answered": answered, "skipped": skipped, "total": total, "state": state}


PHASES = [phase("Brief", 9, 9, "closed"), phase("Requirements", 10, 30, skipped=2), phase("Design", 0, 7, "ahead")]


def card(kind: str, project: str = "Coffee Club", standing: list[dict[str, Any]] = PHASES) -> list[dict[str, Any]]:
    return composed({"kind": kind, "token": "walk:tea", "project": project, "standing": standing})


def test_the_card_opens_the_thread_and_stands_in_none() -> None:
    [call] = card("root")
    assert (call["kind"], call["token"], "under" in call) == ("message", "walk:tea", False)
    assert read(call) == [
        "Coffee Club\nWe walk through it in this thread, one question at a time.",
        "██████████   9/9  Brief · complete\n████░░░░░░ 12/30  Requirements\n░░░░░░░░░░   0/7  Design · not begun",
    ]
    assert ("████░░░░░░ 12/30", "code") in styled(call)


def test_it_is_brought_up_to_date_with_its_bookmark() -> None:
    edit, mark = card("standing")
    assert (edit["kind"], edit["token"]) == ("edit", "walk:tea")
    assert mark == {
        "kind": "bookmark",
        "token": "mark:tea",
        "of": "walk:tea",
        "title": "Coffee Club: Requirements 12/30",
    }
    assert card("standing", standing=PHASES[:1])[1]["title"] == "Coffee Club: complete"
    assert card("standing", standing=[])[1]["title"] == "Coffee Club: complete"


@pytest.mark.parametrize(
    ("done", "total", "bar"), [(0, 7, "░" * 10), (1, 30, "█" + "░" * 9), (29, 30, "█" * 9 + "░"), (30, 30, "█" * 10)]
)
def test_a_bar_is_full_only_at_the_end(done: int, total: int, bar: str) -> None:
    assert plain(bars([phase("Design", done, total)], WORDS)).startswith(f"{bar} ")


def test_a_phase_without_questions_and_one_with_too_many_answers() -> None:
    assert plain(bars([phase("Empty", 0, 0), phase("Odd", 9, 7, "blocked")], WORDS)) == (
        "░░░░░░░░░░ 0/0  Empty\n██████████ 7/7  Odd · blocked"
    )


@given(st.text(max_size=200), st.text(max_size=200), st.integers(0, 10**6))
def test_any_names_fit(project: str, title: str, total: int) -> None:
    edit, mark = card("standing", project, [phase(title, total // 2, total)] * 20)
    assert edit["blocks"]
    assert 0 < len(mark["title"]) <= 75
    assert "\n" not in mark["title"]
