"""The command `phasewalk` where nothing limits its speed, and what waits does not wait long."""

import sys
from datetime import timedelta
from functools import partial, partialmethod

from bot import serving
from bot.cli import main
from bot.delivery import runner
from bot.delivery.rounds import Rhythm
from bot.service import elsewhere
from bot.service.paces import UNLIMITED

QUICK = Rhythm(news_s=0.1, beat_s=0.5, lifetime_s=2.0)

if __name__ == "__main__":
    runner.PAUSES_S = (0.05, 0.05, 0.05, 0.05)
    elsewhere.NEWS_AFTER = timedelta(seconds=0.5)
    quickly = partialmethod(serving.Plant.build, rhythm=QUICK)
    serving.Plant.build = quickly  # type: ignore[method-assign, assignment]
    serving.serving = partial(serving.serving, paces=UNLIMITED)
    sys.exit(main())
