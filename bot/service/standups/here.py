"""What is due where one person talks to one process: it is looked for whenever they do, and in between."""

import logging
from collections.abc import Sequence
from datetime import datetime

from bot.service.ports import Clock, OutageError, Store
from bot.service.standups.dues import Dues
from bot.service.standups.model import Due

log = logging.getLogger(__name__)

AT_ONCE = 50


class Here:
    """Deals with everything that is due, one small transaction after the other."""

    def __init__(self, store: Store, dues: Dues, clock: Clock) -> None:
        self._store = store
        self._dues = dues
        self._clock = clock

    def run(self) -> None:
        """What raises waits for the next time; it must neither end a conversation nor keep other dues waiting."""
        now, seen = self._clock(), set[Due]()
        try:
            while fresh := [
                due for due in self._store.read(lambda turn: turn.rota.due(now, AT_ONCE)) if due not in seen
            ]:
                self._deal_with(fresh, now)
                seen.update(fresh)
        except OutageError:
            log.warning("The database does not take what is due")

    def _deal_with(self, dues: Sequence[Due], now: datetime) -> None:
        """Where some raise, in halves until the guilty one is alone."""
        projects = sorted({(due.workspace, due.project) for due in dues})
        try:
            self._store.submit(lambda turn: self._dues.run(turn, dues, now), projects=projects).result()
        except OutageError:
            raise
        except Exception:
            if len(dues) == 1:
                log.exception("What is due as %s could not be dealt with", dues[0].id)
                return
            for half in (dues[: len(dues) // 2], dues[len(dues) // 2 :]):
                self._deal_with(half, now)
