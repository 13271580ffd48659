"""What is said comes back as it was said, from either database."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from bot.service.ports import Chat, Document, Project, Store, Turn
from bot.storage.errors import AlreadyThereError, ConflictError, MissingProjectError, ReadOnlyStoreError
from dialogs.answers import Entry, Kind, Value
from dialogs.state import Member, Prompt, PromptKind, Seat
from tests.integration.storage.team import NOON, Team

NASTY = "NUL \0, half a pair \ud83d, \\u0000, 中文, 🙂, 'quotes\" and \\"
VALUES: list[Value | None] = ["", "hello", NASTY, 0, -7, 2**40, 1.5, True, False, [], ["a", NASTY], None]

Restart = Callable[[Team], Team]


def test_every_kind_of_value_survives_a_restart(team: Team, restart: Restart) -> None:
    for number, value in enumerate(VALUES):
        team.answers(f"q{number}", value).result()
    found = list(restart(team).values().values())
    assert found == VALUES
    assert [type(value) for value in found] == [type(value) for value in VALUES]


def test_an_entry_keeps_everything_it_says(team: Team, restart: Restart) -> None:
    elsewhere = datetime(2026, 3, 1, 23, tzinfo=timezone(timedelta(hours=8)))
    entries = [
        Entry(1, 1, Kind.ADD, "persona", "P-1", "", "ana", NOON),
        Entry(2, 1, Kind.ANSWER, "persona.name", "P-1", "Mia", "ana", elsewhere),
        Entry(3, 3, Kind.SKIP, "persona.age", "P-1", None, "bo", NOON + timedelta(microseconds=1)),
        Entry(4, 4, Kind.CLEAR, "persona.name", "P-1", None, "bo", NOON, replaces=2),
        Entry(5, 5, Kind.ADD, "persona", "P-2", "", "bo", NOON),
        Entry(6, 6, Kind.MOVE, "persona", "P-2", 1, "bo", NOON),
        Entry(7, 7, Kind.REMOVE, "persona", "P-1", None, "bo", NOON),
        Entry(8, 8, Kind.RESTORE, "persona", "P-1", None, "bo", NOON, undoes=7),
    ]

    def work(turn: Turn) -> None:
        before = team.state_in(turn)
        turn.save(team.workspace, team.project.id, before, replace(before, book=before.book.with_entries(entries)))

    team.submits(work).result()
    book = restart(team).book()
    assert list(book.entries) == entries
    assert book.entries[1].at.tzinfo is UTC
    assert book.living("persona") == ("P-2", "P-1")


def test_seats_keep_the_open_prompt_and_the_focus(team: Team, restart: Restart) -> None:
    pending = {"do": "replace", "value": ["x", NASTY], "seq": 4}
    seats = {
        ("general", "ana"): Seat(Prompt("t1", PromptKind.CONFIRM, "q", "P-1", 4, pending), ("q2", ""), is_paused=True),
        ("general", "bo"): Seat(Prompt("t2", PromptKind.ANOTHER, "persona", "")),
        ("private", "ana"): Seat(),
    }

    def sit(turn: Turn, seats: Mapping[tuple[str, str], Seat]) -> None:
        before = team.state_in(turn)
        turn.save(team.workspace, team.project.id, before, replace(before, seats={**before.seats, **seats}))

    team.submits(lambda turn: sit(turn, seats)).result()
    assert restart(team).state().seats == seats
    team.submits(lambda turn: sit(turn, {("general", "bo"): Seat()})).result()
    assert restart(team).state().seats == {**seats, ("general", "bo"): Seat()}


def test_names_may_hold_anything_a_person_can_type(team: Team, restart: Restart) -> None:
    def work(turn: Turn) -> None:
        turn.put_project(replace(team.project, name=NASTY))
        turn.add_member(team.workspace, Member("m1", NASTY))
        turn.add_member(team.workspace, Member("m2", "\\u0000"))
        turn.add_member(team.workspace, Member("m3", "\0"))

    team.submits(work).result()
    restart(team)
    assert team.store.read(lambda turn: turn.project("acme", "shop")) == replace(team.project, name=NASTY)
    names = {member.id: member.name for member in team.state().members.values()}
    assert names == {"ana": "Ana", "bo": "Bo", "m1": NASTY, "m2": "\\u0000", "m3": "\0"}


def test_projects_are_listed_by_age_and_can_be_renamed_and_moved_to_another_playbook(
    team: Team, restart: Restart
) -> None:
    older = Project("acme", "old", "The first one", "hash-1", NOON - timedelta(days=9))
    elsewhere = Project("other", "shop", "The shop", "hash-1", NOON)
    renamed = replace(team.project, name="The new shop", playbook="hash-2")

    def work(turn: Turn) -> list[Project]:
        turn.put_project(older)
        turn.put_project(elsewhere)
        turn.put_project(renamed)
        return list(turn.projects("acme"))

    assert team.submits(work).result() == [older, renamed]
    assert restart(team).store.read(lambda turn: list(turn.projects("acme"))) == [older, renamed]
    assert team.store.read(lambda turn: list(turn.projects("nobody"))) == []


def test_playbooks_come_back_as_they_were_added(team: Team, restart: Restart) -> None:
    content: Mapping[str, Any] = {"id": "mini", "phases": [{"title": NASTY, "min": 1, "max": None, "facts": 2.5}]}
    team.submits(lambda turn: turn.add_playbook("acme", "hash-1", content)).result()
    team.submits(lambda turn: turn.add_playbook("acme", "hash-1", content)).result()
    assert restart(team).store.read(lambda turn: turn.playbook("acme", "hash-1")) == content
    assert team.store.read(lambda turn: turn.playbook("acme", "hash-2")) is None
    assert team.store.read(lambda turn: turn.playbook("other", "hash-1")) is None


def test_documents_keep_their_versions(team: Team, restart: Restart) -> None:
    first = Document("brief", 1, 4, "aaa", NOON)
    second = Document("brief", 2, 9, "bbb", NOON + timedelta(hours=1))
    other = Document("audience", 1, 9, "ccc", NOON)

    def work(turn: Turn) -> list[Document]:
        turn.add_document("acme", "shop", second)
        return list(turn.documents("acme", "shop"))

    team.submits(lambda turn: turn.add_document("acme", "shop", first)).result()
    assert team.submits(work).result() == [first, second]
    team.submits(lambda turn: turn.add_document("acme", "shop", other)).result()
    assert restart(team).store.read(lambda turn: list(turn.documents("acme", "shop"))) == [other, first, second]


def test_a_chat_can_move_to_another_project_without_losing_its_place(team: Team, restart: Restart) -> None:
    team.answers("q", "a", says=["one", "two"]).result()
    moved = Chat("bot", team.chat.id, "acme", "another")
    team.submits(lambda turn: turn.put_chat(moved)).result()
    assert restart(team).store.read(lambda turn: turn.chat("bot", team.chat.id)) == moved
    assert team.unsent_texts() == ["one", "two"]
    assert team.store.read(lambda turn: turn.chat("another-bot", team.chat.id)) is None


def test_two_workspaces_may_use_the_same_ids_and_names(store: Store, restart: Restart) -> None:
    here, there = Team(store, "here").sets_up("Ana"), Team(store, "there").sets_up("Ana")
    here.answers("q", "ours").result()
    there.answers("q", "theirs").result()
    there.store = restart(here).store
    assert (here.values(), there.values()) == ({"q": "ours"}, {"q": "theirs"})


def test_a_name_that_is_taken_is_refused_and_nothing_else_of_the_turn_is_kept(team: Team) -> None:
    def work(turn: Turn) -> None:
        team.answering("q", "kept?")(turn)
        turn.add_member("acme", Member("someone-else", "Ana"))

    with pytest.raises(AlreadyThereError):
        team.submits(work).result()
    assert team.values() == {}
    assert [member.id for member in team.state().members.values()] == ["ana", "bo"]


def test_a_turn_that_works_on_an_outdated_state_is_refused(team: Team) -> None:
    outdated = team.state()
    team.answers("q", "first").result()
    entry = Entry(1, 1, Kind.ANSWER, "q", "", "second", "bo", NOON)
    after = replace(outdated, book=outdated.book.with_entries([entry]))
    with pytest.raises(ConflictError):
        team.submits(lambda turn: turn.save("acme", "shop", outdated, after)).result()
    assert team.values() == {"q": "first"}


def test_a_project_that_is_not_there_says_so(team: Team) -> None:
    with pytest.raises(MissingProjectError, match=r"^There is no project gone here\.$"):
        team.store.read(lambda turn: turn.state("acme", "gone"))
    assert team.store.read(lambda turn: turn.project("acme", "gone")) is None


def test_reading_sees_one_moment(team: Team) -> None:
    def work(turn: Turn) -> list[Document]:
        turn.projects("acme")
        drawn = Document("brief", 1, 0, "aaa", NOON)
        team.submits(lambda turn: turn.add_document("acme", "shop", drawn)).result()
        return list(turn.documents("acme", "shop"))

    assert team.store.read(work) == []
    assert len(team.store.read(lambda turn: turn.documents("acme", "shop"))) == 1


def test_reading_refuses_to_write(team: Team) -> None:
    with pytest.raises(ReadOnlyStoreError):
        team.store.read(team.answering("q", "never"))
    with pytest.raises(ReadOnlyStoreError):
        team.store.read(lambda turn: turn.put_project(team.project))
    assert team.values() == {}


def test_a_snapshot_that_is_older_than_what_the_program_knows_is_still_whole(team: Team) -> None:
    """The reader's transaction begins, then somebody answers, and only then the reader asks for the answers."""
    team.answers("q1", "old").result()

    def work(turn: Turn) -> list[str]:
        turn.projects("acme")
        team.answers("q2", "new").result()
        return [question for question, _ in team.state_in(turn).book.newest]

    assert team.store.read(work) == ["q1"]
    assert team.values() == {"q1": "old", "q2": "new"}


def test_a_chosen_time_zone_counts_until_it_is_given_up(team: Team) -> None:
    def zones(turn: Turn) -> tuple[str, str]:
        return turn.directory("acme").members["ana"].zone, turn.directory("acme").members["bo"].zone

    def told(turn: Turn) -> None:
        turn.put_account("acme", "slack:T1/U1", "ana", "ana", "Europe/Lisbon")

    team.submits(told).result()
    assert team.store.read(zones) == ("Europe/Lisbon", "")
    team.submits(lambda turn: turn.put_zone("acme", "ana", "Asia/Shanghai")).result()
    team.submits(lambda turn: turn.put_account("acme", "slack:T1/U1", "ana", "ana", "Europe/Paris")).result()
    assert team.store.read(zones) == ("Asia/Shanghai", "")

    def given_up(turn: Turn) -> tuple[str, str]:
        turn.put_zone("acme", "ana", "")
        return zones(turn)

    assert team.submits(given_up).result() == ("Europe/Paris", "")
