"""Workspaces let the app in by themselves, and throw it out."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine, update

from bot.platforms.slack.manifest import BOT_SCOPES
from bot.storage.traffic import installation_table
from tests.e2e.slack.scene import BASICS, Guest, Scene, scene


@pytest.fixture
def many(tmp_path: Path) -> Iterator[Scene]:
    """An app for many workspaces that nobody let in yet. Its tokens live for twelve hours."""
    with scene(tmp_path, is_for_many=True, rotates_tokens=True) as made:
        yield made


def moves_in(scene: Scene, team: str, name: str) -> Guest:
    """Somebody of a workspace of their own lets the app in."""
    scene.team = scene.slack.team(team, name)
    cleo = scene.team.person("Cleo")
    assert scene.lets_in(cleo) == 200
    return Guest(scene, cleo, cleo.dm(scene.app))


def installed(scene: Scene) -> dict[str, str]:
    """What the database has of each workspace, sealed."""
    with sqlite3.connect(scene.phasewalk.database) as database:
        return dict(database.execute("SELECT bot_id, sealed FROM installation").fetchall())


def ends_soon(scene: Scene) -> None:
    """The tokens of all workspaces will not live much longer."""
    engine = create_engine(scene.database_url)
    with engine.begin() as connection:
        connection.execute(update(installation_table).values(expires_at=datetime.now(UTC) + timedelta(minutes=5)))
    engine.dispose()


def exchanges(scene: Scene) -> int:
    """How many tokens were exchanged."""
    calls = scene.slack.calls_of("oauth.v2.access")
    return sum(call.values.get("grant_type") == "refresh_token" for call in calls)


def test_two_workspaces_know_nothing_of_each_other(many: Scene) -> None:
    running = many.runs()
    ana, ben = moves_in(many, "T5", "Roasters"), moves_in(many, "T6", "Bakers")
    assert "2 of 8" in ana.says("hi", "Coffee Club")
    assert "2 of 8" in ben.says("hi", "Bread Club")
    assert "Coffee" not in ben.commands("projects")
    assert "I find no project" in ben.commands("switch Coffee Club")
    assert running.stops() == 0


def test_tokens_are_nowhere_to_be_read(many: Scene) -> None:
    running = many.runs()
    moves_in(many, "T5", "Roasters").says("hi", "Coffee Club")
    running.stops()
    [install] = many.app.installs.values()
    files = list(many.phasewalk.folder.rglob("*"))
    kept = b"".join(path.read_bytes() for path in files if path.is_file())
    assert b"Coffee Club" in kept
    for secret in (install.bot_token, install.refresh_token, many.app.client_secret):
        assert secret
        assert secret.encode() not in kept


def test_a_way_back_that_nobody_set_out_on_lets_nobody_in(many: Scene) -> None:
    many.runs()
    team = many.slack.team("T5", "Roasters")
    code = many.slack.world.secret("code")
    answer = many.fetches(
        "GET", f"/slack/oauth_redirect?code={code}&state=made-up", headers={"Cookie": "slack-app-oauth-state=made-up"}
    )
    assert answer.status == 401
    assert many.fetches("GET", "/slack/oauth_redirect?error=access_denied&state=x").status in (200, 400, 403)
    assert team.id not in many.app.installs
    assert installed(many) == {}


def test_a_token_that_is_about_to_end_is_exchanged_once(many: Scene) -> None:
    running = many.runs()
    ana = moves_in(many, "T5", "Roasters")
    ana.says("hi")
    running.stops()
    ends_soon(many)
    running = many.runs()
    assert "4 of 8" in ana.says(*BASICS[:3])
    assert exchanges(many) == 1
    assert running.stops() == 0


@pytest.mark.postgres
def test_several_processes_exchange_a_token_once(postgres_url: str, many: Scene) -> None:
    many.database_url = postgres_url
    first = many.runs()
    ana = moves_in(many, "T5", "Roasters")
    ana.says("hi")
    first.stops()
    ends_soon(many)
    many.runs("web")
    for _ in range(2):
        many.starts("worker")
    assert "4 of 8" in ana.says(*BASICS[:3])
    assert exchanges(many) == 1


@pytest.mark.parametrize("how", ["uninstalls", "revokes_tokens"])
def test_who_throws_the_app_out_is_forgotten_and_may_come_back(many: Scene, how: str) -> None:
    running = many.runs()
    ana, ben = moves_in(many, "T5", "Roasters"), moves_in(many, "T6", "Bakers")
    ana.says("hi", "Coffee Club")
    ben.says("hi", "Bread Club")
    ana.does(getattr(many.app.installs["T5"], how))
    assert list(installed(many)) == ["slack:T6"]
    calls = len(many.slack.calls)
    assert "3 of 8" in ben.says("Bread by post")
    assert "account_inactive" not in str([call.outcome for call in many.slack.calls[calls:]])
    many.team = ana.person.team
    assert many.lets_in(ana.person) == 200
    assert "3 of 8" in ana.says("Order ahead")
    assert running.stops() == 0


def test_a_new_key_in_front_takes_over_and_the_old_one_can_go(many: Scene) -> None:
    first = many.runs()
    ana = moves_in(many, "T5", "Roasters")
    ana.says("hi")
    first.stops()
    old, new = many.key, Fernet.generate_key().decode()
    before = installed(many)
    many.key = f"{new},{old}"
    both = many.runs()
    assert "2 of 8" in ana.says("Coffee Club")
    both.stops()
    assert installed(many).keys() == before.keys()
    assert installed(many) != before
    many.key = new
    many.runs()
    assert "3 of 8" in ana.says("Order ahead")


def test_what_a_workspace_granted_is_kept_beside_its_token(many: Scene) -> None:
    many.runs()
    moves_in(many, "T5", "Roasters")
    with sqlite3.connect(many.phasewalk.database) as database:
        [(data,)] = database.execute("SELECT data FROM installation").fetchall()
    kept = json.loads(data)
    assert kept["team_name"] == "Roasters"
    assert kept["scopes"] == list(BOT_SCOPES)
