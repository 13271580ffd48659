"""Phasewalk as `phasewalk run` builds it, without the platforms' rates: `python -m benchmarks.our_bot`."""

import asyncio
from collections.abc import Sequence

from bot.service.paces import UNLIMITED
from bot.service.platform import Notice
from bot.serving import RUN, serving
from bot.settings import Settings


def _say_nothing(notices: Sequence[Notice]) -> None:
    del notices


def main() -> None:
    """Until a signal comes."""

    async def until_stopped() -> None:
        await plant.build(RUN).run(_say_nothing)

    with serving(Settings(), paces=UNLIMITED) as plant:
        asyncio.run(until_stopped())


if __name__ == "__main__":
    main()
