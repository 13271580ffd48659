"""Several replicas over one PostgreSQL: none overwrites another, and none is fooled by what it remembers."""

from collections.abc import Callable, Iterator
from threading import Barrier, Event, Thread

import pytest

from bot.service.ports import Chat, Store, Turn
from bot.storage import engines
from bot.storage.database import open_store
from bot.storage.errors import AlreadyThereError, UnavailableServerError, UnknownOutcomeError
from dialogs.state import Member
from tests.integration.storage.line import Line
from tests.integration.storage.team import HeldWriter, Team

pytestmark = pytest.mark.postgres


@pytest.fixture
def replicas(postgres_url: str) -> Iterator[tuple[Store, Store]]:
    first, second = open_store(postgres_url), open_store(postgres_url)
    yield first, second
    first.close()
    second.close()


@pytest.fixture
def here(replicas: tuple[Store, Store]) -> Team:
    return Team(replicas[0]).sets_up("Ana", "Bo")


@pytest.fixture
def there(replicas: tuple[Store, Store], here: Team) -> Team:
    """The same team, talking to the other replica."""
    return Team(replicas[1])


def test_each_replica_sees_at_once_what_the_other_wrote(here: Team, there: Team) -> None:
    for number in range(0, 20, 2):
        assert here.answers(f"q{number}", "here").result() == number + 1
        assert there.answers(f"q{number + 1}", "there").result() == number + 2
    assert here.book() == there.book()
    assert [entry.value for entry in here.book().entries] == ["here", "there"] * 10


def test_a_new_member_is_known_everywhere(here: Team, there: Team) -> None:
    assert sorted(there.submits(lambda turn: there.state_in(turn).members).result()) == ["ana", "bo"]
    here.submits(lambda turn: turn.add_member("acme", Member("cy", "Cy"))).result()
    assert sorted(there.submits(lambda turn: there.state_in(turn).members).result()) == ["ana", "bo", "cy"]
    there.submits(lambda turn: turn.add_member("acme", Member("di", "Di"))).result()
    assert sorted(here.state().members) == ["ana", "bo", "cy", "di"]


def test_replicas_that_work_on_the_same_project_take_turns(here: Team, there: Team) -> None:
    def talks(team: Team) -> None:
        for number in range(25):
            team.answers(f"q{number}", number, says=["ok"]).result()

    threads = [Thread(target=talks, args=[team]) for team in (here, there) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.seq for entry in here.book().entries] == list(range(1, 201))
    assert [message.seq for message in there.unsent()] == list(range(1, 201))


def test_replicas_that_meet_in_the_opposite_order_both_get_through(here: Team, there: Team) -> None:
    """Undeclared reads lock as they come, so these two wait for each other, and PostgreSQL stops one of them."""
    other = Team(here.store, project="other").sets_up()
    meeting = Barrier(2)

    def crossing(first: Team, second: Team) -> Callable[[Turn], None]:
        attempts = []

        def work(turn: Turn) -> None:
            attempts.append(1)
            first.answering("q", "crossed")(turn)
            if len(attempts) == 1:
                meeting.wait(10)
            second.answering("q", "crossed")(turn)

        return work

    futures = [here.store.submit(crossing(here, other)), there.store.submit(crossing(other, here))]
    for future in futures:
        future.result(30)
    assert (here.book().seq, other.book().seq) == (2, 2)


def test_both_replicas_may_hear_of_a_new_chat_at_the_same_moment(here: Team, there: Team) -> None:
    new = Chat("bot", "new", "acme", "shop")
    meeting = Barrier(2)

    def greets(text: str) -> Callable[[Turn], None]:
        attempts = []

        def work(turn: Turn) -> None:
            attempts.append(1)
            assert turn.chat("bot", "new") is None or len(attempts) > 1
            if len(attempts) == 1:
                meeting.wait(10)
            turn.send(new, [{"text": text}])

        return work

    futures = [here.store.submit(greets("one")), there.store.submit(greets("two"))]
    for future in futures:
        future.result(30)
    messages = here.store.read(lambda turn: turn.unsent(new))
    assert [message.seq for message in messages] == [1, 2]
    assert sorted(message.payload["text"] for message in messages) == ["one", "two"]


