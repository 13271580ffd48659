"""What a channel sees of a phase that is complete: a summary, the card, the bookmark, the documents."""

import pytest

from tests.e2e.slack.scene import BASICS, Guest, Scene
from tests.e2e.slack.test_channels import card

REST = ("Ana", "1", "5", "no", "Zhejiang", "09:30", "yes")


@pytest.fixture
def ana_at_the_table(room: Scene, ana: Guest, ben: Guest) -> Guest:
    """In the thread of a walk."""
    channel = room.channel("phases", ana, ben)
    ana.within(channel).says("@phasewalk hello")
    return ana.within(channel, card(ana.within(channel)))


def test_a_bookmark_leads_to_the_card_and_follows_it(ana_at_the_table: Guest) -> None:
    ana = ana_at_the_table
    ana.says(*BASICS)
    [bookmark] = ana.chat.bookmarks.values()
    assert bookmark["title"].startswith("Coffee Club: Project set-up 8/")
    assert card(ana).ts.replace(".", "") in bookmark["link"]
    assert "8/" in card(ana).as_seen()


def test_a_complete_phase_is_told_at_the_level_of_the_channel(ana_at_the_table: Guest) -> None:
    ana = ana_at_the_table
    ana.says(*BASICS)
    before = len(ana.written)
    ana.says(*REST)
    summary = next(one for one in ana.written[before:] if one.thread_ts is None)
    assert summary.as_seen().startswith("Project set-up of Coffee Club is complete: ")
    assert "The people: 1" in summary.as_seen() or "– " in summary.as_seen()
    assert "██████████" in card(ana).as_seen()
    assert "complete" in card(ana).as_seen()
    [bookmark] = ana.chat.bookmarks.values()
    assert bookmark["title"].startswith("Coffee Club: Requirements analysis 0/")


def test_documents_come_as_files_in_the_thread(ana_at_the_table: Guest) -> None:
    ana = ana_at_the_table
    ana.says(*BASICS)
    [document] = [one for one in ana.written if one.files]
    assert document.files[0].name == "coffee_club_brief.md"
    assert document.thread_ts == card(ana).ts


def test_a_workspace_that_allows_no_bookmarks_misses_nothing_else(room: Scene, ana_at_the_table: Guest) -> None:
    ana = ana_at_the_table
    room.slack.faults.refuses("bookmarks.list", error="missing_scope", times=10)
    assert "What is the team member's name?" in ana.says(*BASICS)
    room.slack.faults.clear()
    assert ana.chat.bookmarks == {}
