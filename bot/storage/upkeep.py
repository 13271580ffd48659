"""Implements the service's `Upkeep`: statements that few turns need, run at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, and_, bindparam, delete, func, insert, not_, select, update

from bot.service.boxes import WALK, ChatKey, Stuck
from bot.service.ports import Project
from bot.service.upkeep import News
from bot.storage.columns import unescaped
from bot.storage.direct import Direct
from bot.storage.inbox import StoredInbox
from bot.storage.outbox import StoredOutbox
from bot.storage.rows import Key, Row, from_json, to_json
from bot.storage.tables import project_table
from bot.storage.traffic import (
    PARKED_EVENTS,
    QUEUED_MESSAGES,
    STUCK_MESSAGES,
    WAITING_EVENTS,
    agreement_table,
    bot_table,
    inbox_table,
    is_in,
    news_table,
    outbox_table,
    replica_table,
)
from bot.storage.upserts import insert_into

PURGED_AT_ONCE = 1000
OPEN_EVENTS = (*WAITING_EVENTS, *PARKED_EVENTS)
OPEN_MESSAGES = (*QUEUED_MESSAGES, "sending", *STUCK_MESSAGES)


_COUNTED = (
    ("inbox", inbox_table, WAITING_EVENTS),
    ("inbox", inbox_table, PARKED_EVENTS),
    ("outbox", outbox_table, QUEUED_MESSAGES),
    ("outbox", outbox_table, STUCK_MESSAGES),
)


class StoredUpkeep:
    """Works on the transaction's connection."""

    def __init__(self, direct: Direct, inbox: StoredInbox, outbox: StoredOutbox) -> None:
        self._direct = direct
        self._rows = direct.select
        self._inbox = inbox
        self._outbox = outbox

    def now(self, own: datetime) -> datetime:
        if self._direct.dialect.name != "postgresql":
            return own
        found: datetime = self._rows(select(func.clock_timestamp(type_=replica_table.c.seen_at.type)))[0][0]
        return found

    def beat(self, replica: str, now: datetime, lifetime: timedelta) -> Collection[str]:
        table = replica_table
        self._put(table, {"replica_id": replica, "seen_at": now})
        self._direct.execute(delete(table).where(table.c.seen_at < now - 10 * lifetime))
        return {row[0] for row in self._rows(select(table.c.replica_id).where(table.c.seen_at >= now - lifetime))}

    def leave(self, replica: str) -> None:
        self._direct.execute(delete(replica_table).where(replica_table.c.replica_id == replica))

    def reserve(self, bot: str, count: int, interval_s: float, burst: int, now_s: float) -> float:
        table = bot_table
        mine = table.c.bot_id == bot
        mine_locked = select(table.c.free_at).where(mine).with_for_update()
        rows = self._rows(mine_locked)
        if not rows:
            new = insert_into(table, self._direct.dialect).values(bot_id=bot, free_at=0.0, link="")
            self._direct.execute(new.on_conflict_do_nothing())
            rows = self._rows(mine_locked)
        free_at = max(rows[0][0], now_s - (burst - 1) * interval_s)
        self._direct.execute(update(table).where(mine).values(free_at=free_at + count * interval_s))
        return float(free_at)

    def put_bot(self, bot: str, link: str) -> None:
        table = bot_table
        self._direct.execute(
            insert_into(table, self._direct.dialect)
            .values(bot_id=bot, free_at=0.0, link=link)
            .on_conflict_do_update(index_elements=["bot_id"], set_={"link": link})
        )

    def links(self) -> Mapping[str, str]:
        rows = self._rows(select(bot_table.c.bot_id, bot_table.c.link).order_by(bot_table.c.bot_id))
        return {bot: link for bot, link in rows if link}

    def agree(self, name: str, value: str) -> str:
        table = agreement_table
        new = insert_into(table, self._direct.dialect).values(name=name, value=value)
        self._direct.execute(new.on_conflict_do_nothing())
        return str(self._rows(select(table.c.value).where(table.c.name == name))[0][0])

    def set_agreement(self, name: str, value: str) -> None:
        self._put(agreement_table, {"name": name, "value": value})

    def add_news(self, chat: ChatKey, project: Key, author: str, last: str, due_at: datetime) -> None:
        table = news_table
        key = {"bot_id": chat[0], "chat_id": chat[1], "workspace_id": project[0], "project_id": project[1]}
        mine = and_(*(table.c[name] == value for name, value in key.items()))
        rows = self._rows(select(table.c.payload).where(mine).with_for_update())
        authors = from_json(rows[0][0])["authors"] if rows else {}
        payload = to_json({"authors": {**authors, author: authors.get(author, 0) + 1}, "last": last})
        if rows:
            self._direct.execute(update(table).where(mine).values(payload=payload))
        else:
            self._direct.execute(insert(table).values(**key, payload=payload, due_at=due_at))

    def take_news(self, now: datetime, limit: int) -> Sequence[News]:
        table = news_table
        due = select(table).where(table.c.due_at <= now).order_by(table.c.due_at).limit(limit)
        found = []
        for row in self._rows(due.with_for_update(skip_locked=True)):
            payload = from_json(row.payload)
            chat = (row.bot_id, row.chat_id)
            found.append(News(chat, row.workspace_id, row.project_id, payload["authors"], payload["last"]))
            self._delete(table, [(*chat, row.workspace_id, row.project_id)])
        return found

    def projects(self) -> Sequence[Project]:
        table = project_table
        columns = (table.c.workspace_id, table.c.project_id, table.c.name, table.c.playbook_hash, table.c.created_at)
        return [Project(*row) for row in self._rows(select(*columns).order_by(table.c.created_at))]

    def stuck(self, limit: int) -> Sequence[Stuck]:
        found: list[Stuck] = []
        for box, table, states in (("inbox", inbox_table, OPEN_EVENTS), ("outbox", outbox_table, OPEN_MESSAGES)):
            open_ = select(table).where(table.c.state.in_(states))
            if table is outbox_table:
                open_ = open_.where(table.c.bot_id != "terminal")
            for row in self._rows(open_.order_by(table.c.created_at).limit(limit)):
                key, note = (row.bot_id, row.chat_id, row.seq), unescaped(row.note)
                found.append(Stuck(box, *key, row.state, row.tries, row.created_at, note))
        return sorted(found, key=lambda one: one.since)[:limit]

    def retry(self, box: str, chat: ChatKey, seq: int) -> bool:
        return self._inbox.again(chat, seq) if box == "inbox" else bool(self._outbox.again(chat, seq))

    def drop(self, box: str, chat: ChatKey, seq: int) -> bool:
        return self._inbox.drop(chat, seq) if box == "inbox" else self._outbox.drop(chat, seq)

    def counts(self) -> Mapping[tuple[str, str], int]:
        """By the indexes of these states, whatever else there is."""
        found: dict[tuple[str, str], int] = {}
        for box, table, states in _COUNTED:
            found |= {(box, state): 0 for state in states}
            rows = select(table.c.state, func.count()).where(is_in(table, states)).group_by(table.c.state)
            found |= {(box, state): count for state, count in self._rows(rows)}
        return found

    def purge(self, before: datetime) -> int:
        """By the index on created_at, a few at a time, so that turns need not wait long.

        What threads hang on stays: by it a message in a thread is known to be meant for the bot.
        """
        gone = 0
        for table, states in ((inbox_table, ("done", "dropped")), (outbox_table, ("sent", "dead", "dropped"))):
            old = and_(table.c.created_at < before, table.c.state.in_(states))
            if table is outbox_table:
                old = and_(old, not_(table.c.token.startswith(WALK)))
            keys = self._rows(select(*table.primary_key).where(old).limit(PURGED_AT_ONCE))
            self._delete(table, keys)
            gone += len(keys)
        return gone

    def _delete(self, table: Table, keys: Sequence[Row]) -> None:
        if keys:
            names = [column.name for column in table.primary_key]
            same = (column == bindparam(f"old_{column.name}") for column in table.primary_key)
            rows = [{f"old_{name}": part for name, part in zip(names, key, strict=True)} for key in keys]
            self._direct.execute(delete(table).where(*same), rows)

    def _put(self, table: Table, row: Mapping[str, Any]) -> None:
        statement = insert_into(table, self._direct.dialect).values(row)
        changed = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
        self._direct.execute(statement.on_conflict_do_update(index_elements=table.primary_key.columns, set_=changed))
