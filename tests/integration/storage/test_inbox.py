"""What comes in is kept once, run in its chat's order, and nothing keeps what comes after it waiting for ever."""

from collections.abc import Iterator
from threading import Barrier, Thread
from threading import Event as Signal

import pytest

from bot.service.arrivals import Arrived, Message, Move, Place, Press, Reach
from bot.service.boxes import Event
from bot.service.ports import Store, Turn
from bot.storage.database import open_store
from tests.integration.storage.mail import ANA, BOT, Replica, said, text_of
from tests.integration.storage.team import HeldWriter


@pytest.fixture
def here(store: Store) -> Replica:
    return Replica(store)


def test_what_was_delivered_before_is_not_kept_again(here: Replica) -> None:
    assert here.accepts(said("one"), said("two"), said("one")) == [(BOT, "5")]
    assert here.accepts(said("two"), said("three"), said("three", chat="6", key="three again")) == [
        (BOT, "5"),
        (BOT, "6"),
    ]
    assert here.accepts(said("one"), said("two"), said("three")) == []
    assert here.finishes_all() == ["one", "two", "three"]
    assert here.finishes_all("6") == ["three"]


def test_what_is_delivered_twice_at_once_is_kept_once(here: Replica) -> None:
    with HeldWriter(here.store):
        futures = [
            here.store.submit(lambda turn: turn.inbox.accept(BOT, [said("one"), said("two")], "here")) for _ in range(3)
        ]
    assert [list(future.result()) for future in futures] == [[(BOT, "5")], [], []]
    assert here.finishes_all() == ["one", "two"]


def test_what_is_known_stays_known_after_it_was_run_and_after_a_restart(here: Replica, database_url: str) -> None:
    here.accepts(said("one"))
    assert here.finishes() == "one"
    here.store.close()
    here.store = open_store(database_url)
    assert here.accepts(said("one")) == []
    here.store.close()


def test_the_same_key_of_another_bot_is_something_else(here: Replica) -> None:
    here.accepts(said("one"))
    other = here.store.submit(lambda turn: turn.inbox.accept("telegram:2", [said("one")], "here"))
    assert other.result() == [("telegram:2", "5")]


@pytest.mark.parametrize(
    "arrival",
    [
        Message(Place(BOT, "5", "home"), ANA, "m-1", "NUL \0, \ud83d and 中文", mentions={"@bo": "telegram:6"}),
        Press(Place(BOT, "5", "home", is_shared=True, title="Team"), ANA, "token", "option", "2", "callback", "m"),
        Reach(Place(BOT, "5", "home"), ANA, is_open=False),
        Move(Place(BOT, "5", "home"), "-100"),
    ],
)
def test_arrivals_come_back_as_they_were(here: Replica, arrival: Message | Press | Reach | Move) -> None:
    here.accepts(Arrived("key", arrival))
    head = here.head()
    assert head is not None
    assert (head.arrival, head.begun, head.tries, head.runner) == (arrival, 1, 0, "here")


def test_a_turn_that_raises_takes_back_what_it_took_in(here: Replica) -> None:
    def stumbles(turn: Turn) -> None:
        turn.inbox.accept(BOT, [said("two"), said("three")], "here")
        head = turn.inbox.head(BOT, "5")
        assert head is not None
        turn.inbox.finish(head)
        raise RuntimeError("stumbled")

    with HeldWriter(here.store):
        first = here.store.submit(lambda turn: turn.inbox.accept(BOT, [said("one")], "here"))
        wrong = here.store.submit(stumbles)
        last = here.store.submit(lambda turn: turn.inbox.accept(BOT, [said("three")], "here"))
    with pytest.raises(RuntimeError):
        wrong.result()
    assert first.result() == last.result() == [(BOT, "5")]
    assert here.finishes_all() == ["one", "three"]
    assert here.accepts(said("two")) == [(BOT, "5")]


def test_many_turns_of_one_chat_in_one_transaction_run_in_order(here: Replica) -> None:
    here.accepts(*(said(str(number)) for number in range(20)))
    done: list[str] = []

    def work(turn: Turn) -> int:
        event = turn.inbox.head(BOT, "5")
        assert event is not None
        turn.inbox.finish(event)
        done.append(text_of(event))
        return turn.inbox.waiting(BOT, "5")

    with HeldWriter(here.store):
        futures = [here.store.submit(work, chats=[(BOT, "5")]) for _ in range(20)]
    assert [future.result() for future in futures] == list(range(19, -1, -1))
    assert done == [str(number) for number in range(20)]


def fails(here: Replica, why: str = "ValueError: no") -> bool:
    def work(turn: Turn) -> bool:
        event = turn.inbox.head(BOT, "5")
        assert event is not None
        return turn.inbox.fail(event, why)

    return here.store.submit(work).result()


