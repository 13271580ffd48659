"""Whatever a platform answers and whoever dies: order holds, nothing is lost, and doubles come only from doubt."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.service.boxes import Load
from bot.service.outcomes import Failed, Outcome, Sent, Slow, Unknown
from bot.service.ports import Store, Turn
from bot.storage.database import open_store
from tests.integration.delivery.hurried import hurried
from tests.integration.delivery.posting import BOT, Platform, Post

OUTCOMES = st.sampled_from([Sent(), Slow(2.0), Failed("no answer"), Unknown("timed out")])
SCRIPTS = st.lists(st.lists(OUTCOMES, max_size=3), min_size=1, max_size=6)
CHATS = count()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('any') / 'phasewalk.db'}")
    yield store
    store.close()


class Doubtful(Platform):
    """Where nobody knows whether something arrived, it did."""

    async def send(self, chat: str, payload: dict[str, object], receipt: str) -> Outcome:  # type: ignore[override]
        outcome = await super().send(chat, payload, receipt)
        if isinstance(outcome, Unknown):
            self.accepted.append((chat, str(payload["text"])))
        return outcome


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SCRIPTS, st.lists(st.booleans(), min_size=6, max_size=6), st.integers(0, 12))
def test_in_any_case(shared: Store, scripts: list[list[Outcome]], adds: list[bool], stops_after: int) -> None:
    """Some messages are added by another replica; and the first replica is stopped after some calls."""
    chat = f"any {next(CHATS)}"
    platform = Doubtful({str(seq): outcomes for seq, outcomes in enumerate(scripts, 1)})

    async def run(now_s: Callable[[], float]) -> None:
        first, second = (Post(shared, platform, now_s, name) for name in (f"{chat} a", f"{chat} b"))
        await first.hears_from(chat)
        for seq, is_second in enumerate(adds[: len(scripts)], 1):
            await (second if is_second else first).sends(str(seq), chat=chat)
        await first.until(lambda: len(platform.calls) >= min(stops_after, len(scripts)))
        await first.courier.stop()
        await second.takes_over(second.name)
        await second.idle()
        await second.courier.stop()

    hurried(run)
    check([int(text) for text in platform.texts(chat)], scripts)
    assert "sending" not in {one.state for one in shared.read(lambda turn: turn.upkeep.stuck(1000))}


def check(arrived: list[int], scripts: list[list[Outcome]]) -> None:
    assert list(dict.fromkeys(arrived)) == list(range(1, len(scripts) + 1))
    assert arrived == sorted(arrived)
    for seq, outcomes in enumerate(scripts, 1):
        asked = outcomes[: next((n + 1 for n, one in enumerate(outcomes) if isinstance(one, Sent)), len(outcomes))]
        doubts = sum(isinstance(one, Unknown) for one in asked)
        assert arrived.count(seq) <= 1 + doubts


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["say", "document"]), min_size=1, max_size=6), st.integers(0, 5))
def test_documents_never_double(shared: Store, kinds: list[str], doubtful: int) -> None:
    """A replica dies in the middle of a call, and the next one goes on."""
    chat = f"documents {next(CHATS)}"
    platform = Doubtful({str(doubtful): [Unknown("timed out")]})

    async def run(now_s: Callable[[], float]) -> None:
        dying, second = (Post(shared, platform, now_s, name) for name in (f"{chat} a", f"{chat} b"))
        await dying.hears_from(chat)
        payloads = [{"kind": kind, "text": str(seq)} for seq, kind in enumerate(kinds)]

        def work(turn: Turn) -> list[Load]:
            messages = turn.outbox.send((BOT, chat), payloads, dying.name)
            load = turn.outbox.load((BOT, chat), messages, dying.name)
            return [load] if load else []

        dying.courier.offer(await dying.asks(work))
        await second.takes_over(second.name)
        await second.idle()
        await dying.courier.stop()
        await second.courier.stop()

    hurried(run)
    arrived = [text for text in platform.texts(chat) if text.isdecimal()]
    for seq, kind in enumerate(kinds):
        assert arrived.count(str(seq)) >= 1
        assert kind == "say" or arrived.count(str(seq)) == 1
