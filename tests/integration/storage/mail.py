"""People who write to a bot, so that the tests of the inbox and the outbox read as what happens to them."""

from collections.abc import Mapping, Sequence

from bot.service.arrivals import Account, Arrived, Message, Place
from bot.service.boxes import ChatKey, Event, Fate, Load, Queued, Sending
from bot.service.ports import Store, Turn

BOT = "telegram:1"
ANA = Account("telegram:5", "Ana", "ana")


def said(text: str, chat: str = "5", key: str = "") -> Arrived:
    """A message; its key is the text where none is given."""
    return Arrived(key or text, Message(Place(BOT, chat, f"home {chat}"), ANA, f"m-{text}", text))


class Replica:
    """One process: what it asks of the database, each in a turn of its own."""

    def __init__(self, store: Store, name: str = "here") -> None:
        self.store = store
        self.name = name

    def accepts(self, *arrived: Arrived, runner: str | None = None) -> Sequence[ChatKey]:
        mine = self.name if runner is None else runner
        return self.store.submit(
            lambda turn: turn.inbox.accept(BOT, arrived, mine),
            chats=[(BOT, one.arrival.place.chat) for one in arrived],
            events=[(BOT, one.key) for one in arrived],
        ).result()

    def head(self, chat: str = "5") -> Event | None:
        return self.store.submit(lambda turn: turn.inbox.head(BOT, chat), chats=[(BOT, chat)]).result()

    def finishes(self, chat: str = "5") -> str:
        """Runs the oldest event; returns what it says, "" where there is none."""

        def work(turn: Turn) -> str:
            event = turn.inbox.head(BOT, chat)
            if event is None:
                return ""
            turn.inbox.finish(event)
            return text_of(event)

        return self.store.submit(work, chats=[(BOT, chat)]).result()

    def finishes_all(self, chat: str = "5") -> list[str]:
        return list(iter(lambda: self.finishes(chat), ""))

    def recovers(self, *living: str) -> Event | None:
        return self.store.submit(lambda turn: turn.inbox.recover(self.name, [self.name, *living])).result()

    def sends(self, *texts: str, chat: str = "5", carrier: str | None = None) -> Load | None:
        """Says something in a chat; returns what this replica has to carry because of it."""
        return self.puts(*({"kind": "say", "text": text} for text in texts), chat=chat, carrier=carrier)

    def puts(self, *payloads: Mapping[str, object], chat: str = "5", carrier: str | None = None) -> Load | None:
        mine = self.name if carrier is None else carrier

        def work(turn: Turn) -> Load | None:
            messages = turn.outbox.send((BOT, chat), payloads, mine)
            return turn.outbox.load((BOT, chat), messages, mine)

        return self.store.submit(work, chats=[(BOT, chat)]).result()

    def records(self, *fates: Fate, chat: str = "5", free_at: float = 0.0) -> Sequence[Queued] | None:
        key = (BOT, chat)
        return self.store.submit(
            lambda turn: turn.outbox.record(key, self.name, fates, free_at), chats=[(BOT, chat)]
        ).result()

    def has_sent(self, *seqs: int, chat: str = "5") -> Sequence[Queued] | None:
        return self.records(*(Fate(seq, Sending.SENT, f"r-{seq}") for seq in seqs), chat=chat)

    def takes(self) -> Sequence[Load]:
        return self.store.submit(lambda turn: turn.outbox.take(self.name, [BOT], 100)).result()

    def takes_over(self, *living: str) -> Sequence[Load]:
        return self.store.submit(lambda turn: turn.outbox.take_over(self.name, [BOT], living, 100)).result()

    def held(self) -> Sequence[Load]:
        return self.store.submit(lambda turn: turn.outbox.held(self.name)).result()


def text_of(event: Event) -> str:
    assert isinstance(event.arrival, Message)
    return event.arrival.text


def texts(messages: Sequence[Queued] | Load | None) -> list[str]:
    assert messages is not None
    found = messages.messages if isinstance(messages, Load) else messages
    return [str(message.payload["text"]) for message in found]