def test_what_fails_five_times_is_put_aside_and_the_next_goes_on(here: Replica) -> None:
    here.accepts(said("poison"), said("fine"))
    assert [fails(here, "NUL \0 and \ud83d") for _ in range(4)] == [False] * 4
    head = here.head()
    assert head is not None
    assert (text_of(head), head.tries) == ("poison", 4)
    assert fails(here, "NUL \0 and \ud83d") is True
    assert here.finishes_all() == ["fine"]
    stuck = here.store.read(lambda turn: turn.upkeep.stuck(10))
    assert [(one.box, one.chat, one.seq, one.state, one.tries) for one in stuck] == [("inbox", "5", 1, "parked", 5)]
    assert stuck[0].note == "NUL \0 and \ud83d"
    assert stuck[0].since.tzinfo is not None


def park(here: Replica) -> None:
    here.accepts(said("poison"))
    while not fails(here):
        pass


def test_what_was_put_aside_can_be_tried_again_behind_the_others(here: Replica) -> None:
    park(here)
    here.accepts(said("fine"))

    def both(turn: Turn) -> tuple[bool, bool]:
        return turn.upkeep.retry("inbox", (BOT, "5"), 1), turn.upkeep.retry("inbox", (BOT, "5"), 1)

    with HeldWriter(here.store):
        twice = here.store.submit(both)
        other = here.store.submit(lambda turn: turn.inbox.accept(BOT, [said("more")], "here"), chats=[(BOT, "5")])
    assert (twice.result(), list(other.result())) == ((True, False), [(BOT, "5")])
    assert here.store.submit(lambda turn: turn.upkeep.retry("inbox", (BOT, "5"), 99)).result() is False
    assert here.finishes_all() == ["fine", "poison", "more"]
    assert here.store.read(lambda turn: turn.upkeep.stuck(10)) == []


def test_what_is_tried_again_is_taken_on_by_whoever_looks(here: Replica) -> None:
    park(here)
    here.store.submit(lambda turn: turn.upkeep.retry("inbox", (BOT, "5"), 1)).result()
    found = here.recovers()
    assert found is not None
    assert (text_of(found), found.begun, found.tries, found.runner) == ("poison", 1, 0, "here")


def test_what_was_put_aside_can_be_dropped(here: Replica) -> None:
    park(here)
    assert here.store.submit(lambda turn: turn.upkeep.drop("inbox", (BOT, "5"), 1)).result() is True
    assert here.store.submit(lambda turn: turn.upkeep.drop("inbox", (BOT, "5"), 1)).result() is False
    assert here.store.read(lambda turn: turn.upkeep.counts())["inbox", "parked"] == 0


def test_what_a_message_answered_can_be_looked_up(here: Replica) -> None:
    here.accepts(said("one"), said("two"))

    def work(turn: Turn) -> None:
        event = turn.inbox.head(BOT, "5")
        assert event is not None
        turn.inbox.finish(event, {"question": "who.name"})

    here.store.submit(work).result()
    here.finishes()
    look = here.store.read
    assert look(lambda turn: turn.inbox.note_of(BOT, "5", "m-one")) == {"question": "who.name"}
    assert look(lambda turn: turn.inbox.note_of(BOT, "5", "m-two")) is None
    assert look(lambda turn: turn.inbox.note_of(BOT, "5", "m-three")) is None


def test_events_that_nobody_took_on_are_claimed_once(here: Replica) -> None:
    here.accepts(said("one"), said("two"), said("three", chat="6"), runner="")
    here.accepts(said("mine", chat="7"))

    def claims(turn: Turn) -> list[tuple[str, str]]:
        return list(turn.inbox.claim("worker", 64))

    with HeldWriter(here.store):
        futures = [here.store.submit(claims) for _ in range(2)]
    assert [future.result() for future in futures] == [[(BOT, "5"), (BOT, "6")], []]
    head = here.head()
    assert head is not None
    assert (head.runner, head.begun) == ("worker", 1)


def test_what_was_run_meanwhile_is_not_claimed_back_to_life(here: Replica) -> None:
    here.accepts(said("one"), runner="")

    def runs(turn: Turn) -> None:
        event = turn.inbox.head(BOT, "5")
        assert event is not None
        turn.inbox.finish(event)

    with HeldWriter(here.store):
        here.store.submit(runs)
        claimed = here.store.submit(lambda turn: turn.inbox.claim("worker", 64))
        recovered = here.store.submit(lambda turn: turn.inbox.recover("worker", ["worker"]))
    assert (list(claimed.result()), recovered.result()) == ([], None)
    assert here.finishes_all() == []


