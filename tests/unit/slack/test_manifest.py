"""The manifest asks for what the program uses, and for nothing else."""

import json

from bot.platforms.slack.manifest import BOT_SCOPES, OPTIONAL_SCOPES, manifest
from bot.resources import PACKAGE

DOCS = (PACKAGE.parent / "docs" / "slack.md").read_text(encoding="utf-8")


def test_over_http_every_address_is_ours() -> None:
    told = manifest("https://bot.example.org/")
    text = json.dumps(told)
    for path in ("events", "interactions", "commands", "oauth_redirect"):
        assert f'"https://bot.example.org/slack/{path}"' in text
    assert told["settings"]["socket_mode_enabled"] is False


def test_in_socket_mode_there_is_no_address() -> None:
    assert "http" not in json.dumps(manifest())
    assert manifest()["settings"]["socket_mode_enabled"] is True


def test_every_scope_is_explained_in_the_docs() -> None:
    for scope in BOT_SCOPES:
        assert f"| `{scope}` |" in DOCS
    assert set(BOT_SCOPES) > OPTIONAL_SCOPES


def test_slacks_limits_on_names_are_kept() -> None:
    told = manifest("https://bot.example.org")
    shortcut, command = told["features"]["shortcuts"][0], told["features"]["slash_commands"][0]
    assert len(shortcut["name"]) <= 24
    assert len(shortcut["description"]) <= 150
    assert len(command["description"]) <= 2000
    assert len(told["display_information"]["name"]) <= 35
    assert len(told["display_information"]["description"]) <= 140
