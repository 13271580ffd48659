"""The outbox inside one transaction. Implements the service's `Outbox`."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from bot.service.boxes import ChatKey, Fate, Load, Queued, Sending, can_wait, is_change, is_once
from bot.storage.columns import escaped, unescaped
from bot.storage.journal import Journal
from bot.storage.records import ChatRow, Records
from bot.storage.rows import to_json, to_payload
from bot.storage.traffic import QUEUED_MESSAGES, chat_table, is_given, is_in, outbox_table
from bot.storage.writes import Writes


class StoredOutbox:
    """Reads and changes the transaction's records."""

    def __init__(self, records: Records, writes: Writes, journal: Journal) -> None:
        self._records = records
        self._writes = writes
        self._put = journal.put
        self._extend = journal.extend
        self._resumed: dict[ChatKey, list[Queued]] = {}
        """Messages that were taken on with others that were added to them."""

    def send(self, chat: ChatKey, payloads: Sequence[Mapping[str, Any]], carrier: str = "") -> Sequence[Queued]:
        row = self._records.chat(chat)
        if row is None or not row.is_open or not payloads:
            return ()
        is_wanted = bool(carrier) and not all(can_wait(payload) for payload in payloads)
        if is_wanted and not row.carrier and row.sent_seq < row.next_seq - 1:
            row = self._resume(chat, row, carrier)
        # Behind messages that another replica has to send it has to wait for that one, which keeps the order.
        has_all = (row.held_seq if row.carrier else row.sent_seq) == row.next_seq - 1
        carries = has_all and (row.carrier == carrier if row.carrier else is_wanted)
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
        before = [message for message in self._resumed.get(chat, ()) if message.seq < messages[0].seq]
        return Load(*chat, [*before, *messages], row.is_shared, row.free_at, row.sent_seq)

    def _resume(self, chat: ChatKey, row: ChatRow, carrier: str) -> ChatRow:
        """Nobody carries what is to be sent there yet; but now somebody waits for what comes behind it."""
        self._put(self._resumed, chat, list(self._load_all(chat, row, carrier).messages))
        return self._records.chat(chat) or row

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
        """The oldest first, by ix_outbox_queued; of chats that no other replica is busy with."""
        table, chat_of = outbox_table, chat_table
        same_chat = and_(table.c.bot_id == chat_of.c.bot_id, table.c.chat_id == chat_of.c.chat_id)
        # With the bare column SQLite would go by the primary key, and sort all that waits.
        is_mine = table.c.bot_id.concat("").in_(bots)
        found = select(table.c.bot_id, table.c.chat_id).join(chat_of, same_chat)
        free = found.where(is_mine, is_in(table, QUEUED_MESSAGES), chat_of.c.carrier == "")
        oldest = free.order_by(table.c.created_at).with_for_update(skip_locked=True, of=chat_of)
        return [self._load_all(chat, row, carrier) for chat, row in self._chats(oldest, limit) if not row.carrier]

    def take_over(self, carrier: str, bots: Collection[str], living: Collection[str], limit: int) -> Sequence[Load]:
        """A look at every chat, so not to be asked often."""
        table, alive = chat_table, {"", carrier, *living}
        gone = (table.c.bot_id.in_(bots), table.c.carrier.not_in(alive))
        found = self._chats(select(table.c.bot_id, table.c.chat_id).where(*gone), limit)
        return [self._load_all(chat, row, carrier) for chat, row in found if row.carrier not in alive]

    def held(self, carrier: str) -> Sequence[Load]:
        """A look at every chat, so not to be asked often. Earlier turns of this transaction count as well."""
        table = chat_table
        stored = self._chats(select(table.c.bot_id, table.c.chat_id).where(table.c.carrier == carrier), None)
        changed = ((chat, row) for chat, row in self._records.changed_chats() if row.carrier == carrier)
        found = dict([*stored, *changed])
        return [self._load_all(chat, row, carrier) for chat, row in found.items() if row.carrier == carrier]

    def _chats(self, statement: Select[Any], limit: int | None) -> list[tuple[ChatKey, ChatRow]]:
        """Locked, in one order for every replica."""
        keys = list(dict.fromkeys((bot, chat) for bot, chat in self._records.select(statement.limit(limit))))
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

    def newest(self, chats: Collection[ChatKey]) -> Mapping[ChatKey, int]:
        self._records.prefetch((), chats, ())
        rows = ((chat, self._records.chat(chat)) for chat in chats)
        return {chat: row.next_seq - 1 for chat, row in rows if row is not None}

    def asked(self, chat: ChatKey, token: str) -> Mapping[str, Any] | None:
        for bot, id_, _, payload, _, known, *_ in reversed(self._writes.messages):
            if (bot, id_, known) == (*chat, token):
                return to_payload(payload)
        rows = self._newest(chat, outbox_table.c.token == token, is_given(outbox_table.c.token))
        return to_payload(rows[0].payload) if rows else None

    def is_lost(self, chat: ChatKey, token: str) -> bool:
        if any((bot, id_, known) == (*chat, token) for bot, id_, _, _, _, known, *_ in self._writes.messages):
            return False
        rows = self._newest(chat, outbox_table.c.token == token, is_given(outbox_table.c.token))
        if not rows:
            return False
        fate = self._writes.fates.get((*chat, rows[0].seq))
        return (rows[0].state if fate is None else fate[0]) in (Sending.DEAD, Sending.DROPPED)

    def receipt(self, chat: ChatKey, token: str) -> str:
        rows = self._newest(chat, outbox_table.c.token == token, is_given(outbox_table.c.token))
        return str(rows[0].receipt) if rows else ""

    def token(self, chat: ChatKey, receipt: str) -> str:
        table = outbox_table
        rows = self._newest(chat, table.c.receipt == receipt, is_given(table.c.receipt), table.c.token != "")
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

    def _newest(self, chat: ChatKey, *conditions: ColumnElement[bool]) -> Sequence[Any]:
        """Of the messages of a chat, by ix_outbox_token, ix_outbox_receipt or the primary key."""
        table = outbox_table
        mine = (table.c.bot_id == chat[0], table.c.chat_id == chat[1], *conditions)
        return self._records.select(select(table).where(*mine).order_by(table.c.seq.desc()).limit(1))

    def undelivered(self, chat: ChatKey) -> list[Queued]:
        """All messages of the chat that are not done with."""
        row = self._records.chat(chat)
        if row is None or row.sent_seq == row.next_seq - 1:
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