def test_only_the_poison_is_put_aside_after_three_deaths(store: Store) -> None:
    """Each process that runs the poison is gone. Innocents wait in its chat and in others."""
    Replica(store, "first").accepts(
        said("poison", "a"), said("a1", "a"), said("a2", "a"), said("b1", "b"), said("c1", "c"), said("c2", "c")
    )
    ran: list[str] = []
    parked: list[Event] = []
    for number in range(2, 9):
        replica = Replica(store, f"replica {number}")
        while (event := replica.recovers()) is not None:
            head = replica.head(event.chat)
            if head is not None and text_of(head) == "poison":
                ran.append("poison")
                break  # the process has ended
            if head is None or head.seq != event.seq:
                parked.append(event)
                continue
            ran.append(replica.finishes(event.chat))
    assert sorted(ran) == ["a1", "a2", "b1", "c1", "c2", "poison", "poison"]  # and once before all that
    assert [text_of(event) for event in parked] == ["poison"]
    stuck = store.read(lambda turn: turn.upkeep.stuck(10))
    assert [(one.chat, one.seq, one.state) for one in stuck] == [("a", 1, "parked")]


def test_what_living_replicas_run_is_not_recovered(here: Replica) -> None:
    there = Replica(here.store, "there")
    there.accepts(said("theirs"))
    here.accepts(said("mine", chat="6"))
    assert here.recovers("there") is None
    found = here.recovers()
    assert found is not None
    assert (text_of(found), found.begun) == ("theirs", 2)
    assert here.recovers() is None


@pytest.fixture
def replicas(postgres_url: str) -> Iterator[list[Replica]]:
    stores = [open_store(postgres_url) for _ in range(3)]
    yield [Replica(store, f"replica {number}") for number, store in enumerate(stores)]
    for store in stores:
        store.close()


@pytest.mark.postgres
def test_replicas_that_get_the_same_events_at_once_keep_each_once(replicas: list[Replica]) -> None:
    rounds, meeting, failures = 12, Barrier(3), list[BaseException]()
    events = [[said(f"{number}:{n}", chat=str(n % 4)) for n in range(12)] for number in range(rounds)]

    def takes_in(replica: Replica, turned: int) -> None:
        try:
            for batch in events:
                meeting.wait(20)
                replica.accepts(*batch[turned * 3 :], *batch[: turned * 3])
        except BaseException as error:  # whatever it is, the test has to see it
            failures.append(error)
            meeting.abort()

    threads = [Thread(target=takes_in, args=[replica, number]) for number, replica in enumerate(replicas)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    for chat in range(4):
        ran = replicas[0].finishes_all(str(chat))
        assert len(ran) == len(set(ran)) == rounds * 3
        assert [text.partition(":")[0] for text in ran] == [str(number) for number in range(rounds) for _ in range(3)]


@pytest.mark.postgres
def test_replicas_that_run_one_chat_at_once_run_each_event_once(replicas: list[Replica]) -> None:
    replicas[0].accepts(*(said(str(number)) for number in range(60)))
    ran: list[str] = []

    def runs(replica: Replica) -> None:
        while text := replica.finishes():
            ran.append(text)

    threads = [Thread(target=runs, args=[replica]) for replica in replicas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ran, key=int) == [str(number) for number in range(60)]


@pytest.mark.postgres
def test_replicas_that_recover_at_once_take_on_each_event_once(replicas: list[Replica]) -> None:
    Replica(replicas[0].store, "gone").accepts(*(said(str(number), chat=str(number)) for number in range(30)))
    taken: list[Event] = []

    def recovers(replica: Replica) -> None:
        while (event := replica.recovers("replica 0", "replica 1", "replica 2")) is not None:
            taken.append(event)

    threads = [Thread(target=recovers, args=[replica]) for replica in replicas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(int(text_of(event)) for event in taken) == list(range(30))
    assert {event.begun for event in taken} == {2}


@pytest.mark.postgres
def test_nobody_waits_for_a_chat_that_another_replica_is_busy_with(replicas: list[Replica]) -> None:
    here, there, _ = replicas
    here.store.submit(lambda turn: turn.inbox.accept(BOT, [said("one"), said("two", chat="6")], "")).result()
    is_busy, may_end = Signal(), Signal()

    def works(turn: Turn) -> None:
        turn.chat(BOT, "5")
        is_busy.set()
        may_end.wait(60)

    working = here.store.submit(works)
    is_busy.wait(60)
    assert there.store.submit(lambda turn: turn.inbox.claim("there", 10)).result(60) == [(BOT, "6")]
    may_end.set()
    working.result()
    assert there.store.submit(lambda turn: turn.inbox.claim("there", 10)).result() == [(BOT, "5")]
