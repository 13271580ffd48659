"""Waiting until a bot that has just started has dealt with all that was due."""

import asyncio

from bot.bootstrap import App
from bot.service.ports import Clock
from tests.rest import Watch

PATIENCE_S = 10.0


async def arrived(app: App, clock: Clock, watch: Watch) -> None:
    """Returns when nothing is due, and everything that was said has arrived."""
    async with asyncio.timeout(PATIENCE_S):
        while app.store.read(lambda turn: turn.rota.due(clock(), 1)) or not watch.is_at_rest():
            await asyncio.sleep(0.001)
