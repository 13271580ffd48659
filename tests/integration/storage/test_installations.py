"""Bots that were let in, and people on the way to let one in, on both databases."""

from datetime import timedelta

from bot.service.installations import Installation
from bot.service.ports import Store
from tests.integration.storage.team import NOON

ONE = Installation("slack:T1", {"app": "A1", "scopes": ["commands"]}, "sealed", NOON + timedelta(hours=12))


def test_a_bot_is_kept_changed_and_forgotten(store: Store) -> None:
    store.submit(lambda turn: turn.installations.put(ONE)).result()
    assert store.read(lambda turn: turn.installations.get("slack:T1")) == ONE
    other = Installation("slack:E1", {"is_enterprise": True})
    store.submit(lambda turn: turn.installations.put(other)).result()
    claimed = Installation("slack:T1", ONE.data, "anew", None, NOON)
    store.submit(lambda turn: turn.installations.put(claimed)).result()
    assert store.read(lambda turn: list(turn.installations.all())) == [other, claimed]
    store.submit(lambda turn: turn.installations.remove("slack:E1")).result()
    assert store.read(lambda turn: turn.installations.get("slack:E1")) is None


def test_a_state_counts_once(store: Store) -> None:
    store.submit(lambda turn: turn.installations.put_state("hash", NOON + timedelta(minutes=10))).result()
    assert not store.submit(lambda turn: turn.installations.take_state("other", NOON)).result()
    assert store.submit(lambda turn: turn.installations.take_state("hash", NOON)).result()
    assert not store.submit(lambda turn: turn.installations.take_state("hash", NOON)).result()


def test_a_state_expires(store: Store) -> None:
    store.submit(lambda turn: turn.installations.put_state("late", NOON)).result()
    assert not store.submit(lambda turn: turn.installations.take_state("late", NOON)).result()
    store.submit(lambda turn: turn.installations.put_state("late", NOON + timedelta(minutes=10))).result()
    store.submit(lambda turn: turn.installations.take_state("x", NOON + timedelta(minutes=11))).result()
    assert not store.submit(lambda turn: turn.installations.take_state("late", NOON)).result()
