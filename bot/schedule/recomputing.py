"""Times that were worked out with other data of time zones or holidays are worked out anew."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.schedule.tick import PAUSE_S, DealsWithDues, Settled
from bot.service.ports import OutageError, Store
from bot.service.standups.model import Due

log = logging.getLogger(__name__)

AT_ONCE = 50
KEPT = "schedules"
"""Under this name the database keeps with which data its times were worked out last."""


class Recomputing:
    """One walk over everything that is due some day. Cut short, it begins anew with the next start."""

    def __init__(
        self,
        store: Store,
        settled: Settled,
        dues: DealsWithDues,
        *,
        clock: Callable[[], datetime],
        data: str,
    ) -> None:
        """`data` names the versions of the data that this program has."""
        self._store = store
        self._settled = settled
        self._dues = dues
        self._clock = clock
        self._data = data

    async def run(self) -> int:
        """Returns how many dues were looked at: none where the data is the same."""
        kept = await self._settled(self._store.submit(lambda turn: turn.upkeep.agree(KEPT, self._data)))
        if kept == self._data:
            return 0
        log.info("Times are worked out anew: %s instead of %s", self._data, kept)
        count, behind = 0, ("", "")
        while some := await asyncio.to_thread(self._walk, behind):
            await self._recompute(some)
            count, behind = count + len(some), some[-1].key
            await asyncio.sleep(PAUSE_S)
        await self._settled(self._store.submit(lambda turn: turn.upkeep.set_agreement(KEPT, self._data)))
        return count

    def _walk(self, behind: tuple[str, str]) -> Sequence[Due]:
        return self._store.read(lambda turn: turn.rota.walk(behind, AT_ONCE))

    async def _recompute(self, dues: Sequence[Due]) -> None:
        """What another transaction holds just now is worked out by that one, with the same data."""
        try:
            await self._settled(
                self._store.submit(
                    lambda turn: self._dues.recompute(turn, dues, self._clock()),
                    projects=sorted({(due.workspace, due.project) for due in dues}),
                )
            )
        except OutageError:
            raise
        except Exception:
            if len(dues) == 1:
                log.exception("When %s in %s is due could not be worked out anew", dues[0].id, dues[0].workspace)
                return
            for due in dues:
                await self._recompute([due])
