"""Whatever a platform answers, messages arrive in order, none is lost, and none is doubled that must not be."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from itertools import pairwise
from typing import Any

import pytest

from bot.service.boxes import Fate, Load, Sending
from bot.service.outcomes import Closed, Failed, Moved, Refused, Sent, Slow, Unknown
from bot.service.paces import Pace, Paces
from bot.service.ports import Binding, Project, Store, Turn
from bot.service.talk import Toast
from dialogs.state import Role
from tests.integration.delivery.hurried import hurried
from tests.integration.delivery.posting import BOT, NOON, Platform, Post

Script = Callable[[Post], Coroutine[Any, Any, None]]
DOCUMENT = {"kind": "document", "text": "brief.pdf"}


def play(store: Store, platform: Platform, script: Script) -> Post:
    """Run a script against one replica that hears from chat 5, and stop it."""

    async def run(now_s: Callable[[], float]) -> Post:
        post = Post(store, platform, now_s)
        await post.hears_from("5", "6")
        await script(post)
        await post.courier.stop()
        return post

    return hurried(run)


def test_messages_arrive_in_order_and_are_done_with(store: Store) -> None:
    async def script(post: Post) -> None:
        await post.sends("one", "two")
        await post.sends("other", chat="6")
        await post.sends("three")
        await post.idle()

    platform = Platform()
    post = play(store, platform, script)
    assert (platform.texts(), platform.texts("6")) == (["one", "two", "three"], ["other"])
    assert post.states() == {}
    assert post.courier.counts == {"sent": 4}


def test_a_changed_prompt_names_the_message_that_shows_it(store: Store) -> None:
    async def script(post: Post) -> None:
        await post.puts(
            {"kind": "say", "text": "ask", "token": "t"}, {"kind": "keyboard", "text": "tick", "token": "t"}
        )
        await post.idle()
        post.courier._lines.clear()  # as after a restart
        await post.puts({"kind": "edit", "text": "settle", "token": "t"}, {"kind": "edit", "text": "?", "token": "old"})
        await post.idle()

    platform = Platform()
    play(store, platform, script)
    assert platform.calls == [("5", "ask", ""), ("5", "tick", "r-ask"), ("5", "settle", "r-ask"), ("5", "?", "")]


def test_a_slow_chat_waits_as_long_as_it_is_told_and_no_other_chat_does(store: Store) -> None:
    async def script(post: Post) -> None:
        await post.sends("one", "two")
        await post.until(lambda: len(platform.calls) == 1)
        await post.sends("other", chat="6")
        await post.idle()

    platform = Platform({"one": [Slow(30.0)]})
    play(store, platform, script)
    assert platform.accepted == [("6", "other"), ("5", "one"), ("5", "two")]
    assert 30 <= platform.times[2] - platform.times[0] < 45


def test_what_failed_is_tried_again_after_longer_and_longer_pauses(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    async def script(post: Post) -> None:
        await post.sends("one", "two")
        await post.idle()

    platform = Platform({"one": [Failed("no answer")] * 10})
    play(store, platform, script)
    assert platform.texts() == ["one", "two"]
    pauses = [later - earlier for earlier, later in pairwise(platform.times[:11])]
    for pause, least in zip(pauses, [0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60], strict=True):
        assert least <= pause < least + 10  # the clock runs on while the database is asked


def test_what_fails_for_too_long_is_given_up_and_the_next_goes_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.verdicts.MAX_TRIES", 6)

    async def script(post: Post) -> None:
        await post.sends("one", "two")
        await post.until(lambda: bool(platform.accepted))

    platform = Platform({"one": [Failed("no answer \0")] * 100})
    post = play(store, platform, script)
    assert platform.texts() == ["two"]
    assert len(platform.calls) == 7
    (stuck,) = store.read(lambda turn: turn.upkeep.stuck(10))
    assert (stuck.state, stuck.tries, stuck.note) == ("dead", 6, "no answer \0")
    assert post.states() == {"dead": 1}


def test_what_the_platform_refuses_is_dead_at_once(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    async def script(post: Post) -> None:
        await post.sends("one", "two")
        await post.until(lambda: bool(platform.accepted))

    platform = Platform({"one": [Refused("too long")]})
    post = play(store, platform, script)
    assert platform.texts() == ["two"]
    assert post.states() == {"dead": 1}
    assert "too long" in caplog.text


def test_what_may_have_arrived_is_sent_again(store: Store) -> None:
    async def script(post: Post) -> None:
        await post.sends("one", "two")
        await post.idle()

    platform = Platform({"one": [Unknown("timed out"), RuntimeError("a mistake")]})
    play(store, platform, script)
    assert [text for _, text, _ in platform.calls] == ["one", "one", "one", "two"]


def test_a_document_that_may_have_arrived_is_asked_about_and_sent_again_on_demand(store: Store) -> None:
    async def script(post: Post) -> None:
        await post.puts(DOCUMENT, {"kind": "say", "text": "Read it."})
        await post.idle()
        assert post.states() == {"unknown": 1}
        question = platform.calls[-1]
        assert question != ("5", "Read it.", "")

        def again(turn: Turn) -> list[Load]:
            messages = turn.outbox.again((BOT, "5"), 1, post.name)
            load = turn.outbox.load((BOT, "5"), messages, post.name)
            return [load] if load else []

        post.courier.offer(await post.asks(again))
        await post.idle()

    platform = Platform({"brief.pdf": [Unknown("timed out"), Sent()]})
    post = play(store, platform, script)
    assert [text for _, text, _ in platform.calls if text in ("brief.pdf", "Read it.")] == [
        "brief.pdf",
        "Read it.",
        "brief.pdf",
    ]
    assert len(platform.calls) == 4
    assert post.states() == {}


def test_a_document_is_being_sent_in_the_database_before_the_call(store: Store) -> None:
    async def script(post: Post) -> None:
        platform.held = asyncio.Event()
        await post.puts(DOCUMENT)
        await post.until(lambda: bool(platform.calls))
        assert post.states() == {"sending": 1}
        platform.held.set()

    platform = Platform()
    assert play(store, platform, script).states() == {}


def bind(turn: Turn, *chats: str) -> None:
    turn.put_project(Project("acme", "shop", "The shop", "hash", NOON))
    for chat in chats:
        turn.put_binding("acme", Binding("shop", BOT, chat, Role.MEMBER))


def test_a_closed_chat_is_marked_and_the_team_is_told_once(store: Store) -> None:
    async def script(post: Post) -> None:
        await post.asks(lambda turn: bind(turn, "5", "6"))
        await post.sends("one", "two")
        await post.until(lambda: bool(platform.texts("6")))
        await post.sends("three")
        await post.idle()

    platform = Platform({"one": [Closed("blocked")], "two": [Closed("blocked")]})
    post = play(store, platform, script)
    chat = post.chat()
    assert chat is not None
    assert not chat.is_open
    assert platform.calls[0] == ("5", "one", "")
    assert len(platform.calls) == 2
    assert len(platform.texts("6")) == 1
    assert post.states() == {"dead": 2}


def test_a_chat_that_moved_goes_on_in_its_new_place(store: Store) -> None:
    async def script(post: Post) -> None:
        await post.asks(lambda turn: bind(turn, "5"))
        await post.sends("one", "two", "three")
        await post.until(lambda: len(platform.texts("-100")) == 2)
        await post.idle()

    platform = Platform({"two": [Moved("-100")]})
    post = play(store, platform, script)
    assert platform.accepted == [("5", "one"), ("-100", "two"), ("-100", "three")]
    assert post.states() == {}
    assert store.read(lambda turn: turn.bound(BOT, "-100")) == [("acme", "shop")]


def test_stopping_finishes_the_calls_that_are_made_and_leaves_the_rest_to_others(store: Store) -> None:
    async def script(post: Post) -> None:
        platform.held = asyncio.Event()
        await post.sends("one", "two")
        await post.sends("other", "more", chat="6")
        await post.until(lambda: len(platform.calls) == 2)
        stopping = asyncio.create_task(post.courier.stop())
        await asyncio.sleep(0.05)
        assert not stopping.done()
        platform.held.set()
        await stopping
        await post.sends("late")
        assert sorted(text for _, text in platform.accepted) == ["one", "other"]
        platform.held = None
        other = Post(store, platform, post.platform.now_s, "other")
        await other.takes_over()
        await other.idle()
        await other.courier.stop()

    platform = Platform()
    post = play(store, platform, script)
    assert (platform.texts(), platform.texts("6")) == (["one", "two", "late"], ["other", "more"])
    assert post.states() == {}


def test_stopping_does_not_wait_for_pauses_and_rates(store: Store) -> None:
    async def script(post: Post) -> None:
        await post.sends("one")
        await post.sends(*(str(number) for number in range(30)), chat="6")
        await post.until(lambda: len(platform.calls) > 3)
        before = post.platform.now_s()
        await post.courier.stop()
        assert post.platform.now_s() - before < 3

    platform = Platform({"one": [Slow(3600)]}, Paces(Pace(0.0), Pace(0.0), Pace(20.0), in_reserve=1))
    play(store, platform, script)


def test_a_replica_that_was_replaced_stops_sending_and_may_take_the_chat_again(store: Store) -> None:
    async def script(post: Post) -> None:
        platform.held = asyncio.Event()
        await post.sends("one", "two", "three")
        await post.until(lambda: len(platform.calls) == 1)
        fast = Platform()
        other = Post(store, fast, post.platform.now_s, "other")
        await other.takes_over()
        await other.until(lambda: fast.texts() == ["one", "two", "three"])
        await other.idle()
        await other.sends("four")
        await other.idle()
        platform.held.set()
        platform.held = None
        await asyncio.sleep(1)
        await post.sends("five")
        await post.idle()
        await other.courier.stop()

    platform = Platform()
    post = play(store, platform, script)
    assert platform.texts()[0] == "one"
    assert platform.texts()[-1] == "five"
    assert "four" not in platform.texts()
    assert post.states() == {}


def test_a_replaced_replica_does_not_send_a_document(store: Store) -> None:
    async def script(post: Post) -> None:
        platform.held = asyncio.Event()
        await post.puts({"kind": "say", "text": "Here:"}, DOCUMENT)
        await post.until(lambda: len(platform.calls) == 1)
        other = Post(store, fast, post.platform.now_s, "other")
        await other.takes_over()
        await other.idle()
        platform.held.set()
        platform.held = None
        await asyncio.sleep(1)
        await other.courier.stop()

    platform, fast = Platform(), Platform()
    play(store, platform, script)
    assert platform.texts() == ["Here:"]
    assert fast.texts() == ["Here:", "brief.pdf"]


def test_messages_that_got_lost_on_their_way_here_are_looked_up_before_later_ones_go(store: Store) -> None:
    async def script(post: Post) -> None:
        await post.asks(lambda turn: turn.outbox.send((BOT, "5"), [{"kind": "say", "text": "one"}], post.name))
        await post.sends("two")
        await post.idle()
        await post.asks(lambda turn: turn.outbox.send((BOT, "5"), [{"kind": "say", "text": "three"}], post.name))
        post.courier.catch_up()
        await post.until(lambda: len(platform.calls) == 3)

    platform = Platform()
    play(store, platform, script)
    assert platform.texts() == ["one", "two", "three"]


def test_what_another_replica_adds_is_sent_by_who_carries_the_chat(store: Store) -> None:
    async def script(post: Post) -> None:
        platform.held = asyncio.Event()
        await post.sends("one")
        await post.until(lambda: bool(platform.calls))
        other = Post(store, Platform(), post.platform.now_s, "other")
        await other.sends("two")
        await post.sends("three")
        platform.held.set()
        await post.until(lambda: len(platform.accepted) == 3)
        await other.courier.stop()

    platform = Platform()
    play(store, platform, script)
    assert platform.texts() == ["one", "two", "three"]


def test_a_chat_s_rate_lets_some_go_at_once_and_then_one_by_one(store: Store) -> None:
    async def script(post: Post) -> None:
        await post.sends(*(str(number) for number in range(6)))
        await post.idle()

    platform = Platform(paces=Paces(Pace(10.0, burst=3), Pace(0.0), Pace(0.0)))
    play(store, platform, script)
    pauses = [later - earlier for earlier, later in pairwise(platform.times)]
    assert max(pauses[:2]) < 5
    assert all(9 < pause < 20 for pause in pauses[2:])


def test_presses_are_answered_beside_everything_else(store: Store) -> None:
    async def script(post: Post) -> None:
        platform.held = asyncio.Event()
        await post.sends("one")
        post.courier.toast([Toast(BOT, "c1", "Too late."), Toast("telegram:9", "c2"), Toast(BOT, "")])
        await post.until(lambda: bool(platform.toasts))
        platform.held.set()

    platform = Platform()
    play(store, platform, script)
    assert platform.toasts == [("c1", "Too late.")]


class MistakeError(Exception):
    """As a bug in what follows raises it."""


def test_a_sequel_that_fails_keeps_nobody_from_being_recorded(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)

    async def script(post: Post) -> None:
        def doubtful(*_: object) -> list[Load]:
            raise MistakeError

        monkeypatch.setattr(post.aftermath, "doubtful", doubtful)
        await post.puts(DOCUMENT)
        await post.sends("other", chat="6")
        await post.idle()

    platform = Platform({"brief.pdf": [Unknown("?")]})
    post = play(store, platform, script)
    assert post.states() == {"unknown": 1}


def test_an_outage_only_delays(store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    from bot.storage.errors import UnavailableServerError
    from bot.storage.outbox import StoredOutbox

    caplog.set_level(logging.CRITICAL)
    record, receipt = StoredOutbox.record, StoredOutbox.receipt
    failures = [3]

    def record_or_not(self: StoredOutbox, *arguments: Any) -> Any:
        if failures[0]:
            failures[0] -= 1
            raise UnavailableServerError(place="here", reason="gone")
        return record(self, *arguments)

    def receipt_or_not(self: StoredOutbox, *arguments: Any) -> Any:
        if failures[0]:
            failures[0] -= 1
            raise UnavailableServerError(place="here", reason="gone")
        return receipt(self, *arguments)

    monkeypatch.setattr(StoredOutbox, "record", record_or_not)
    monkeypatch.setattr(StoredOutbox, "receipt", receipt_or_not)

    async def script(post: Post) -> None:
        await post.puts({"kind": "edit", "text": "edit", "token": "old"}, {"kind": "say", "text": "one"})
        await post.sends("other", chat="6")
        await post.until(lambda: len(platform.accepted) == 3)
        await post.idle()

    platform = Platform()
    post = play(store, platform, script)
    assert platform.texts() == ["edit", "one"]
    assert post.states() == {}


def test_a_fate_is_written_by_who_carries_the_chat_alone(store: Store) -> None:
    """The recorder of a replica that lost a chat keeps what it has to say about others."""

    async def script(post: Post) -> None:
        await post.sends("one")
        await post.sends("other", chat="6")
        await post.idle()
        assert (
            await post.asks(lambda turn: turn.outbox.record((BOT, "5"), "other", [Fate(1, Sending.DEAD)], 0.0)) is None
        )

    assert play(store, Platform(), script).states() == {}


def test_changing_a_message_does_not_use_up_the_chats_rate(store: Store) -> None:
    """Telegram's limits are on messages that are sent."""

    async def script(post: Post) -> None:
        await post.puts({"kind": "say", "text": "ask", "token": "t"})
        await post.puts(*({"kind": "keyboard", "text": f"tick {number}", "token": "t"} for number in range(10)))
        await post.sends("next")
        await post.idle()

    platform = Platform(paces=Paces(Pace(10.0), Pace(0.0), Pace(0.0)))
    play(store, platform, script)
    assert platform.texts() == ["ask", *(f"tick {number}" for number in range(10)), "next"]
    assert platform.times[-2] - platform.times[0] < 5
    assert 10 <= platform.times[-1] - platform.times[0] < 15
