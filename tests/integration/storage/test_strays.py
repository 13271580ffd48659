"""A turn that raises after statements that ran at once leaves none of them behind, and costs nobody else anything."""

from datetime import timedelta

import pytest

from bot.service.installations import Installation
from bot.service.ports import Turn
from bot.storage.errors import RefusedDataError
from tests.integration.storage.rounds import check_in, due
from tests.integration.storage.team import NOON, HeldWriter, Team


def stumbles(turn: Turn) -> None:
    turn.rota.put_dues([due("never")])
    turn.installations.put(Installation("slack:T1", {}))
    turn.upkeep.set_agreement("never", "1")
    raise RuntimeError("stumbled")


def left(turn: Turn) -> tuple[list[str], Installation | None, int]:
    """What is there of it."""
    return [one.id for one in turn.rota.due(NOON, 9)], turn.installations.get("slack:T1"), len(turn.upkeep.links())


def test_alone_it_leaves_nothing(team: Team) -> None:
    with pytest.raises(RuntimeError, match="stumbled"):
        team.store.submit(stumbles).result()
    assert team.store.read(left) == ([], None, 0)
    assert team.store.submit(lambda turn: turn.upkeep.agree("never", "2")).result() == "2"


def test_among_others_it_leaves_nothing_and_they_stay(team: Team) -> None:
    with HeldWriter(team.store):
        before = team.answers("q1", "kept", says=["one"])
        put = team.store.submit(lambda turn: turn.rota.put_dues([due("kept")]))
        wrong = [team.store.submit(stumbles) for _ in range(3)]
        after = team.answers("q2", "kept", says=["two"])
        added = team.store.submit(lambda turn: turn.rota.add_check_ins([check_in()]))
    for future in wrong:
        with pytest.raises(RuntimeError, match="stumbled"):
            future.result()
    assert (before.result(), put.result(), after.result(), len(added.result())) == (1, None, 2, 1)
    assert team.store.read(left) == (["kept"], None, 0)
    assert team.values() == {"q1": "kept", "q2": "kept"}
    assert team.unsent_texts() == ["one", "two"]


def test_one_that_ends_a_turn_like_no_other_error_leaves_nothing(team: Team) -> None:
    def leaves(turn: Turn) -> None:
        turn.rota.put_dues([due("never")])
        raise KeyboardInterrupt

    with HeldWriter(team.store):
        wrong = team.store.submit(leaves)
        after = team.answers("q", "kept")
    with pytest.raises(KeyboardInterrupt):
        wrong.result()
    assert after.result() == 1
    assert team.store.read(left) == ([], None, 0)


def test_a_statement_that_the_database_refuses_fails_its_own_turn_even_if_that_swallows_it(team: Team) -> None:
    def swallows(turn: Turn) -> None:
        turn.rota.put_dues([due("first")])
        try:
            turn.rota.put_dues([due("\ud800")])
        except Exception:  # as a careless service might
            return

    with HeldWriter(team.store):
        before = team.answers("q1", "kept")
        wrong = team.store.submit(swallows)
        after = team.store.submit(lambda turn: turn.rota.put_dues([due("kept", NOON - timedelta(days=1))]))
    with pytest.raises(RefusedDataError):
        wrong.result()
    assert (before.result(), after.result()) == (1, None)
    assert team.store.read(left) == (["kept"], None, 0)
