"""What a turn will need is read in one go, also in the middle of it."""

from collections.abc import Sequence

import pytest
from sqlalchemy.engine.interfaces import DBAPICursor

from bot.service.ports import Store, Turn
from bot.storage.rows import Row
from bot.storage.sets import KeyedSelect
from tests.integration.storage.team import Team


def test_projects_and_chats_are_read_in_one_go_and_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    teams = [Team(store, project=f"p{number}").sets_up() for number in range(20)]
    for number, team in enumerate(teams):
        team.answers("q", str(number)).result()
    sizes: list[int] = []
    original = KeyedSelect.rows

    def counting(select: KeyedSelect, cursor: DBAPICursor, keys: Sequence[Row]) -> Sequence[Row]:
        sizes.append(len(keys))
        return original(select, cursor, keys)

    def work(turn: Turn) -> Sequence[object]:
        monkeypatch.setattr(KeyedSelect, "rows", counting)
        keys = [("acme", team.project.id) for team in teams]
        turn.prepare(keys, [team.chat.key for team in teams])
        turn.prepare(keys, [team.chat.key for team in teams])
        found = [team.state_in(turn).book.value("q") for team in teams]
        assert all(turn.chat(*team.chat.key) == team.chat for team in teams)
        return found

    first = teams[0]
    future = store.submit(work, projects=[("acme", first.project.id)], chats=[first.chat.key])
    assert future.result() == [str(number) for number in range(20)]
    assert sizes == [19, 19, 19]  # projects, chats, and the seats in these projects


def test_what_is_not_there_is_not_there(store: Store) -> None:
    def work(turn: Turn) -> None:
        turn.prepare([("acme", "none")], [("bot", "none")])
        assert turn.project("acme", "none") is None
        assert turn.chat("bot", "none") is None

    store.submit(work).result()


def test_changes_of_the_same_transaction_are_kept(store: Store) -> None:
    team = Team(store).sets_up("Ana")

    def work(turn: Turn) -> object:
        team.answering("q", "new")(turn)
        turn.prepare([("acme", "shop")], [team.chat.key])
        return team.state_in(turn).book.value("q")

    assert store.submit(work).result() == "new"
    assert team.values() == {"q": "new"}
