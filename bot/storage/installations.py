"""Implements the service's `Installations`: statements that few turns need, run at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select

from bot.service.installations import Installation
from bot.storage.direct import Direct
from bot.storage.rows import from_json, to_json
from bot.storage.traffic import installation_table, oauth_state_table
from bot.storage.upserts import insert_into


class StoredInstallations:
    """Works on the transaction's connection."""

    def __init__(self, direct: Direct) -> None:
        self._direct = direct
        self._rows = direct.select

    def all(self) -> Sequence[Installation]:
        table = installation_table
        return [_installation(row) for row in self._rows(select(table).order_by(table.c.bot_id))]

    def get(self, bot: str) -> Installation | None:
        return self._one(select(installation_table).where(installation_table.c.bot_id == bot))

    def lock(self, bot: str) -> Installation | None:
        mine = select(installation_table).where(installation_table.c.bot_id == bot)
        return self._one(mine.with_for_update())

    def put(self, installation: Installation) -> None:
        table = installation_table
        row = {
            "data": to_json(dict(installation.data)),
            "sealed": installation.sealed,
            "expires_at": installation.expires_at,
            "claimed_until": installation.claimed_until,
        }
        self._direct.execute(
            insert_into(table, self._direct.dialect)
            .values(bot_id=installation.bot, **row)
            .on_conflict_do_update(index_elements=["bot_id"], set_=row)
        )

    def remove(self, bot: str) -> None:
        self._direct.execute(delete(installation_table).where(installation_table.c.bot_id == bot))

    def put_state(self, state_hash: str, expires_at: datetime) -> None:
        new = insert_into(oauth_state_table, self._direct.dialect)
        self._direct.execute(new.values(state_hash=state_hash, expires_at=expires_at).on_conflict_do_nothing())

    def take_state(self, state_hash: str, now: datetime) -> bool:
        table = oauth_state_table
        mine = select(table.c.expires_at).where(table.c.state_hash == state_hash).with_for_update()
        rows = self._rows(mine)
        self._direct.execute(delete(table).where((table.c.state_hash == state_hash) | (table.c.expires_at <= now)))
        return bool(rows) and rows[0][0] > now

    def _one(self, statement: Select[Any]) -> Installation | None:
        rows = self._rows(statement)
        return _installation(rows[0]) if rows else None


def _installation(row: Any) -> Installation:
    return Installation(row.bot_id, from_json(row.data), row.sealed, row.expires_at, row.claimed_until)
