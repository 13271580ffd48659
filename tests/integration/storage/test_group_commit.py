"""Turns that wait together share one transaction, and none of them notices the others' mistakes."""

from collections.abc import Iterator
from concurrent.futures import CancelledError, wait
from dataclasses import replace
from threading import Thread

import pytest
from sqlalchemy import Engine, event

from bot.service.ports import Store, Turn
from bot.storage.database import open_store
from bot.storage.errors import AlreadyThereError, ClosedStoreError, RefusedDataError
from dialogs.state import Member
from tests.integration.storage.team import HeldWriter, Team


class Commits:
    """Counts them, whoever commits."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, *_: object) -> None:
        self.count += 1


@pytest.fixture
def commits(team: Team) -> Iterator[Commits]:
    counted = Commits()
    event.listen(Engine, "commit", counted.add)
    yield counted
    event.remove(Engine, "commit", counted.add)


def test_turns_that_wait_together_share_a_commit(team: Team, commits: Commits) -> None:
    with HeldWriter(team.store):
        futures = [team.answers(f"q{number}", number) for number in range(40)]
    assert [future.result() for future in futures] == list(range(1, 41))
    assert commits.count == 2  # the turn that held the writer, and one for all that waited
    assert team.values() == {f"q{number}": number for number in range(40)}


def test_turns_that_come_one_after_the_other_do_not_wait_for_company(team: Team, commits: Commits) -> None:
    for number in range(5):
        team.answers(f"q{number}", number).result()
    assert commits.count == 5


def test_a_turn_sees_what_the_turns_before_it_in_the_same_commit_did(team: Team) -> None:
    def work(turn: Turn) -> tuple[object, ...]:
        names = [member.name for member in turn.directory("acme").members.values()]
        projects = [project.name for project in turn.projects("acme")]
        return team.state_in(turn).book.value("q"), names, projects, [m.payload["text"] for m in turn.unsent(team.chat)]

    with HeldWriter(team.store):
        team.answers("q", "first", says=["one"])
        team.submits(lambda turn: turn.add_member("acme", Member("cy", "Cy")))
        team.submits(lambda turn: turn.put_project(replace(team.project, name="Renamed")))
        seen = team.submits(work)
    assert seen.result() == ("first", ["Ana", "Bo", "Cy"], ["Renamed"], ["one"])


def test_a_raising_turn_takes_back_its_own_writes_only(team: Team, commits: Commits) -> None:
    def stumbles(turn: Turn) -> None:
        team.answering("q2", "never", says=["never"])(turn)
        turn.add_member("acme", Member("cy", "Cy"))
        turn.put_project(replace(team.project, name="Never"))
        turn.put_chat(replace(team.chat, project="never"))
        turn.add_playbook("acme", "never", {})
        raise RuntimeError("stumbled")

    with HeldWriter(team.store):
        before = team.answers("q1", "kept", says=["one"])
        wrong = team.submits(stumbles)
        after = team.answers("q3", "kept", says=["two"])
    with pytest.raises(RuntimeError, match="stumbled"):
        wrong.result()
    assert (before.result(), after.result()) == (1, 2)
    assert commits.count == 2
    assert team.values() == {"q1": "kept", "q3": "kept"}
    assert [message.seq for message in team.unsent()] == [1, 2]
    assert sorted(team.state().members) == ["ana", "bo"]
    assert team.store.read(lambda turn: turn.project("acme", "shop")) == team.project
    assert team.store.read(lambda turn: turn.chat("bot", team.chat.id)) == team.chat
    assert team.store.read(lambda turn: turn.playbook("acme", "never")) is None


def test_when_the_database_refuses_a_batch_only_the_guilty_turn_fails(team: Team) -> None:
    with HeldWriter(team.store):
        before = team.answers("q1", "kept")
        twice = team.submits(lambda turn: turn.add_member("acme", Member("other", "Ana")))
        after = team.answers("q2", "kept")
    with pytest.raises(AlreadyThereError):
        twice.result()
    assert (before.result(), after.result()) == (1, 2)
    assert team.values() == {"q1": "kept", "q2": "kept"}


def test_an_id_that_no_database_takes_fails_its_own_turn(team: Team) -> None:
    with HeldWriter(team.store):
        before = team.answers("q1", "kept")
        unreadable = team.store.submit(lambda turn: turn.project("acme", "\ud800"), projects=[("acme", "\ud800")])
        unwritable = team.store.submit(lambda turn: turn.send(replace(team.chat, id="\ud800"), [{}]))
        after = team.answers("q2", "kept")
    for future in (unreadable, unwritable):
        with pytest.raises(RefusedDataError):
            future.result()
    assert (before.result(), after.result()) == (1, 2)


def test_a_turn_that_swallows_a_failing_database_does_not_poison_the_others(team: Team) -> None:
    def swallows(turn: Turn) -> str:
        try:
            turn.project("acme", "\ud800")
        except Exception:  # as a careless service might
            return "swallowed"
        return "read"

    with HeldWriter(team.store):
        careless = team.submits(swallows)
        other = team.answers("q", "kept")
    with pytest.raises(RefusedDataError):
        careless.result()
    assert other.result() == 1
    assert team.values() == {"q": "kept"}


def test_a_turn_that_was_called_off_while_it_waited_is_not_run(team: Team) -> None:
    with HeldWriter(team.store):
        called_off = team.answers("q1", "never")
        kept = team.answers("q2", "kept")
        assert called_off.cancel()
    assert kept.result() == 1
    with pytest.raises(CancelledError):
        called_off.result()
    assert team.values() == {"q2": "kept"}


def test_a_result_is_there_only_after_its_commit(team: Team, database_url: str) -> None:
    elsewhere = open_store(database_url, read_only=True)
    try:
        for number in range(10):
            team.answers("q", number).result()
            assert elsewhere.read(team.state_in).book.value("q") == number
    finally:
        elsewhere.close()


def test_closing_first_does_what_was_submitted(team: Team, database_url: str) -> None:
    with HeldWriter(team.store):
        closing = Thread(target=team.store.close)
        futures = [team.answers(f"q{number}", number) for number in range(300)]
        closing.start()
    closing.join(20)
    assert wait(futures, timeout=0).not_done == set()
    with pytest.raises(ClosedStoreError):
        team.answers("q", "too late")
    later = open_store(database_url, read_only=True)
    try:
        assert later.read(team.state_in).book.seq == 300
    finally:
        later.close()


def test_many_people_at_once_lose_nothing(store: Store) -> None:
    teams = [Team(store, project=f"p{number}").sets_up() for number in range(4)]

    def talks(team: Team) -> None:
        for number in range(30):
            team.answers(f"q{number}", number, says=[str(number)]).result()

    threads = [Thread(target=talks, args=[team]) for team in teams for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for team in teams:
        assert [entry.seq for entry in team.book().entries] == list(range(1, 121))
        assert [message.seq for message in team.unsent()] == list(range(1, 121))
