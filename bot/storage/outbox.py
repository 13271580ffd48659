"""The outbox inside one transaction. Implements the service's `Outbox`."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from bot.service.boxes import ChatKey, Fate, Load, Queued, Sending, is_change, is_once
from bot.storage.columns import escaped, unescaped
from bot.storage.journal import Journal
from bot.storage.records import ChatRow, Records
from bot.storage.rows import to_json, to_payload
from bot.storage.traffic import QUEUED_MESSAGES, chat_table, is_in, outbox_table
from bot.storage.writes import Writes


class StoredOutbox:
    """Reads and changes the transaction's records."""

    def __init__(self, records: Records, writes: Writes, journal: Journal) -> None:
        self._records = records
        self._writes = writes
        self._put = journal.put
        self._extend = journal.extend

    def send(self, chat: ChatKey, payloads: Sequence[Mapping[str, Any]], carrier: str = "") -> Sequence[Queued]:
        row = self._records.chat(chat)
        if row is None or not row.is_open or not payloads:
            return ()
        # Behind messages that are still to be sent it has to wait for `take` or `record`, which keep the order.
        has_all = (row.held_seq if row.carrier else row.sent_seq) == row.next_seq - 1
        carries = bool(carrier) and row.carrier in ("", carrier) and has_all
        queued = [
            Queued(seq, payload, Sending.SENDING if carries and not is_once(payload) else Sending.QUEUED)
            for seq, payload in enumerate(payloads, row.next_seq)
        ]
        self._extend(self._writes.messages, [_row(chat, message) for message in queued])
        row = row._replace(next_seq=row.next_seq + len(payloads))
        self._put_chat(chat, row._replace(carrier=carrier, held_seq=row.next_seq - 1) if carries else row)
        return queued

    def load(self, chat: ChatKey, messages: Sequence[Queued], carrier: str) -> Load | None:
        row = self._records.chat(chat)
        if row is None or not messages or row.carrier != carrier or row.held_seq < messages[-1].seq:
            return None
        return Load(*chat, messages, row.is_shared, row.free_at, row.sent_seq)

    def record(self, chat: ChatKey, carrier: str, fates: Sequence[Fate], free_at: float) -> Sequence[Queued] | None:
        row = self._records.chat(chat)
        if row is None or row.carrier != carrier:
            return None
        for fate in fates:
            self._decide(chat, fate)
        over = {fate.seq for fate in fates if fate.state.is_over}
        sent_seq = row.sent_seq
        while sent_seq + 1 in over:
            sent_seq += 1
        more = self._take_on(chat, row.held_seq) if row.next_seq - 1 > row.held_seq else []
        is_idle = sent_seq == row.next_seq - 1
        row = row._replace(sent_seq=sent_seq, free_at=free_at, carrier="" if is_idle else carrier)
        self._put_chat(chat, row._replace(held_seq=row.next_seq - 1))
        return more

    def take(self, carrier: str, bots: Collection[str], limit: int) -> Sequence[Load]:
        """By ix_outbox_queued."""
        table = outbox_table
        same_chat = and_(table.c.bot_id == chat_table.c.bot_id, table.c.chat_id == chat_table.c.chat_id)
        waiting = (table.c.bot_id.in_(bots), is_in(table, QUEUED_MESSAGES), chat_table.c.carrier == "")
        found = select(table.c.bot_id, table.c.chat_id).join(chat_table, same_chat).where(*waiting).distinct()
        return [self._load_all(chat, row, carrier) for chat, row in self._chats(found, limit) if not row.carrier]

    def take_over(self, carrier: str, bots: Collection[str], living: Collection[str], limit: int) -> Sequence[Load]:
        """A look at every chat, so not to be asked often."""
        table, alive = chat_table, {"", carrier, *living}
        gone = (table.c.bot_id.in_(bots), table.c.carrier.not_in(alive))
        found = self._chats(select(table.c.bot_id, table.c.chat_id).where(*gone), limit)
        return [self._load_all(chat, row, carrier) for chat, row in found if row.carrier not in alive]

    def held(self, carrier: str) -> Sequence[Load]:
        """A look at every chat, so not to be asked often."""
        table = chat_table
        found = self._chats(select(table.c.bot_id, table.c.chat_id).where(table.c.carrier == carrier), None)
        return [self._load_all(chat, row, carrier) for chat, row in found if row.carrier == carrier]

    def _chats(self, statement: Select[Any], limit: int | None) -> list[tuple[ChatKey, ChatRow]]:
        """Locked, in one order for every replica."""
        keys = [(bot, chat) for bot, chat in self._records.select(statement.limit(limit))]
        self._records.load_unsent(keys)
        rows = ((key, self._records.chat(key)) for key in keys)
        return [(key, row) for key, row in rows if row is not None]

    def _load_all(self, chat: ChatKey, row: ChatRow, carrier: str) -> Load:
        """Everything that is not done with. Let go when that is nothing."""
        is_mine = row.carrier == carrier
        messages = self._take_on(chat, row.sent_seq)
        doubtful = [m.seq for m in messages if m.state is Sending.SENDING and is_once(m.payload) and not is_mine]
        for seq in doubtful:
            self._decide(chat, Fate(seq, Sending.UNKNOWN))
        certain = [message for message in messages if message.seq not in doubtful]
        sent_seq = certain[0].seq - 1 if certain else row.next_seq - 1
        changed = row._replace(sent_seq=sent_seq, carrier=carrier if certain else "", held_seq=row.next_seq - 1)
        self._put_chat(chat, changed)
        return Load(*chat, certain, row.is_shared, row.free_at, sent_seq, doubtful)

    def asked(self, chat: ChatKey, token: str) -> Mapping[str, Any] | None:
        rows = self._newest(chat, outbox_table.c.token == token)
        return to_payload(rows[0].payload) if rows else None

    def receipt(self, chat: ChatKey, token: str) -> str:
        rows = self._newest(chat, outbox_table.c.token == token)
        return str(rows[0].receipt) if rows else ""

    def token(self, chat: ChatKey, receipt: str) -> str:
        rows = self._newest(chat, and_(outbox_table.c.receipt == receipt, outbox_table.c.token != ""))
        return str(rows[0].token) if rows else ""

    def again(self, chat: ChatKey, seq: int, carrier: str = "") -> Sequence[Queued]:
        self._records.chat(chat)  # first, for its lock
        found = self._stopped(chat, seq)
        if found is None:
            return ()
        self._decide(chat, Fate(seq, Sending.DROPPED, found.receipt, found.tries, "sent again"))
        return self.send(chat, [to_payload(found.payload)], carrier)

    def drop(self, chat: ChatKey, seq: int) -> bool:
        """Give a message up that was not delivered, or of which nobody knows."""
        self._records.chat(chat)
        found = self._stopped(chat, seq)
        if found is None:
            return False
        self._decide(chat, Fate(seq, Sending.DROPPED, found.receipt, found.tries, unescaped(found.note)))
        return True

    def _stopped(self, chat: ChatKey, seq: int) -> Any:
        """A message that is unknown or dead, whatever other turns of this transaction have decided."""
        rows = self._newest(chat, outbox_table.c.seq == seq)
        if not rows or (*chat, seq) in self._writes.fates:
            return None
        return rows[0] if rows[0].state in (Sending.UNKNOWN, Sending.DEAD) else None

    def _newest(self, chat: ChatKey, condition: ColumnElement[bool]) -> Sequence[Any]:
        """From the chat's newest message backwards, by the primary key."""
        table = outbox_table
        mine = (table.c.bot_id == chat[0], table.c.chat_id == chat[1], condition)
        return self._records.select(select(table).where(*mine).order_by(table.c.seq.desc()).limit(1))

    def undelivered(self, chat: ChatKey) -> list[Queued]:
        """All messages of the chat that are not done with."""
        row = self._records.chat(chat)
        if row is None:
            return []
        added = [
            Queued(seq, to_payload(payload), Sending(state), tries)
            for bot, id_, seq, payload, state, _, _, tries, _ in self._writes.messages
            if (bot, id_) == chat
        ]
        messages = (self._decided(chat, message) for message in [*self._records.unsent_of(chat), *added])
        return [message for message in messages if message.seq > row.sent_seq and not message.state.is_over]

    def _decided(self, chat: ChatKey, message: Queued) -> Queued:
        """With what turns of this transaction have decided about it."""
        fate = self._writes.fates.get((*chat, message.seq))
        return message if fate is None else Queued(message.seq, message.payload, Sending(fate[0]), fate[2])

    def _take_on(self, chat: ChatKey, behind: int) -> list[Queued]:
        """Messages behind a seq. What may arrive twice counts as being sent from now on."""
        found = []
        for message in self.undelivered(chat):
            if message.seq > behind:
                is_free = message.state is Sending.QUEUED and not is_once(message.payload)
                state = Sending.SENDING if is_free else message.state
                if is_free:
                    self._decide(chat, Fate(message.seq, state, tries=message.tries))
                found.append(Queued(message.seq, message.payload, state, message.tries))
        return found

    def _decide(self, chat: ChatKey, fate: Fate) -> None:
        self._put(self._writes.fates, (*chat, fate.seq), (fate.state, fate.receipt, fate.tries, escaped(fate.note)))

    def _put_chat(self, chat: ChatKey, row: ChatRow) -> None:
        self._put(self._records.chats, chat, row)


def _row(chat: ChatKey, message: Queued) -> tuple[Any, ...]:
    """A row of `outbox_table` without its time."""
    payload = dict(message.payload)
    token = "" if is_change(payload) else str(payload.get("token") or "")
    return (*chat, message.seq, to_json(payload), message.state.value, token, "", 0, "")
