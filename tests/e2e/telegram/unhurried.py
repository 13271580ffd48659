"""The command `phasewalk` where nothing limits its speed, what waits waits shortly, and a file may set the clock."""

import os
import sys
from datetime import timedelta
from functools import partial, partialmethod
from pathlib import Path

from apscheduler.triggers.interval import IntervalTrigger

from bot import serving
from bot.cli import main
from bot.delivery import runner
from bot.delivery.rounds import Rhythm
from bot.schedule import ticker
from bot.service import elsewhere
from bot.service.paces import UNLIMITED
from tests.fakes.clock import SharedClock

CLOCK = "PHASEWALK_TEST_CLOCK"
"""Names the file of a `SharedClock`."""
QUICK = Rhythm(news_s=0.1, beat_s=0.5, lifetime_s=2.0)

if __name__ == "__main__":
    runner.PAUSES_S = (0.05, 0.05, 0.05, 0.05)
    elsewhere.NEWS_AFTER = timedelta(seconds=0.5)
    quickly = partialmethod(serving.Plant.build, rhythm=QUICK)
    serving.Plant.build = quickly  # type: ignore[method-assign, assignment]
    serving.serving = partial(serving.serving, paces=UNLIMITED)
    if CLOCK in os.environ:
        ticker._trigger = lambda: IntervalTrigger(seconds=0.1)
        serving.serving = partial(serving.serving, clock=SharedClock(Path(os.environ[CLOCK])))
    sys.exit(main())
