"""One event that can't be worked with is put aside; the chat is told, and everything else goes on."""

from typing import Any

import pytest
from sqlalchemy import create_engine, update

from bot.service.aftermath import Aftermath
from bot.service.arrivals import Arrived, Message
from bot.service.boxes import Event, Stuck
from bot.service.steps import Ran
from bot.service.turns import Conversations
from bot.storage.traffic import inbox_table
from tests.integration.telegram.town import BOT, Person, Town

PUT_ASIDE = "I could not work with one of your messages"


@pytest.fixture
def ana(town: Town) -> Person:
    ana = town.person(5, "Ana")
    ana.says("/start")
    return ana


def is_stuck(town: Town) -> list[Stuck]:
    return [one for one in town.store.read(lambda turn: turn.upkeep.stuck(50)) if one.box == "inbox"]


def sends(ana: Person, *texts: str) -> None:
    """Taken in, and not run yet."""
    arrived = [Arrived(f"poison-{text}", Message(ana.place(), ana.account, text, text)) for text in texts]
    ana.town.steps.accept(BOT, arrived, "here").result()


def fails_five_times(town: Town, ana: Person, error: type[Exception]) -> Ran:
    """What comes of the last time."""
    ran = Ran()
    for attempt in range(1, 6):
        with pytest.raises(error):
            town.steps.run((BOT, ana.private), ["here"]).result()
        is_parked, ran = town.steps.fail((BOT, ana.private), error.__name__).result()
        assert is_parked is (attempt == 5)
    return ran


def test_an_event_that_raises_is_tried_five_times(town: Town, ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    take = Conversations.take

    def raises(self: Conversations, talk: Any, text: str, to: Any = None) -> None:
        if text == "poison":
            talk.say("never to be seen")
            raise ZeroDivisionError("on purpose")
        take(self, talk, text, to)

    monkeypatch.setattr(Conversations, "take", raises)
    sends(ana, "poison", "Tea Club")
    ran = fails_five_times(town, ana, ZeroDivisionError)
    said = [message.payload["html"] for load in ran.loads for message in load.messages]
    assert len(said) == 1
    assert PUT_ASIDE in said[0]
    assert town.steps.run((BOT, ana.private), ["here"]).result().event is not None
    assert town.state(town.project(ana.private)).book.value("name") == "Tea Club"
    assert [(one.state, one.tries, one.note) for one in is_stuck(town)] == [("parked", 5, "ZeroDivisionError")]


def recovered(town: Town, replica: str) -> Event | None:
    """By a replica that lives, while all others are gone."""
    return town.store.submit(lambda turn: turn.inbox.recover(replica, [])).result()


def test_one_that_ended_its_process_three_times_is_put_aside(town: Town, ana: Person) -> None:
    sends(ana, "poison", "Tea Club")
    aftermath = Aftermath(town.conversations.office)
    event: Event | None = None
    for replica in ("second", "third", "fourth"):
        event = recovered(town, replica)
        assert event is not None
        assert event.is_parked is (replica == "fourth")
    assert event is not None
    parked = event
    loads = town.store.submit(lambda turn: aftermath.parked(turn, parked)).result()
    assert PUT_ASIDE in loads[0].messages[0].payload["html"]
    following = recovered(town, "fifth")
    assert following is not None
    assert isinstance(following.arrival, Message)
    assert following.arrival.text == "Tea Club"


def test_one_that_this_version_cannot_read_is_put_aside(town: Town, ana: Person, database_url: str) -> None:
    sends(ana, "from the future", "Tea Club")
    engine = create_engine(database_url)
    with engine.begin() as connection:
        first = update(inbox_table).where(inbox_table.c.message_id == "from the future")
        connection.execute(first.values(payload='{"kind": "hologram"}'))
    engine.dispose()
    fails_five_times(town, ana, KeyError)
    town.steps.run((BOT, ana.private), ["here"]).result()
    assert town.state(town.project(ana.private)).book.value("name") == "Tea Club"
    assert [one.state for one in is_stuck(town)] == ["parked"]


def test_what_was_put_aside_can_be_run_after_all(town: Town, ana: Person) -> None:
    sends(ana, "Tea Club")
    for _ in range(5):
        town.steps.fail((BOT, ana.private), "for a reason that is mended").result()
    stuck = is_stuck(town)[0]
    assert town.store.submit(lambda turn: turn.upkeep.retry("inbox", (BOT, ana.private), stuck.seq)).result()
    assert town.store.submit(lambda turn: turn.inbox.claim("here", 10)).result() == [(BOT, ana.private)]
    town.steps.run((BOT, ana.private), ["here"]).result()
    assert town.state(town.project(ana.private)).book.value("name") == "Tea Club"
