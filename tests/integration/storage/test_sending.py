"""What goes out stands in the database from the first moment, in order, and one replica at a time carries a chat."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from bot.service.boxes import Fate, Sending
from bot.service.ports import Chat, Store, Turn
from bot.storage.database import open_store
from bot.storage.engines import Place, reading_engine
from bot.storage.traffic import event_table, outbox_table
from tests.integration.storage.mail import BOT, Replica, said, texts
from tests.integration.storage.team import HeldWriter

DOCUMENT = {"kind": "document", "text": "brief.pdf"}


def hear_from(store: Store, *chats: str) -> None:
    def work(turn: Turn) -> None:
        for chat in chats or ("5",):
            turn.put_chat(Chat(BOT, chat, "acme"))

    store.submit(work).result()


@pytest.fixture
def here(store: Store) -> Replica:
    hear_from(store)
    return Replica(store, "here")


@pytest.fixture
def there(here: Replica) -> Replica:
    return Replica(here.store, "there")


def test_what_is_said_is_to_be_sent_by_who_said_it_and_noted_when_it_was(here: Replica) -> None:
    load = here.sends("one", "two")
    assert load is not None
    assert [(m.seq, m.payload["text"], m.state) for m in load.messages] == [
        (1, "one", Sending.SENDING),
        (2, "two", Sending.SENDING),
    ]
    assert (load.key, load.is_shared, load.sent_seq) == ((BOT, "5"), False, 0)
    assert here.has_sent(1) == []
    assert here.has_sent(2) == []
    assert here.held() == []
    load = here.sends("three")
    assert load is not None
    assert (load.messages[0].seq, load.sent_seq) == (3, 2)


def test_receipts_are_found_by_token_and_tokens_by_receipt(here: Replica) -> None:
    here.puts({"kind": "say", "text": "?", "token": "abc", "ask": {"x": 1}}, {"kind": "say", "text": "more"})
    look = here.store.read
    assert look(lambda turn: turn.outbox.receipt((BOT, "5"), "abc")) == ""
    here.has_sent(1, 2)
    assert look(lambda turn: turn.outbox.receipt((BOT, "5"), "abc")) == "r-1"
    assert look(lambda turn: turn.outbox.token((BOT, "5"), "r-1")) == "abc"
    assert look(lambda turn: turn.outbox.token((BOT, "5"), "r-2")) == ""
    assert look(lambda turn: turn.outbox.token((BOT, "5"), "r-9")) == ""
    asked = look(lambda turn: turn.outbox.asked((BOT, "5"), "abc"))
    assert asked is not None
    assert asked["ask"] == {"x": 1}
    assert look(lambda turn: turn.outbox.asked((BOT, "5"), "unknown")) is None


def test_nothing_is_said_where_nobody_may_be_written_to(here: Replica) -> None:
    here.store.submit(lambda turn: turn.put_chat(Chat(BOT, "5", "acme", is_open=False))).result()
    assert here.sends("one") is None
    assert here.sends("one", chat="never heard of") is None
    assert here.store.read(lambda turn: turn.upkeep.stuck(10)) == []


def test_while_one_replica_carries_a_chat_another_one_s_words_wait_for_it(here: Replica, there: Replica) -> None:
    here.sends("one")
    assert there.sends("two") is None
    assert here.sends("three") is None  # behind "two"
    assert there.takes() == []
    assert there.takes_over("here") == []
    assert texts(here.has_sent(1)) == ["two", "three"]
    assert there.sends("four") is None
    assert texts(here.has_sent(2)) == ["four"]
    assert here.has_sent(3, 4) == []
    load = there.sends("five")
    assert load is not None
    assert load.messages[0].seq == 5


def test_what_nobody_carries_is_taken_on_in_order(here: Replica, there: Replica) -> None:
    assert here.sends("one", "two", carrier="") is None
    assert here.puts({"kind": "say", "text": "three", "can_wait": True}) is None
    loads = there.takes()
    assert [texts(load) for load in loads] == [["one", "two", "three"]]
    assert {message.state for message in loads[0].messages} == {Sending.SENDING}
    assert here.takes() == []
    assert there.has_sent(1, 2, 3) == []
    assert here.sends("four") is not None


def test_what_somebody_waits_for_takes_on_what_waits_before_it(here: Replica, there: Replica) -> None:
    with HeldWriter(here.store):
        here.store.submit(lambda turn: turn.outbox.send((BOT, "5"), [{"kind": "say", "text": "zero"}]))
        waiting = {"kind": "say", "text": "one", "can_wait": True}
        here.store.submit(lambda turn: turn.outbox.send((BOT, "5"), [waiting], "there"))
    load = here.sends("two")
    assert texts(load) == ["zero", "one", "two"]
    assert load is not None
    assert {message.state for message in load.messages} == {Sending.SENDING}
    assert there.sends("three") is None
    assert there.takes() == []
    assert texts(here.has_sent(1, 2, 3)) == ["three"]
    assert here.has_sent(4) == []
    assert there.sends("four") is not None


def test_what_can_wait_is_taken_on_only_where_the_chat_is_carried(here: Replica, there: Replica) -> None:
    waiting = {"kind": "say", "text": "waiting", "can_wait": True}
    assert here.puts(waiting) is None
    assert texts(there.takes()[0]) == ["waiting"]
    assert texts(there.puts(waiting)) == ["waiting"]
    assert here.puts(waiting) is None
    assert texts(there.has_sent(1, 2)) == ["waiting"]


def test_the_oldest_of_all_bots_are_taken_on_first(here: Replica) -> None:
    chats = [(f"telegram:{bot}", str(chat)) for chat in range(8) for bot in (1, 2, 3)]

    def hear(turn: Turn) -> None:
        for bot, chat in chats:
            turn.put_chat(Chat(bot, chat, "acme"))

    here.store.submit(hear).result()
    for chat in reversed(chats):
        here.store.submit(lambda turn: turn.outbox.send(chat, [{"kind": "say", "text": "x"}] * 2)).result()  # noqa: B023
    bots = ["telegram:1", "telegram:3"]
    found: list[tuple[str, str]] = []
    while loads := here.store.submit(lambda turn: turn.outbox.take("here", bots, 5)).result():
        assert len(loads) <= 3  # of two messages each
        found += [load.key for load in loads]
    assert found == [chat for chat in reversed(chats) if chat[0] in bots]


def test_the_newest_of_some_chats_are_known_without_taking_them_on(here: Replica) -> None:
    here.sends("one", "two")
    here.sends("three", carrier="there")
    newest = here.store.read(lambda turn: turn.outbox.newest([(BOT, "5"), (BOT, "none")]))
    assert newest == {(BOT, "5"): 3}


def test_looking_for_work_where_there_is_none_keeps_nobody_from_it(here: Replica, there: Replica) -> None:
    with HeldWriter(here.store):
        here.store.submit(lambda turn: turn.outbox.send((BOT, "5"), [{"kind": "say", "text": "one"}]))
        here.store.submit(lambda turn: turn.outbox.take("here", [BOT], 9))
        last = here.store.submit(lambda turn: turn.outbox.held("here"))
    assert last.result() == []
    assert texts(here.takes()[0]) == ["one"]
    here.has_sent(1)
    assert here.takes() == []
    assert there.sends("two") is not None


def test_a_prompt_of_the_same_transaction_is_known(here: Replica) -> None:
    """Or two people who speak first in a channel at the same moment would get two cards."""

    def asks(turn: Turn) -> None:
        turn.outbox.send((BOT, "5"), [{"kind": "message", "token": "walk:tea", "html": "The card"}], "here")

    with HeldWriter(here.store):
        here.store.submit(asks)
        found = here.store.submit(lambda turn: turn.outbox.asked((BOT, "5"), "walk:tea"))
        elsewhere = here.store.submit(lambda turn: turn.outbox.asked((BOT, "6"), "walk:tea"))
    asked = found.result()
    assert asked is not None
    assert (asked["html"], elsewhere.result()) == ("The card", None)


def test_what_is_taken_on_just_before_is_held(here: Replica) -> None:
    def says(turn: Turn) -> None:
        turn.outbox.send((BOT, "5"), [{"kind": "say", "text": "one"}], "here")

    with HeldWriter(here.store):
        here.store.submit(says)
        held = here.store.submit(lambda turn: turn.outbox.held("here"))
    assert [texts(load) for load in held.result()] == [["one"]]


def test_words_for_other_bots_are_left_to_those_who_carry_them(here: Replica) -> None:
    here.sends("one", carrier="")
    assert here.store.submit(lambda turn: turn.outbox.take("here", ["telegram:2"], 9)).result() == []


def test_who_takes_over_sends_again_what_may_have_been_sent(here: Replica, there: Replica) -> None:
    here.sends("one", "two", "three")
    here.has_sent(1)
    here.records(Fate(2, Sending.RETRY_AT, "", 3, "no answer"))
    assert there.takes_over("here") == []
    (load,) = there.takes_over()
    assert [(m.seq, m.state, m.tries) for m in load.messages] == [(2, Sending.RETRY_AT, 3), (3, Sending.SENDING, 0)]
    assert (load.sent_seq, load.doubtful) == (1, [])
    assert there.takes_over() == []


def test_who_was_replaced_changes_nothing_when_it_wakes_up(here: Replica, there: Replica) -> None:
    here.sends("one", "two")
    there.takes_over()
    assert here.has_sent(1, 2) is None
    assert here.records(Fate(1, Sending.DEAD)) is None
    assert here.sends("three") is None
    assert texts(there.has_sent(1)) == ["three"]
    assert here.has_sent(2) is None
    (load,) = there.held()
    assert texts(load) == ["two", "three"]


def test_a_document_that_may_have_been_sent_is_not_sent_again_unasked(here: Replica, there: Replica) -> None:
    load = here.puts({"kind": "say", "text": "Here it is:"}, DOCUMENT, {"kind": "say", "text": "Read it."})
    assert load is not None
    assert [message.state.value for message in load.messages] == ["sending", "queued", "sending"]
    here.has_sent(1)
    here.records(Fate(2, Sending.SENDING))
    (load,) = there.takes_over()
    assert (texts(load), load.doubtful, load.sent_seq) == (["Read it."], [2], 2)
    there.has_sent(3)
    assert there.held() == []
    assert there.sends("next") is not None


def test_a_document_that_was_not_begun_is_sent_by_who_takes_over(here: Replica, there: Replica) -> None:
    here.puts(DOCUMENT)
    (load,) = there.takes_over()
    assert [(m.payload["text"], m.state) for m in load.messages] == [("brief.pdf", Sending.QUEUED)]
    assert load.doubtful == []


def test_a_chat_with_nothing_but_a_doubtful_document_is_let_go(here: Replica, there: Replica) -> None:
    here.puts(DOCUMENT)
    here.records(Fate(1, Sending.SENDING))
    (load,) = there.takes_over()
    assert (list(load.messages), load.doubtful) == ([], [1])
    assert here.sends("next") is not None


def test_a_doubtful_document_is_sent_again_once_however_often_the_button_is_pressed(here: Replica) -> None:
    here.puts(DOCUMENT)
    here.records(Fate(1, Sending.UNKNOWN))
    with HeldWriter(here.store):
        pressed = [here.store.submit(lambda turn: turn.outbox.again((BOT, "5"), 1, "here")) for _ in range(3)]
    assert [[m.seq for m in future.result()] for future in pressed] == [[2], [], []]
    assert here.store.submit(lambda turn: turn.outbox.again((BOT, "5"), 1, "here")).result() == ()
    here.has_sent(2)
    assert here.store.submit(lambda turn: turn.outbox.again((BOT, "5"), 2, "here")).result() == ()


def test_whoever_looks_after_the_program_sees_what_is_stuck(here: Replica) -> None:
    here.sends("one", "two", "three", "four")
    here.records(Fate(1, Sending.DEAD, "", 60, "refused \0"), Fate(2, Sending.UNKNOWN), Fate(3, Sending.SENT))
    here.accepts(said("waits"))
    stuck = here.store.read(lambda turn: turn.upkeep.stuck(10))
    assert sorted((one.box, one.seq, one.state, one.tries, one.note) for one in stuck) == [
        ("inbox", 1, "waiting", 0, ""),
        ("outbox", 1, "dead", 60, "refused \0"),
        ("outbox", 2, "unknown", 0, ""),
        ("outbox", 4, "sending", 0, ""),
    ]
    assert len(here.store.read(lambda turn: turn.upkeep.stuck(2))) == 2
    counts = here.store.read(lambda turn: turn.upkeep.counts())
    assert {key: count for key, count in counts.items() if count} == {
        ("inbox", "waiting"): 1,
        ("outbox", "dead"): 1,
        ("outbox", "unknown"): 1,
    }
    assert counts["outbox", "queued"] == 0


def test_what_is_stuck_is_sent_again_behind_the_others_or_given_up(here: Replica) -> None:
    here.sends("one", "two", "three")
    here.records(Fate(1, Sending.DEAD), Fate(2, Sending.UNKNOWN), Fate(3, Sending.SENT))

    def retries(turn: Turn) -> tuple[bool, bool, bool]:
        upkeep = turn.upkeep
        return (
            upkeep.retry("outbox", (BOT, "5"), 1),
            upkeep.retry("outbox", (BOT, "5"), 1),
            upkeep.drop("outbox", (BOT, "5"), 2),
        )

    with HeldWriter(here.store):
        here.store.submit(lambda turn: turn.inbox.accept(BOT, [said("x")], "here"))
        retried = here.store.submit(retries)
        here.store.submit(lambda turn: turn.put_chat(Chat(BOT, "5", "acme", "shop")))
    assert retried.result() == (True, False, True)
    assert here.store.submit(lambda turn: turn.upkeep.drop("outbox", (BOT, "5"), 2)).result() is False
    assert texts(here.sends("four")) == ["one", "four"]


def test_old_payloads_go_but_what_is_not_done_with_and_the_keys_stay(here: Replica, database_url: str) -> None:
    here.accepts(said("one"), said("two"))
    here.finishes()
    here.sends("sent", "dead", "unknown", "sending")
    here.records(Fate(1, Sending.SENT), Fate(2, Sending.DEAD), Fate(3, Sending.UNKNOWN))
    now = datetime.now(UTC)

    def purge(before: datetime) -> int:
        return here.store.submit(lambda turn: turn.upkeep.purge(before)).result()

    assert purge(now - timedelta(hours=1)) == 0
    assert purge(now + timedelta(hours=1)) == 3
    assert purge(now + timedelta(hours=1)) == 0
    engine = reading_engine(Place.from_url(database_url))
    with engine.connect() as connection:
        assert connection.execute(select(outbox_table.c.seq).order_by(outbox_table.c.seq)).scalars().all() == [3, 4]
        assert connection.execute(select(event_table.c.event_key)).scalars().all() == ["one", "two"]
    engine.dispose()
    assert here.accepts(said("one")) == []
    assert here.finishes_all() == ["two"]
    assert texts(here.held()[0]) == ["sending"]


def test_many_old_payloads_go_in_parts(here: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.upkeep.PURGED_AT_ONCE", 7)
    here.sends(*(str(number) for number in range(20)))
    here.has_sent(*range(1, 21))
    later = datetime.now(UTC) + timedelta(hours=1)
    gone = [here.store.submit(lambda turn: turn.upkeep.purge(later)).result() for _ in range(4)]
    assert gone == [7, 7, 6, 0]


def test_a_turn_that_raises_sends_nothing_and_carries_nothing(here: Replica, there: Replica) -> None:
    def stumbles(turn: Turn) -> None:
        turn.outbox.send((BOT, "5"), [{"kind": "say", "text": "never"}], "there")
        raise RuntimeError("stumbled")

    with HeldWriter(here.store):
        wrong = here.store.submit(stumbles)
        right = here.store.submit(lambda turn: turn.outbox.send((BOT, "5"), [{"kind": "say", "text": "x"}], "here"))
    with pytest.raises(RuntimeError):
        wrong.result()
    assert [message.seq for message in right.result()] == [1]
    assert texts(here.held()[0]) == ["x"]
    assert there.held() == []


def test_much_that_was_left_behind_is_taken_over_in_parts(here: Replica, there: Replica) -> None:
    chats = [str(number) for number in range(10, 35)]
    hear_from(here.store, *chats)
    for chat in chats:
        here.sends("one", chat=chat)
    found: list[str] = []
    while loads := there.store.submit(lambda turn: turn.outbox.take_over("there", [BOT], [], 10)).result():
        assert len(loads) <= 10
        found.extend(load.chat for load in loads)
    assert sorted(found) == chats


@pytest.fixture
def replicas(postgres_url: str) -> Iterator[list[Replica]]:
    stores = [open_store(postgres_url) for _ in range(2)]
    hear_from(stores[0])
    yield [Replica(store, f"replica {number}") for number, store in enumerate(stores)]
    for store in stores:
        store.close()


@pytest.mark.postgres
def test_replicas_that_send_to_one_chat_alternately_keep_the_order(replicas: list[Replica]) -> None:
    for seq in range(1, 21):
        replica = replicas[seq % 2]
        load = replica.sends(str(seq))
        assert load is not None
        assert [message.seq for message in load.messages] == [seq]
        assert replica.has_sent(seq) == []


@pytest.mark.postgres
def test_replicas_that_send_to_one_chat_at_once_lose_and_double_nothing(replicas: list[Replica]) -> None:
    """Each replica speaks and carries at the same time, as its own runner and courier do."""
    arrived: list[int] = []
    said_: list[tuple[int, str]] = []

    def speaks_and_carries(replica: Replica) -> None:
        for number in range(40):
            load = replica.sends(f"{replica.name}:{number}")
            messages = list(load.messages) if load else []
            while messages:
                message = messages.pop(0)
                arrived.append(message.seq)
                said_.append((message.seq, str(message.payload["text"])))
                more = replica.has_sent(message.seq)
                assert more is not None
                messages.extend(more)

    threads = [Thread(target=speaks_and_carries, args=[replica]) for replica in replicas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert arrived == list(range(1, 81))
    for replica in replicas:
        mine = [text for _, text in sorted(said_) if text.startswith(replica.name)]
        assert mine == [f"{replica.name}:{number}" for number in range(40)]
    assert replicas[0].held() == replicas[1].held() == []


@pytest.mark.postgres
def test_two_replicas_that_look_for_work_at_once_take_each_chat_once(replicas: list[Replica]) -> None:
    chats = [str(number) for number in range(10, 60)]
    hear_from(replicas[0].store, *chats)
    gone = Replica(replicas[0].store, "gone")
    for number, chat in enumerate(chats):
        gone.sends("one", chat=chat, carrier="gone" if number % 2 else "")
    found: list[str] = []

    def looks(replica: Replica) -> None:
        for looking in (replica.takes, lambda: replica.takes_over("replica 0", "replica 1")):
            found.extend(load.chat for load in looking() if load.messages)

    threads = [Thread(target=looks, args=[replica]) for replica in replicas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == chats
