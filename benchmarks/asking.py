"""A replica that does nothing but deal with what is due: `python -m benchmarks.asking URL HOURS [COUNT NUMBER]`.

Its clock stands still, so many hours after all became due. Where there are COUNT of them, the one of this NUMBER does
its share. It begins when it hears a word.
"""

import asyncio
import gc
import os
import sys
from datetime import datetime, timedelta

from benchmarks.teams import DUE
from bot.bootstrap import running
from bot.delivery.futures import Bridge
from bot.schedule.tick import Tick
from bot.settings import Settings

READY = b"ready\n"


def app_settings(url: str) -> Settings:
    """Nothing but the database."""
    return Settings.model_validate({"database_url": url})


async def main(url: str, hours: float, count: int = 1, number: int = 0) -> None:
    """Until it is killed."""

    def clock() -> datetime:
        return DUE + timedelta(hours=hours)

    names = [f"replica {one}" for one in range(count)]
    with running(app_settings(url), carrier=f"{os.getpid()}", clock=clock) as app:
        tick = Tick(
            app.store,
            Bridge(asyncio.get_running_loop()).settled,
            app.dues,
            lambda _: None,
            clock=clock,
            replica=names[number],
            living=lambda: names,
        )
        gc.freeze()
        os.write(1, READY)
        sys.stdin.readline()
        while True:
            await tick.run()
            await asyncio.sleep(0.01)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2]), *map(int, sys.argv[3:])))
