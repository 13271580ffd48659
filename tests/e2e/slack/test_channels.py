"""Several people in a channel: a project's walk lives in one thread."""

import pytest

from tests.e2e.slack.scene import BASICS, Guest, Scene
from tests.fakes.slack.messages import Message

POINTER = "I answered in the thread of “{}”."


@pytest.fixture
def team(room: Scene, ana: Guest, ben: Guest) -> tuple[Guest, Guest]:
    """Ana and Ben in the thread that a mention has begun."""
    channel = room.channel("coffee", ana, ben)
    ana.within(channel).says("@phasewalk hello")
    root = card(ana.within(channel))
    return ana.within(channel, root), ben.within(channel, root)


def card(guest: Guest, name: str = "") -> Message:
    """The newest card of a walk in the channel."""
    opening = "We walk through it in this thread"
    return next(one for one in reversed(guest.written) if opening in one.as_seen() and name in one.as_seen())


def test_an_app_that_is_brought_in_says_what_it_does(room: Scene, ana: Guest) -> None:
    channel = room.channel("tea", ana)
    [greeting] = ana.within(channel).written
    assert greeting.as_seen().startswith("Hello! I walk a team through building a product")
    assert greeting.thread_ts is None


def test_a_mention_begins_a_walk_in_one_thread_under_a_card(team: tuple[Guest, Guest]) -> None:
    ana, _ = team
    root = card(ana)
    assert root.as_seen().startswith("New project\nWe walk through it in this thread")
    assert root.thread_ts in (None, root.ts)
    assert ana.prompt.thread_ts == root.ts
    assert "What is the project called?" in ana.prompt.as_seen()


def test_what_is_said_in_the_thread_counts_and_elsewhere_it_does_not(team: tuple[Guest, Guest]) -> None:
    ana, ben = team
    outside = ben.within(ben.chat)
    assert outside.says("Shall we call it Coffee Club?") == ""
    other = outside.person.says("Lunch?", outside.chat)
    assert outside.within(outside.chat, other).says("Pizza") == ""
    asked = ana.prompt
    assert "2 of 8" in ben.says("Coffee Club")
    assert card(ana).as_seen().startswith("Coffee Club\n")
    assert asked.as_seen().endswith("What is the project called?\n✓ Coffee Club — Ben")


def test_a_mention_elsewhere_is_answered_in_the_thread_and_says_so_there(team: tuple[Guest, Guest]) -> None:
    ana, ben = team
    heard = ben.within(ben.chat).says("@phasewalk Coffee Club")
    assert "2 of 8" in heard
    assert ana.prompt.thread_ts == card(ana).ts
    pointer = ben.is_told(POINTER.format("Coffee Club"))
    assert pointer.thread_ts is None


def test_a_command_in_a_channel_is_answered_in_the_thread(team: tuple[Guest, Guest]) -> None:
    ana, _ = team
    assert "Where we are" in ana.commands("status")
    assert ana.prompt.thread_ts == card(ana).ts
    ana.is_told(POINTER.format("New project"))


def test_the_second_who_presses_is_told_alone_who_was_first(team: tuple[Guest, Guest]) -> None:
    ana, ben = team
    ana.says(*BASICS[:5])
    asked = ana.prompt
    first = ana.person.presses("Our own team", on=asked)
    ben.person.presses("A service provider builds it for us", on=asked)
    ana.scene.settles()
    assert first.status == "taken"
    ben.is_told("Already answered by Ana: “Our own team”.")
    assert asked.as_seen().endswith("✓ Our own team — Ana")
    assert asked.elements == []
    assert sum("When should it go live?" in one.as_seen() for one in ana.written) == 1


def test_two_projects_in_a_channel_have_two_threads(team: tuple[Guest, Guest]) -> None:
    ana, ben = team
    ana.says("Coffee Club")
    coffee = card(ana)
    ana.within(ana.chat).commands("new Tea Club")
    tea = card(ana, "Tea Club")
    assert tea.ts != coffee.ts
    assert ana.prompt.thread_ts == tea.ts
    heard = ben.within(ben.chat, coffee).says("Order ahead")
    assert "3 of 8" in heard
    assert ana.prompt.thread_ts == coffee.ts
    assert "2 of 8" not in heard


def test_an_owner_brings_a_project_of_their_own_and_others_can_not(room: Scene, ana: Guest, ben: Guest) -> None:
    ana.says("hi", "Moonbase", "A base on the moon")
    channel = room.channel("moon", ana, ben)
    here, there = ben.within(channel), ana.within(channel)
    assert "I find no project “Moonbase”." in here.commands("switch Moonbase")
    assert "We now talk about Moonbase." in there.commands("switch Moonbase")
    assert "Moonbase" in card(there, "Moonbase").as_seen()
    assert "4 of 8" in ben.within(channel, card(there, "Moonbase")).says("Queues")


def test_private_projects_are_not_named_in_a_channel(room: Scene, ana: Guest, ben: Guest) -> None:
    ana.says("hi", "Secret Garden")
    channel = room.channel("garden", ana, ben)
    table = ana.within(channel)
    table.says("@phasewalk hello")
    for text in ("projects", "status", "switch 2", "help", "switch x"):
        table.commands(text)
    assert "Secret" not in "".join(one.as_seen() for one in channel.messages)
    assert "Secret" not in "".join(one.as_seen() for one in channel.hidden)


def test_a_thread_of_the_walk_survives_its_card(team: tuple[Guest, Guest]) -> None:
    ana, _ = team
    ana.scene.slack.faults.refuses("chat.postMessage", error="thread_not_found", times=1)
    assert "2 of 8" in ana.says("Coffee Club")


def test_a_channel_that_is_archived_is_left_alone_until_it_is_not(room: Scene, team: tuple[Guest, Guest]) -> None:
    ana, _ = team
    ana.does(ana.chat.archives)
    before = len(ana.written)
    ana.does(ana.chat.unarchives)
    assert len(ana.written) == before
    assert "2 of 8" in ana.says("Coffee Club")


def test_guests_follow_as_observers(room: Scene, team: tuple[Guest, Guest]) -> None:
    ana, _ = team
    gus = room.person("Gus", is_guest=True)
    gus.does(lambda: ana.chat.adds(gus.person))
    heard = gus.within(ana.chat, ana.thread).says("My Club")
    assert heard.startswith("You follow this project as an observer")
    assert "Gus: observer" in ana.commands("team")


def test_strangers_are_observers_without_a_name(room: Scene, team: tuple[Guest, Guest]) -> None:
    ana, _ = team
    zoe = room.slack.team("T77", "Elsewhere").person("Zoe Quillfeather")
    ana.does(lambda: ana.chat.adds(zoe))
    ana.does(lambda: zoe.says("@phasewalk My Club", ana.chat, thread=ana.thread))
    assert "Someone from outside: observer" in ana.commands("team")
    files = room.phasewalk.folder.glob("phasewalk.db*")
    assert not [path for path in files if b"Quillfeather" in path.read_bytes()]
