"""The inbox inside one transaction. Implements the service's `Inbox`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from bot.service.arrivals import Arrived, Message, from_data
from bot.service.boxes import ChatKey, Event
from bot.storage.columns import escaped
from bot.storage.journal import Journal
from bot.storage.records import ChatRow, EventKey, EventRow, Records, head_of
from bot.storage.rows import from_json, to_json, to_payload
from bot.storage.traffic import WAITING_EVENTS, chat_table, inbox_table, is_in
from bot.storage.writes import Writes

MAX_TRIES = 5
MAX_BEGUN = 3
"""An event that ended its process so often is put aside."""


class StoredInbox:
    """Reads and changes the transaction's records."""

    def __init__(self, records: Records, writes: Writes, journal: Journal) -> None:
        self._records = records
        self._writes = writes
        self._put = journal.put
        self._extend = journal.extend

    def accept(self, bot: str, arrived: Sequence[Arrived], runner: str) -> Sequence[ChatKey]:
        changed: dict[ChatKey, None] = {}
        for one in arrived:
            if self.is_first(bot, one.key):
                changed[self._add(bot, one, runner)] = None
        return list(changed)

    def is_first(self, bot: str, key: str) -> bool:
        if self._records.is_known_event((bot, key)):
            return False
        self._put(self._records.known_events, (bot, key), True)
        self._extend(self._writes.event_keys, [(bot, key)])
        return True

    def _add(self, bot: str, one: Arrived, runner: str) -> ChatKey:
        place = one.arrival.place
        chat = (bot, place.chat)
        row = self._records.chat(chat) or ChatRow(place.home, "", is_shared=place.is_shared)
        message = one.arrival.message if isinstance(one.arrival, Message) and not one.arrival.is_edit else ""
        text = to_json(one.arrival)
        stored = EventRow(message, text, "waiting", runner, begun=int(bool(runner)), tries=0, note="")
        self._append(chat, row, stored)
        return chat

    def _append(self, chat: ChatKey, row: ChatRow, event: EventRow) -> None:
        self._extend(self._writes.new_events, [(*chat, row.next_event, *event)])
        self._put(self._records.events, (*chat, row.next_event), event)
        self._put(self._records.chats, chat, row._replace(next_event=row.next_event + 1))

    def head(self, bot: str, chat: str) -> Event | None:
        row = self._records.chat((bot, chat))
        key = head_of((bot, chat), row) if row else None
        while row is not None and key is not None:
            found = self._records.event(key)
            if found is not None and found.state == "waiting":
                return _event(key, found)
            row = row._replace(done_event=key[2])
            self._put(self._records.chats, (bot, chat), row)
            key = head_of((bot, chat), row)
        return None

    def waiting(self, bot: str, chat: str) -> int:
        row = self._records.chat((bot, chat))
        return 0 if row is None else row.next_event - 1 - row.done_event

    def finish(self, event: Event, note: Mapping[str, Any] | None = None) -> None:
        self._change(event, state="done", note=to_json(dict(note)) if note else "")

    def fail(self, event: Event, why: str) -> bool:
        is_hopeless = event.tries + 1 >= MAX_TRIES
        state = "parked" if is_hopeless else "waiting"
        self._change(event, state=state, tries=event.tries + 1, note=escaped(why))
        return is_hopeless

    def park(self, event: Event, why: str) -> None:
        self._change(event, state="parked", note=escaped(why))

    def again(self, chat: ChatKey, seq: int) -> bool:
        """Run a parked event after all: behind what has come in since, so that the chat's order is kept."""
        row = self._records.chat(chat)  # first, for its lock
        event = self._records.event((*chat, seq))
        if event is None or row is None or event.state != "parked":
            return False
        self._put_event((*chat, seq), event._replace(state="dropped", note="tried again"))
        fresh = event._replace(state="waiting", runner="", begun=0, tries=0, note="")
        self._append(chat, row, fresh)
        return True

    def drop(self, chat: ChatKey, seq: int) -> bool:
        """Give a parked event up."""
        row = self._records.chat(chat)  # first, for its lock
        event = self._records.event((*chat, seq))
        if event is None or row is None or event.state != "parked":
            return False
        self._put_event((*chat, seq), event._replace(state="dropped"))
        return True

    def _change(self, event: Event, **fields: Any) -> None:
        key = (event.bot, event.chat, event.seq)
        row, chat = self._records.event(key), self._records.chat(key[:2])
        if row is None or chat is None:
            return
        changed = row._replace(**fields)
        self._put_event(key, changed)
        if changed.state != "waiting" and chat.done_event == event.seq - 1:
            self._put(self._records.chats, key[:2], chat._replace(done_event=event.seq))

    def note_of(self, bot: str, chat: str, message: str) -> Mapping[str, Any] | None:
        table = inbox_table
        mine = (table.c.bot_id == bot, table.c.chat_id == chat, table.c.message_id == message)
        rows = self._records.select(select(table.c.note).where(*mine).order_by(table.c.seq.desc()).limit(1))
        return to_payload(rows[0][0]) if rows and rows[0][0].startswith("{") else None

    def claim(self, runner: str, limit: int) -> Sequence[ChatKey]:
        table = inbox_table
        found = self._take_on(runner, (table.c.runner == "", table.c.begun == 0), limit)
        return list(dict.fromkeys((event.bot, event.chat) for event in found))

    def reclaim(self, runner: str, living: Collection[str], limit: int) -> Sequence[ChatKey]:
        found = self._take_on(runner, (*_left_behind([runner, *living]), inbox_table.c.begun == 1), limit)
        return [(event.bot, event.chat) for event in found]

    def recover(self, runner: str, living: Collection[str]) -> Event | None:
        """Those that were set out on least often first, so that whatever ended the process comes last."""
        return next(iter(self._take_on(runner, _left_behind([runner, *living]), 1)), None)

    def _take_on(self, runner: str, wanted: Sequence[ColumnElement[bool]], limit: int) -> list[Event]:
        """By ix_inbox_waiting, in chats that no other replica is busy with.

        Whatever changes an event holds its chat's lock, so that two replicas can't wait for each other.
        """
        table, chat_of = inbox_table, chat_table
        same_chat = and_(chat_of.c.bot_id == table.c.bot_id, chat_of.c.chat_id == table.c.chat_id)
        rows = self._records.select(
            select(table.c.bot_id, table.c.chat_id, table.c.seq, *event_columns())
            .join(chat_of, same_chat)
            .where(is_in(table, WAITING_EVENTS), *wanted)
            .order_by(table.c.begun, table.c.created_at, table.c.bot_id, table.c.chat_id, table.c.seq)
            .limit(limit)
            .with_for_update(skip_locked=True, of=chat_of)
        )
        seen = {(bot, chat, seq): EventRow(*fields) for bot, chat, seq, *fields in rows}
        self._records.load_events(list(seen))
        found = []
        for key, row in seen.items():
            # Until its chat was locked another replica may have decided about it, or a turn of this transaction.
            if self._records.event(key) != row:
                continue
            changed = row._replace(runner=runner, begun=row.begun + 1)
            self._put_event(key, changed)
            event = _event(key, changed)
            if row.begun >= MAX_BEGUN:
                self.park(event, "It ended the process each time.")
                event = replace(event, is_parked=True)
            found.append(event)
        return found

    def _put_event(self, key: EventKey, row: EventRow) -> None:
        self._put(self._records.events, key, row)
        self._put(self._writes.events, key, row)


def _left_behind(living: Collection[str]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Of replicas that are gone, and of each chat only the oldest: that one is run, whichever is taken on."""
    table, earlier = inbox_table, inbox_table.alias("earlier")
    same_chat = (earlier.c.bot_id == table.c.bot_id, earlier.c.chat_id == table.c.chat_id)
    is_earlier = (earlier.c.seq < table.c.seq, earlier.c.state == "waiting")
    return table.c.runner.not_in(living), ~select(earlier.c.seq).where(*same_chat, *is_earlier).exists()


def event_columns() -> Sequence[Any]:
    """The columns of an `EventRow`."""
    return [inbox_table.c[name if name != "message" else "message_id"] for name in EventRow._fields]


def _event(key: EventKey, row: EventRow) -> Event:
    return Event(*key, from_data(from_json(row.payload), key[0], key[1]), row.begun, row.tries, row.runner)
