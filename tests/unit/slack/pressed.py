"""Events, presses and views as Slack sends them."""

from typing import Any

from bot.platforms.slack.events import to_arrivals
from bot.service.arrivals import Arrival, Message

BOT_USER = "U0BOT"
DM, CHANNEL = "D1", "C1"
TS, ROOT = "1795000000.000200", "1795000000.000100"


def body(**event: Any) -> dict[str, Any]:
    """An event in its envelope."""
    return {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": "Ev1",
        "event": event,
        "authorizations": [{"team_id": "T1", "user_id": BOT_USER, "is_bot": True}],
    }


def written(text: str = "Students", channel: str = DM, **fields: Any) -> dict[str, Any]:
    """Ana's message."""
    kind = "im" if channel.startswith("D") else "channel"
    event = {"type": "message", "channel": channel, "channel_type": kind, "user": "U1", "team": "T1", "ts": TS}
    return body(**event | {"text": text} | fields)


def arrived(event: dict[str, Any]) -> Arrival | None:
    """What an event means; None for nothing."""
    found = to_arrivals(event)
    return found[0].arrival if found else None


def heard(text: str = "Students", channel: str = DM, **fields: Any) -> Message:
    """The message that arrives when Ana writes."""
    found = arrived(written(text, channel, **fields))
    assert isinstance(found, Message)
    return found


def pressed(action: dict[str, Any], channel: str = CHANNEL, **fields: Any) -> dict[str, Any]:
    """Ana presses something below a message."""
    return {
        "type": "block_actions",
        "team": {"id": "T1", "domain": "tea"},
        "user": {"id": "U1", "team_id": "T1"},
        "channel": {"id": channel},
        "container": {"type": "message", "message_ts": TS, "channel_id": channel},
        "message": {"ts": TS, "thread_ts": ROOT},
        "trigger_id": "1.2.abc",
        "actions": [action],
        **fields,
    }


def at_home(action: dict[str, Any]) -> dict[str, Any]:
    """Ana presses something in her home tab."""
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "container": {"type": "view", "view_id": "V1"},
        "view": {"id": "V1", "type": "home", "app_installed_team_id": "T1"},
        "trigger_id": "1.2.abc",
        "actions": [action],
    }
