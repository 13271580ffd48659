"""What was decided to be said is said once, in order."""

from dataclasses import replace
from threading import Thread

import pytest
from sqlalchemy import select

from bot.service.ports import Store, Turn
from bot.storage.engines import Place, reading_engine
from bot.storage.traffic import outbox_table
from tests.integration.storage.team import HeldWriter, Team


def test_messages_are_numbered_from_one_in_each_chat(team: Team) -> None:
    queued = team.says("one", "two").result()
    assert [(message.seq, message.payload["text"]) for message in queued] == [(1, "one"), (2, "two")]
    elsewhere = replace(team.chat, id="private")
    team.submits(lambda turn: turn.send(elsewhere, [{"text": "psst"}])).result()
    team.says("three").result()
    assert [(message.seq, message.payload["text"]) for message in team.unsent()] == [
        (1, "one"),
        (2, "two"),
        (3, "three"),
    ]
    assert [message.seq for message in team.store.read(lambda turn: turn.unsent(elsewhere))] == [1]


def test_what_was_shown_is_not_shown_again(team: Team) -> None:
    team.says("one", "two", "three").result()
    team.has_shown(2)
    assert team.unsent_texts() == ["three"]
    team.has_shown(1)
    assert team.unsent_texts() == ["three"]
    team.has_shown(3)
    team.says("four").result()
    assert [(message.seq, message.payload["text"]) for message in team.unsent()] == [(4, "four")]


def test_what_was_shown_takes_no_room(team: Team, database_url: str) -> None:
    team.says("one", "two", "three").result()
    team.has_shown(2)
    engine = reading_engine(Place.from_url(database_url))
    with engine.connect() as connection:
        assert connection.execute(select(outbox_table.c.seq)).scalars().all() == [3]
    engine.dispose()


def test_marking_more_than_there_is_does_not_swallow_what_comes_later(team: Team) -> None:
    team.says("one").result()
    team.has_shown(99)
    team.says("two").result()
    assert team.unsent_texts() == ["two"]


def test_one_turn_may_say_and_show_and_say_again(team: Team) -> None:
    def work(turn: Turn) -> list[str]:
        turn.send(team.chat, [{"text": "one"}, {"text": "two"}])
        turn.mark_sent(team.chat, 1)
        turn.send(team.chat, [{"text": "three"}])
        return [message.payload["text"] for message in turn.unsent(team.chat)]

    assert team.submits(work).result() == ["two", "three"]
    assert team.unsent_texts() == ["two", "three"]


def test_a_chat_that_was_never_heard_of_is_kept_with_its_first_message(store: Store, team: Team) -> None:
    new = replace(team.chat, id="new")
    assert store.read(lambda turn: turn.unsent(new)) == []
    store.submit(lambda turn: turn.send(new, [{"text": "hello"}])).result()
    assert store.read(lambda turn: turn.chat("bot", "new")) == new


def test_payloads_come_back_as_data(team: Team) -> None:
    payload = {"text": "NUL \0, \ud83d, 中文 🙂", "options": [{"id": 1, "label": "<b>"}], "progress": 0.5, "none": None}
    team.submits(lambda turn: turn.send(team.chat, [payload])).result()
    assert team.unsent()[0].payload == payload


def test_a_payload_that_is_not_data_fails_its_own_turn(team: Team) -> None:
    with HeldWriter(team.store):
        before = team.answers("q1", "kept", says=["one"])
        wrong = team.submits(lambda turn: turn.send(team.chat, [{"text": "fine"}, {"text": object()}]))
        after = team.answers("q2", "kept", says=["two"])
    with pytest.raises(TypeError):
        wrong.result()
    assert (before.result(), after.result()) == (1, 2)
    assert team.unsent_texts() == ["one", "two"]


def test_order_holds_when_many_speak_in_one_chat(team: Team) -> None:
    def speaks(name: int) -> None:
        for number in range(25):
            team.says(f"{name}:{number}").result()

    threads = [Thread(target=speaks, args=[name]) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    messages = team.unsent()
    assert [message.seq for message in messages] == list(range(1, 201))
    for name in range(8):
        mine = [message.payload["text"] for message in messages if message.payload["text"].startswith(f"{name}:")]
        assert mine == [f"{name}:{number}" for number in range(25)]
