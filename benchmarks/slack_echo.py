"""A bare echo bot on Bolt, with nothing kept: `python -m benchmarks.slack_echo API_URL TOKEN SECRET PORT [default]`.

With `process_before_response`, as we use Bolt; with `default`, as it comes: events are acknowledged before the listener
runs, and of a pressed button it looks every 10 ms whether it was.
"""

import sys
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.say.async_say import AsyncSay
from slack_sdk.web.async_client import AsyncWebClient


def main(api_url: str, token: str, secret: str, port: str, mode: str = "") -> None:
    """Until a signal comes."""
    app = AsyncApp(
        client=AsyncWebClient(token=token, base_url=api_url),
        signing_secret=secret,
        process_before_response=mode != "default",
    )

    async def echo(event: dict[str, Any], say: AsyncSay) -> None:
        await say(event.get("text", ""))

    async def pressed(ack: AsyncAck) -> None:
        await ack()

    app.event("message")(echo)
    app.action("option:0")(pressed)
    app.start(port=int(port), path="/slack/events")


if __name__ == "__main__":
    main(*sys.argv[1:])
