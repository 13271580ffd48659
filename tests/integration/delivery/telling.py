"""A replica that sends what waits, and reports each call: `python -m tests.integration.delivery.telling URL NAME`."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Mapping
from typing import Any

from bot.delivery import courier
from bot.delivery.rounds import Rhythm
from bot.service.outcomes import Outcome
from bot.service.paces import Pace, Paces
from bot.storage.database import open_store
from tests.integration.delivery.echoing import Process
from tests.integration.delivery.posting import Platform

PACES = Paces(Pace(0.0), Pace(0.0), Pace(0.004, 5), 5)
"""250 calls a second, of all replicas together."""
MOST_UNDER_WAY = 100
"""So that all have something to send."""
LIFETIME_S = 2.0
READY = b"ready\n"
RHYTHM = Rhythm(claim_s=0.1, beat_s=0.25, lifetime_s=LIFETIME_S, news_s=60.0, purge_s=60.0)


class Teller(Platform):
    """Writes down when a call is made, before it says so."""

    async def send(self, chat: str, payload: Mapping[str, Any], receipt: str) -> Outcome:
        os.write(1, f"{time.monotonic():.6f} {chat} {payload['text']}\n".encode())
        return await super().send(chat, payload, receipt)


async def main(url: str, name: str) -> None:
    """Until SIGTERM."""
    courier.MOST_UNDER_WAY = MOST_UNDER_WAY
    ending = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ending.set)
    store = open_store(url)
    process = Process(store, name, Teller(paces=PACES), rhythm=RHYTHM)
    await process.rounds.start(claims=False)
    os.write(1, READY)
    await ending.wait()
    await process.stop()
    store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
