"""The same conversation ends in the same answers and the same documents on every platform."""

from pathlib import Path

import pytest

from bot.bootstrap import App
from bot.service.ports import LOCAL_WORKSPACE, Turn
from tests.contract.platforms import PLATFORMS, Platform, project

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
    "nothing": (),
}


def outcome(app: App, folder: Path) -> tuple[dict[str, list[tuple[object, ...]]], dict[str, str]]:
    """Every project's answers, without times and ids, and every document."""

    def work(turn: Turn) -> dict[str, list[tuple[object, ...]]]:
        found: dict[str, list[tuple[object, ...]]] = {}
        for one in turn.projects(LOCAL_WORKSPACE):
            entries = turn.state(LOCAL_WORKSPACE, one.id).book.entries
            found[one.name] = [
                (entry.kind, entry.question, entry.item, entry.value, entry.replaces) for entry in entries
            ]
        return found

    documents = folder / "documents"
    texts = {str(path.relative_to(documents)): path.read_text(encoding="utf-8") for path in documents.rglob("*.md")}
    return app.store.read(work), texts


def said(folder: Path, platform: Platform, *messages: str) -> object:
    with project(folder) as (app, settings):
        platform.talk(app, settings, *messages)
        return outcome(app, folder)


@pytest.fixture(params=PLATFORMS, ids=[name.replace(" ", "-") for name in PLATFORMS])
def platform(request: pytest.FixtureRequest) -> Platform:
    """Each platform in turn."""
    return PLATFORMS[str(request.param)]


@pytest.mark.parametrize("messages", CONVERSATIONS.values(), ids=[name.replace(" ", "-") for name in CONVERSATIONS])
def test_a_conversation_ends_in_the_same_answers_everywhere(
    platform: Platform, messages: tuple[str, ...], tmp_path: Path
) -> None:
    reference = said(tmp_path / "reference", PLATFORMS["piped JSON"], *messages)
    assert said(tmp_path / "here", platform, *messages) == reference


def test_leaving_and_coming_back_changes_nothing(platform: Platform, tmp_path: Path) -> None:
    with project(tmp_path / "one") as (app, settings):
        for message in BASICS:
            platform.talk(app, settings, message)
        stepwise = outcome(app, tmp_path / "one")
    assert stepwise == said(tmp_path / "other", platform, *BASICS)


def test_two_people_on_one_project_see_each_others_answers(platform: Platform, tmp_path: Path) -> None:
    with project(tmp_path / "p") as (app, settings):
        platform.talk(app, settings, *BASICS[:3])
        platform.talk(app, settings.model_copy(update={"name": "Ben"}), *BASICS[3:])
        answers, documents = outcome(app, tmp_path / "p")
    assert len(answers["Coffee Club"]) == len(BASICS)
    assert list(documents) == ["coffee_club/brief.md"]
