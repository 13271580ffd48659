"""The same stand-up ends in the same rows on every platform."""

from datetime import date
from pathlib import Path

import pytest

from bot.service.standups.model import Reply
from tests.contract.platforms import PLATFORMS, Platform
from tests.contract.rota import MONDAY, Rows, rows

SETTING_UP = ("Coffee Club", "/timezone Paris", "/standup", "Start it so", "/standup now")
ANSWERING = (
    *("Menu drawn", "Payment page", "No payment account\nNo phone"),
    *("/checkin", "Menu drawn twice", "No money", "/back", "Checkout", "Nothing"),
    *("/blockers", "/blockers BL-2 gone", "/standup report"),
    *("/timezone Shanghai", "/away 3-7 Dec", "/holidays team DE", "/standup nudges off"),
    *("/standup edit time 10:00", "/standup skip tomorrow"),
    *("/digest", "Once a week", "Friday", "16:00", "Europe/Lisbon", "This chat"),
    *("/standup history", "/standup show", "/digest show", "Order ahead"),
)
CONVERSATIONS = {
    "answered": ANSWERING,
    "skipped": ("/skip at the dentist's", "/away until Monday", "/back", "/standup pause", "/checkin"),
    "skipped by pressing": ("Skip this one", "/away 24 Dec", "/standup nudges off", "/standup nudges on"),
    "hostile": ("*b* `c` [x](y) <i>&amp;", "=1+1 @all #1 | a | b", "{{ 7*7 }}\n\\ &lt;!channel&gt; <!here>"),
}
RULE = {"days": [1, 2, 3, 4, 5], "every": "week", "starts": "", "ends": ""}
SOME = [
    ("skipped", "Slack, Socket Mode"),
    ("skipped by pressing", "Telegram, buttons"),
    ("skipped by pressing", "Slack, buttons"),
    ("hostile", "Telegram, webhook"),
    ("hostile", "Slack, HTTP"),
]


def left(folder: Path, platform: Platform, *messages: str) -> Rows:
    """What is left of a conversation once a stand-up was set up and begun."""
    folder.mkdir()
    with platform.at(folder, lambda: MONDAY) as place:
        place.talk("Ana", *SETTING_UP)
        place.talk("Ana", *messages)
    return rows(folder)


@pytest.fixture(scope="module")
def references(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    """What is left of each conversation where it goes through a pipe."""
    folder, pipe = tmp_path_factory.mktemp("references"), PLATFORMS["piped JSON"]
    return {name: left(folder / name, pipe, *messages) for name, messages in CONVERSATIONS.items()}


@pytest.mark.parametrize("name", [name for name in PLATFORMS if name != "piped JSON"])
def test_a_round_that_is_answered_ends_in_the_same_rows(name: str, references: dict[str, Rows], tmp_path: Path) -> None:
    assert left(tmp_path / "here", PLATFORMS[name], *ANSWERING) == references["answered"]


@pytest.mark.parametrize(("talk", "name"), SOME)
def test_what_is_skipped_or_hostile_ends_in_the_same_rows(
    talk: str, name: str, references: dict[str, Rows], tmp_path: Path
) -> None:
    assert left(tmp_path / "here", PLATFORMS[name], *CONVERSATIONS[talk]) == references[talk]


def test_what_is_left_is_what_was_said(references: dict[str, Rows]) -> None:
    found = references["answered"]
    answers = {"yesterday": "Menu drawn twice", "today": "Checkout", "blockers": "none"}
    assert found["check_in"] == [("Ana", date(2026, 11, 23), Reply.ANSWERED, answers, "", False)]
    assert found["blocker"] == [(1, "Ana", "", "No payment account", False), (2, "Ana", "", "No phone", False)]
    assert found["absence"] == [("Ana", date(2026, 12, 3), date(2026, 12, 7))]
    assert found["preference"] == [("team", True, "DE"), ("Ana", False, "")]
    assert found["zone"] == [("Ana", "Asia/Shanghai")]
    digest, standup = sorted(found["routine"], key=len)
    assert digest == {"rule": {**RULE, "at": "16:00", "days": [5]}, "zone": "Europe/Lisbon", "is_paused": False}
    assert (standup["rule"], standup["cutoff"]) == ({**RULE, "at": "10:00"}, "12:00")
    assert standup["skips"] == ["2026-11-24"]
    assert references["skipped"]["check_in"][0][2:5] == (Reply.SKIPPED, {}, "at the dentist's")
    assert references["skipped"]["routine"][0]["is_paused"]
    assert references["skipped by pressing"]["check_in"][0][2:5] == (Reply.SKIPPED, {}, "")
    assert references["hostile"]["check_in"][0][3]["today"] == "=1+1 @all #1 | a | b"
