"""Profiles: names, zones, guests, outsiders; and what happens while Slack doesn't tell."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from bot.platforms.slack.accounts import FRESH_S, People, to_account
from bot.service.arrivals import Account

ANA = Account("slack:T1/U1", "")
PROFILE = {
    "id": "U1",
    "team_id": "T1",
    "name": "ana",
    "real_name": "Ana Lima",
    "tz": "Europe/Lisbon",
    "locale": "pt-PT",
    "profile": {"display_name": "ana.lima", "real_name": "Ana Lima"},
}


def read(**changes: Any) -> Account:
    return to_account(ANA, {**PROFILE, **changes}, "T1", "Someone from outside")


def test_a_profile_tells_name_handle_zone_and_language() -> None:
    assert read() == Account("slack:T1/U1", "ana.lima", "ana.lima", "Europe/Lisbon", "pt-PT")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"profile": {"display_name": "", "real_name": "Ana Lima"}}, "Ana Lima"),
        ({"profile": {}}, "Ana Lima"),
        ({"profile": {}, "real_name": ""}, "ana"),
        ({"profile": None, "real_name": None, "name": None}, "U1"),
        ({"profile": {"display_name": "\u202eevil\n"}}, "evil"),
    ],
)
def test_somebody_always_has_a_name(changes: dict[str, Any], name: str) -> None:
    assert read(**changes).name == name


@pytest.mark.parametrize("flag", ["is_restricted", "is_ultra_restricted"])
def test_guests_are_guests(flag: str) -> None:
    assert read(**{flag: True}).is_guest
    assert read(**{flag: True}).name == "ana.lima"


@pytest.mark.parametrize("changes", [{"team_id": "T2"}, {"is_stranger": True}])
def test_of_outsiders_nothing_is_taken_over(changes: dict[str, Any]) -> None:
    assert read(**changes) == Account("slack:T1/U1", "Someone from outside", is_guest=True)


def test_a_colleague_from_another_workspace_of_the_organisation_is_none() -> None:
    assert not read(team_id="T2", enterprise_user={"teams": ["T1", "T2"]}).is_guest


class Slack:
    """Answers users.info."""

    def __init__(self) -> None:
        self.asked = 0
        self.fails = False
        self.gate = asyncio.Event()
        self.gate.set()

    async def ask(self, bot: str, method: str, params: Mapping[str, str]) -> Mapping[str, Any]:
        self.asked += 1
        await self.gate.wait()
        if self.fails:
            raise ConnectionError
        assert (bot, method, params["user"]) == ("slack:T1", "users.info", "U1")
        return {"ok": True, "user": PROFILE}


class Scene:
    def __init__(self) -> None:
        self.slack = Slack()
        self.now_s = 0.0
        self.people = People(self.slack, "Someone from outside", lambda: self.now_s)  # type: ignore[arg-type]

    async def describes(self) -> str:
        return (await self.people.describe("slack:T1", ANA)).name


async def test_a_profile_is_looked_up_once_in_a_while() -> None:
    scene = Scene()
    assert [await scene.describes() for _ in range(3)] == ["ana.lima"] * 3
    assert scene.slack.asked == 1
    scene.now_s = FRESH_S + 1
    await scene.describes()
    assert scene.slack.asked == 2


async def test_many_at_once_ask_once() -> None:
    scene = Scene()
    scene.slack.gate.clear()
    asking = [asyncio.create_task(scene.describes()) for _ in range(5)]
    await asyncio.sleep(0)
    scene.slack.gate.set()
    assert await asyncio.gather(*asking) == ["ana.lima"] * 5
    assert scene.slack.asked == 1


async def test_what_was_known_counts_while_slack_does_not_tell() -> None:
    scene = Scene()
    await scene.describes()
    scene.now_s, scene.slack.fails = FRESH_S + 1, True
    assert await scene.describes() == "ana.lima"


async def test_somebody_unknown_has_to_wait_until_slack_tells() -> None:
    scene = Scene()
    scene.slack.fails = True
    with pytest.raises(ConnectionError):
        await scene.describes()
    scene.slack.fails = False
    assert await scene.describes() == "ana.lima"
