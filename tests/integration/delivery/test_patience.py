"""What nobody waits for is sent behind what somebody waits for, and waits in the database, not here."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from bot.delivery import courier as courier_module
from bot.delivery.rounds import Rhythm, Rounds
from bot.delivery.runner import Runner
from bot.service.boxes import Load
from bot.service.paces import Pace, Paces
from bot.service.ports import Store, Turn
from bot.service.steps import Steps
from tests.integration.delivery.hurried import PATIENT_S, HurriedBridge, hurried
from tests.integration.delivery.posting import BOT, Platform, Post

SLOW = Paces(Pace(0.0), Pace(0.0), Pace(1.0), 1)
"""One call a second, of all chats together."""
RHYTHM = Rhythm(claim_s=1.0, beat_s=2.0, lifetime_s=0.0, news_s=600.0, purge_s=600.0)


def prompts(*chats: str) -> Callable[[Turn], None]:
    """Many are told something of their own accord."""

    def work(turn: Turn) -> None:
        for chat in chats:
            turn.outbox.send((BOT, chat), [{"kind": "say", "text": f"prompt {chat}", "can_wait": True}], "tick")

    return work


def rounds_of(post: Post) -> Rounds:
    class NoSteps(Steps):
        def __init__(self) -> None:
            pass

    runner = Runner(NoSteps(), post.bridge, post.courier, post.name)
    return Rounds(
        post.store,
        post.bridge,
        runner,
        post.courier,
        aftermath=post.aftermath,
        replica=post.name,
        clock=lambda: datetime.now(UTC),
        rhythm=RHYTHM,
    )


def test_an_answer_goes_first_with_what_waits_in_its_chat(store: Store) -> None:
    chats = [str(number) for number in range(30)]
    platform = Platform(paces=SLOW)

    async def run(now_s: Callable[[], float]) -> None:
        post = Post(store, platform, now_s)
        await post.hears_from(*chats)
        await post.asks(prompts(*chats))
        post.courier.offer(await post.asks(lambda turn: turn.outbox.take("here", [BOT], 64)))
        await post.until(lambda: len(platform.calls) >= 3)
        await post.sends("answer 29", chat="29")
        await post.until(lambda: "answer 29" in platform.texts("29"))
        assert len(platform.calls) < 12
        assert platform.texts("29") == ["prompt 29", "answer 29"]
        await post.until(lambda: len(platform.calls) == 31)
        await post.courier.stop()

    hurried(run, PATIENT_S)
    assert {text for _, text in platform.accepted} == {f"prompt {chat}" for chat in chats} | {"answer 29"}


def test_an_answer_of_another_replica_is_noticed_by_the_one_that_carries_the_chat(store: Store) -> None:
    chats = [str(number) for number in range(60)]
    platform = Platform(paces=SLOW)

    async def run(now_s: Callable[[], float]) -> None:
        post = Post(store, platform, now_s)
        await post.hears_from(*chats)
        await post.asks(prompts(*chats))
        rounds = rounds_of(post)
        await rounds.start(claims=False)
        await post.until(lambda: len(platform.calls) >= 3)
        queued = await post.asks(lambda turn: turn.outbox.send((BOT, "59"), [{"kind": "say", "text": "x"}], "other"))
        assert queued[0].seq == 2
        await post.until(lambda: "x" in platform.texts("59"))
        assert len(platform.calls) < 20
        await post.courier.stop()
        await rounds.stop()

    hurried(run, PATIENT_S)
    assert platform.texts("59") == ["prompt 59", "x"]


def test_what_can_wait_waits_in_the_database_and_the_oldest_comes_first(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_module, "MOST_UNDER_WAY", 100)
    chats = [str(number) for number in range(1000, 1600)]
    platform = Platform(paces=Paces(Pace(0.0), Pace(0.0), Pace(0.05), 5))
    most: list[int] = []

    async def run(now_s: Callable[[], float]) -> None:
        post = Post(store, platform, now_s)
        await post.hears_from(*chats)
        for start in range(0, len(chats), 100):
            await post.asks(prompts(*chats[start : start + 100]))
        rounds = rounds_of(post)
        await rounds.start(claims=False)

        def is_done() -> bool:
            most.append(sum(len(line.messages) for line in post.courier._lines.values()))
            return len(platform.calls) == len(chats)

        await post.until(is_done)
        await post.courier.stop()
        await rounds.stop()

    hurried(run)
    assert max(most) < 100 + 64
    sent = [int(chat) // 100 for chat, _ in platform.accepted]
    assert all(later >= earlier - 1 for earlier, later in pairwise(sent))


def test_what_is_said_to_nobody_in_particular_is_looked_for_at_once_when_told(store: Store) -> None:
    """And otherwise with the next round."""
    platform = Platform()
    waited: list[float] = []

    async def run(now_s: Callable[[], float]) -> None:
        post = Post(store, platform, now_s, bridge=HurriedBridge)
        await post.hears_from("5", "6")
        rounds = rounds_of(post)
        await rounds.start(claims=False)
        await asyncio.sleep(0.5)
        for chat, looks in (("5", True), ("6", False)):
            await post.asks(prompts(chat))
            began = now_s()
            if looks:
                rounds.look()
            while not platform.texts(chat):
                await asyncio.sleep(0.05)
            waited.append(now_s() - began)
        await post.courier.stop()
        await rounds.stop()

    hurried(run, PATIENT_S)
    assert waited[0] < waited[1] <= RHYTHM.beat_s + 0.5


def test_loads_of_a_chat_that_was_taken_on_before_come_in_order(store: Store) -> None:
    platform = Platform()

    async def run(now_s: Callable[[], float]) -> None:
        post = Post(store, platform, now_s)
        await post.hears_from("5")
        await post.asks(prompts("5"))

        def says(text: str) -> Sequence[Load]:
            def work(turn: Turn) -> list[Load]:
                load = turn.outbox.load((BOT, "5"), turn.outbox.send((BOT, "5"), [{"text": text}], "here"), "here")
                return [load] if load else []

            return post.store.submit(work).result()

        first, second = says("one"), says("two")
        post.courier.offer(first)
        post.courier.offer(second)
        await post.idle()
        await post.courier.stop()

    hurried(run)
    assert platform.texts() == ["prompt 5", "one", "two"]
