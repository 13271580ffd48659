"""Whether a program is at rest: everything that came in is done with, and everything that was said has arrived."""

from sqlalchemy import create_engine, exists, or_, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from bot.service.ports import LOCAL_BOT
from bot.storage.traffic import chat_table


class Watch:
    """Looks into a database beside the program that works on it."""

    def __init__(self, database_url: str) -> None:
        self._engine = create_engine(database_url, poolclass=NullPool)
        self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def is_at_rest(self) -> bool:
        """One statement, so that nothing can hide between two."""
        table = chat_table
        is_busy = or_(table.c.next_seq > table.c.sent_seq + 1, table.c.next_event > table.c.done_event + 1)
        query = select(exists().where(table.c.bot_id != LOCAL_BOT, is_busy))
        try:
            return not self._connection.execute(query).scalar_one()
        except OperationalError:  # there are no tables yet
            return True

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()
