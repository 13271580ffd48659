"""Views: modals in a stack of three, and the Home tab; and the triggers that open them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakes.slack.blocks import check_view_blocks, with_ids
from tests.fakes.slack.checks import Checks
from tests.fakes.slack.seeing import seen_blocks
from tests.fakes.slack.surfaces import Surface
from tests.fakes.slack.wire import RefusalError, invalid_arguments
from tests.fakes.wire import Json

if TYPE_CHECKING:
    from tests.fakes.slack.apps import FakeApp, Install
    from tests.fakes.slack.people import Person

MAX_STACK = 3
MAX_VIEW_BYTES = 250_000
_DEFAULTS: Json = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "clear_on_close": False,
    "notify_on_close": False,
    "close": None,
    "submit": None,
    "title": None,
    "submit_disabled": False,
}


@dataclass(eq=False)
class Trigger:
    """What lets an app open a view: for three seconds, once. `view` is the modal that it came from."""

    id: str
    app: FakeApp
    person: Person
    made_at: float
    view: View | None = None
    is_used: bool = False


class View(Surface):
    """One view of one person. `problems` is what stands in red at its blocks; `trouble` what Slack says of the app."""

    def __init__(self, install: Install, person: Person, view_id: str, content: Json) -> None:
        super().__init__()
        self.world = person.world
        self.install = install
        self.person = person
        self.id = view_id
        self.root_id = view_id
        self.previous: View | None = None
        self.problems: dict[str, str] = {}
        self.trouble = ""
        self.is_open = True
        self.content: Json = {}
        self.hash = ""
        self.replace(content)

    @property
    def title(self) -> str:
        """What stands on top of it."""
        title = self.content.get("title")
        return title["text"] if title else ""

    def replace(self, content: Json) -> None:
        """New content; what was typed stays in inputs that keep their block_id and action_id."""
        self.content = {**_DEFAULTS, **content, "blocks": with_ids(content["blocks"])}
        self.hash = f"{int(self.world.clock())}.{self.world.secret('hash')[-8:]}"
        kept = {(block["block_id"], element["action_id"]) for block, element in self.elements}
        for person_id, values in self._touched.items():
            self._touched[person_id] = {
                block_id: {action_id: value for action_id, value in held.items() if (block_id, action_id) in kept}
                for block_id, held in values.items()
            }
        self.problems = {}
        self.trouble = ""

    def to_json(self) -> Json:
        """As calls answer it and payloads carry it."""
        return {
            "id": self.id,
            "team_id": self.install.team.id,
            **self.content,
            "state": {"values": self.values_for(self.person.id)},
            "hash": self.hash,
            "previous_view_id": self.previous.id if self.previous else None,
            "root_view_id": self.root_id,
            "app_id": self.install.app.id,
            "app_installed_team_id": self.install.team.id,
            "bot_id": self.install.bot.bot_id,
        }

    def as_seen(self) -> str:
        """What the person sees: title, blocks, what is wrong, the buttons at the foot."""
        lines = [self.title] if self.title else []
        lines.append(seen_blocks(self.blocks, self.touched_by(self.person.id), self.world.name_of))
        lines += [f"! {problem}" for problem in self.problems.values()]
        lines += [f"! {self.trouble}"] if self.trouble else []
        feet = [self.content[key] for key in ("close", "submit") if self.content.get(key)]
        lines += [" ".join(f"[{foot['text']}]" for foot in feet)] if feet else []
        return "\n".join(line for line in lines if line)

    def __repr__(self) -> str:
        return f"<view {self.id}: {self.as_seen()!r}>"


def read_view(value: Any, kinds: tuple[str, ...]) -> Json:
    """A view as an app hands it in. Raises `RefusalError` (invalid_arguments, view_too_large)."""
    if not isinstance(value, dict):
        raise invalid_arguments("[ERROR] missing required field: view")
    if len(json.dumps(value)) > MAX_VIEW_BYTES:
        raise RefusalError("view_too_large")
    checks = Checks()
    if value.get("type") not in kinds:
        checks.fail(f"must be a valid enum value: {', '.join(kinds)}", "/view/type")
    if value.get("type") == "modal":
        _check_modal(checks, value)
    checks.optional_string(value, "private_metadata", "/view", 3000)
    checks.optional_string(value, "callback_id", "/view", 255)
    checks.optional_string(value, "external_id", "/view", 255)
    check_view_blocks(checks, value.get("blocks"))
    if checks.messages:
        raise invalid_arguments(*checks.messages)
    return value


def _check_modal(checks: Checks, value: Json) -> None:
    checks.text(value.get("title"), "/view/title", 24)
    checks.optional_text(value, "submit", "/view", 24)
    checks.optional_text(value, "close", "/view", 24)
    blocks = value.get("blocks")
    has_input = isinstance(blocks, list) and any(isinstance(b, dict) and b.get("type") == "input" for b in blocks)
    if has_input and not value.get("submit"):
        checks.fail("missing required field: submit (a modal with input blocks must have one)", "/view")
