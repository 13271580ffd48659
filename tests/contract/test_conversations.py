"""The same conversation ends in the same answers and the same documents on every platform."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.contract.platforms import PLATFORMS, Answers, Platform, answers

BASICS = ("Coffee Club", "Order ahead", "Queues", "wechat", "enterprise", "own_team", "2027-03-01", "Orders")
CONVERSATIONS = {
    "a straight walk": BASICS,
    "a guess that is confirmed": (*BASICS[:3], "wechta", "yes"),
    "a guess that was wrong": (*BASICS[:3], "wechta", "no", "alipay"),
    "mistakes": ("Coffee Club", "", "Order", "Q", "1, 99", "1, 2", "nobody", "2"),
    "back and edit": ("Coffee", "/back", "Coffee Club", "Order", "/edit project_name", "Tea Club", "/undo"),
    "items": (
        *BASICS,
        "Ana",
        "1",
        "5",
        "yes",
        "Ben",
        "2",
        "8",
        "no",
        "/remove W-2",
        "yes",
        "/add team member Lin",
        "3",
        "1",
    ),
    "hostile text": ("*b* `c` [x](y) <i>&amp;", "{{ 7*7 }} {% if %}", "=1+1 @all #1 | a | b", "1"),
    "looks like a command": ("\\/start", "//really", "/unknown", "/help", "Fine"),
    "other scripts": ("咖啡俱乐部 ☕", "Заказать 👩‍👩‍👧", "עברית", "1，2"),
    "several lines": ("Coffee\nClub", "Order\n\nahead", "Q"),
    "projects": ("Coffee Club", "/new Tea Club", "Tea", "/switch Coffee Club", "Coffee"),
    "accept and example": (*BASICS[:5], "/example", "/accept", "in 3 weeks"),
    "nothing": (),
}


Said: TypeAlias = tuple[Answers, Mapping[str, str]]


def said(folder: Path, platform: Platform, *messages: str) -> Said:
    """What is left of a conversation."""
    folder.mkdir()
    with platform.at(folder) as place:
        place.talk("Ana", *messages)
        return answers(folder), place.documents()


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Callable[[tuple[str, ...]], Said]:
    """What is left of a conversation through a pipe, which each process has once."""
    known: dict[tuple[str, ...], Said] = {}

    def found(messages: tuple[str, ...]) -> Said:
        if messages not in known:
            folder = tmp_path_factory.mktemp("reference") / "here"
            known[messages] = said(folder, PLATFORMS["piped JSON"], *messages)
        return known[messages]

    return found


@pytest.fixture(params=PLATFORMS.values(), ids=[name.replace(" ", "-") for name in PLATFORMS])
def platform(request: pytest.FixtureRequest) -> Platform:
    """Each platform in turn."""
    found: Platform = request.param
    return found


@pytest.mark.parametrize("messages", CONVERSATIONS.values(), ids=[name.replace(" ", "-") for name in CONVERSATIONS])
def test_a_conversation_ends_in_the_same_answers_everywhere(
    platform: Platform, messages: tuple[str, ...], reference: Callable[[tuple[str, ...]], Said], tmp_path: Path
) -> None:
    assert said(tmp_path / "here", platform, *messages) == reference(messages)


def test_leaving_and_coming_back_changes_nothing(
    platform: Platform, reference: Callable[[tuple[str, ...]], Said], tmp_path: Path
) -> None:
    with platform.at(tmp_path) as place:
        for message in BASICS:
            place.talk("Ana", message)
        stepwise = answers(tmp_path), place.documents()
    assert stepwise == reference(BASICS)


def test_two_people_on_one_project_see_each_others_answers(platform: Platform, tmp_path: Path) -> None:
    with platform.at(tmp_path) as place:
        place.talk("Ana", *BASICS[:3])
        place.talk("Ben", *BASICS[3:])
        entries, documents = answers(tmp_path)["Coffee Club"], place.documents()
    assert [entry[-1] for entry in entries] == ["Ana"] * 3 + ["Ben"] * 5
    assert list(documents) == ["coffee_club_brief.md"]
