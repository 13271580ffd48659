"""What `phasewalk doctor` and `phasewalk slack-manifest` say."""

import json
from pathlib import Path

import pytest

from bot.platforms.slack.manifest import BOT_SCOPES
from tests.e2e.slack.scene import Scene, scene


def says(stage: Scene, **more: str) -> tuple[int, str]:
    """The exit code and all that the doctor prints."""
    stage.phasewalk.folder.mkdir(exist_ok=True)
    environment = {name: value for name, value in stage.environment.items() if name.startswith("PHASEWALK_")}
    done = stage.phasewalk.run("doctor", **(environment | more))
    return done.returncode, done.stdout + done.stderr


def test_a_sound_app(stage: Scene) -> None:
    code, text = says(stage)
    assert "Slack: @phasewalk in Coffee Club." in text
    assert "/slack/events, /slack/interactions, /slack/commands" in text
    assert code == 0


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-wrong", "Slack refuses PHASEWALK_SLACK_BOT_TOKEN (invalid_auth)."),
        ("SLACK_SIGNING_SECRET", "", "PHASEWALK_SLACK_SIGNING_SECRET is missing"),
        ("SLACK_APP_TOKEN", "xapp-wrong", "Slack refuses PHASEWALK_SLACK_APP_TOKEN (invalid_auth)."),
        ("SLACK_API_URL", "http://127.0.0.1:9/api", "Slack can't be reached at http://127.0.0.1:9/api/"),
    ],
)
def test_what_keeps_it_from_working(stage: Scene, name: str, value: str, sentence: str) -> None:
    code, text = says(stage, **{f"PHASEWALK_{name}": value})
    assert sentence in text
    assert code == 2


def test_scopes_that_are_missing_are_named(stage: Scene) -> None:
    install = stage.app.installs["T1"]
    stage.team.install(stage.app, bot_token="xoxb-2", scopes=[one for one in BOT_SCOPES if one != "files:write"])
    code, text = says(stage, PHASEWALK_SLACK_BOT_TOKEN="xoxb-2")
    assert "Add these scopes under “OAuth & Permissions”, and install it again: files:write" in text, install
    assert code == 2
    stage.team.install(stage.app, bot_token="xoxb-3", scopes=[one for one in BOT_SCOPES if "bookmarks" not in one])
    code, text = says(stage, PHASEWALK_SLACK_BOT_TOKEN="xoxb-3")
    assert "Without these scopes the bookmark above a channel is left out: bookmarks:read, bookmarks:write" in text
    assert code == 0


def test_socket_mode(tmp_path: Path) -> None:
    with scene(tmp_path, has_socket=True) as made:
        code, text = says(made)
        assert "Events come over Socket Mode." in text
        assert code == 0


@pytest.mark.parametrize(("keys", "sentence"), [("", "PHASEWALK_ENCRYPTION_KEYS is missing"), ("x", "that is no key")])
def test_an_app_for_many_wants_keys(tmp_path: Path, keys: str, sentence: str) -> None:
    with scene(tmp_path, is_for_many=True) as made:
        code, text = says(made)
        assert "Slack: 0 workspaces have let the app in." in text
        assert code == 0
        code, text = says(made, PHASEWALK_ENCRYPTION_KEYS=keys)
        assert sentence in text
        assert code == 2
        assert "Traceback" not in text


def test_the_manifest_asks_for_what_is_used(stage: Scene) -> None:
    stage.phasewalk.folder.mkdir(exist_ok=True)
    done = stage.phasewalk.run("slack-manifest")
    manifest = json.loads(done.stdout)
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["oauth_config"]["scopes"]["bot"] == list(BOT_SCOPES)
    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == stage.app.subscribes
