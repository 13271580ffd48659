"""Everything of schedules that runs in one process."""

import asyncio
import logging

from bot.schedule.recomputing import Recomputing
from bot.schedule.tick import Tick
from bot.schedule.ticker import Ticker

log = logging.getLogger(__name__)

AGAIN_S = 5.0
"""After a failure of the database."""


class Clockwork:
    """Ticks, and beside that works times out anew where the data has changed."""

    def __init__(self, tick: Tick, recomputing: Recomputing) -> None:
        self._tick = tick
        self._recomputing = recomputing
        self._ticker = Ticker(tick.run)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """To be called inside the event loop."""
        self._task = asyncio.get_running_loop().create_task(self._recompute())
        self._ticker.start()

    async def stop(self) -> None:
        """What runs is finished, nothing more begins."""
        self._tick.stop()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._ticker.stop()

    async def _recompute(self) -> None:
        while True:
            try:
                await self._recomputing.run()
                return
            except Exception:
                log.exception("Times could not be worked out anew; next try in %d s", AGAIN_S)
                await asyncio.sleep(AGAIN_S)