def test_a_name_that_the_other_replica_just_took_is_refused(here: Team, there: Team) -> None:
    there.state()
    here.submits(lambda turn: turn.add_member("acme", Member("cy", "Cy"))).result()
    with pytest.raises(AlreadyThereError):
        there.submits(lambda turn: turn.add_member("acme", Member("other", "Cy"))).result()


def test_a_frozen_replica_loses_its_locks_and_then_its_turn_is_run_again(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "IDLE_IN_TRANSACTION_TIMEOUT", "300ms")
    frozen, lively = open_store(postgres_url), open_store(postgres_url)
    here, there = Team(frozen).sets_up("Ana"), Team(lively)
    has_lock, thawed = Event(), Event()

    def freezes(turn: Turn) -> int:
        here.state_in(turn)
        has_lock.set()
        thawed.wait(10)
        return here.answering("q", "after the thaw")(turn)

    try:
        late = here.submits(freezes)
        assert has_lock.wait(10)
        assert there.answers("q", "meanwhile").result(10) == 1
        thawed.set()
        assert late.result(10) == 2
        assert [entry.value for entry in here.book().entries] == ["meanwhile", "after the thaw"]
    finally:
        thawed.set()
        frozen.close()
        lively.close()


@pytest.fixture
def line(postgres_url: str) -> Iterator[Line]:
    opened = Line(postgres_url)
    yield opened
    opened.close()


@pytest.fixture
def far(line: Line) -> Iterator[Team]:
    """A team whose replica reaches the server through the line."""
    store = open_store(line.url)
    yield Team(store).sets_up("Ana")
    store.close()


def test_a_broken_connection_is_replaced_without_anybody_noticing(far: Team, line: Line) -> None:
    far.answers("q1", "before").result()
    assert far.values() == {"q1": "before"}
    line.cut()
    line.restore()
    assert far.answers("q2", "after").result() == 2
    assert far.values() == {"q1": "before", "q2": "after"}


def test_a_connection_that_breaks_within_a_turn_costs_nothing(far: Team, line: Line) -> None:
    attempts = []

    def unlucky(turn: Turn) -> int:
        attempts.append(1)
        seq = far.answering("q2", "unlucky")(turn)
        if len(attempts) == 1:
            line.cut()
            line.restore()
        return seq

    with HeldWriter(far.store):
        before = far.answers("q1", "kept")
        broken = far.submits(unlucky)
        after = far.answers("q3", "kept")
    assert (before.result(), broken.result(), after.result()) == (1, 2, 3)
    assert len(attempts) == 2
    assert far.book().seq == 3


def test_a_connection_that_breaks_while_saving_is_said_and_the_turn_is_not_repeated(far: Team, line: Line) -> None:
    attempts = []

    def unlucky(turn: Turn) -> None:
        attempts.append(1)
        far.answering("q", "was it saved?")(turn)

    line.cut_at_next_commit()
    with pytest.raises(UnknownOutcomeError, match="Look whether it was saved before you repeat it"):
        far.submits(unlucky).result(20)
    assert len(attempts) == 1
    assert far.values() == {"q": "was it saved?"}
    assert far.answers("q", "goes on").result() == 2


def test_a_server_that_is_gone_is_said_to_everyone_who_waits_until_it_is_back(far: Team, line: Line) -> None:
    far.answers("q", "before").result()
    with HeldWriter(far.store):
        line.cut()
        futures = [far.answers("q", number) for number in range(3)]
    for future in futures:
        with pytest.raises(
            UnavailableServerError, match=r"^PostgreSQL at 127\.0\.0\.1:\d+/\w+ cannot be used right now"
        ):
            future.result(20)
    with pytest.raises(UnavailableServerError):
        far.values()
    line.restore()
    assert far.answers("q", "after").result() == 2
    assert far.values() == {"q": "after"}
