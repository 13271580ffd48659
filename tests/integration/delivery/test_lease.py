"""A replica that was silent for too long sends nothing before it knows what is still its own."""

import asyncio
from collections.abc import Callable

import pytest

from bot.delivery.clocks import going_on_s
from bot.delivery.lease import Lease
from bot.service.paces import Pace, Paces
from bot.service.ports import Store
from tests.fakes.clock import ManualClock
from tests.integration.delivery.hurried import hurried
from tests.integration.delivery.posting import Platform, Post
from tests.integration.storage.team import HeldWriter

LIFETIME_S = 30.0
SLOW = Paces(Pace(0.0), Pace(0.0), Pace(1.0), 1)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def lease(clock: ManualClock) -> Lease:
    return Lease(LIFETIME_S, clock)


def test_it_lasts_from_the_beginning_of_a_beat(lease: Lease, clock: ManualClock) -> None:
    assert lease.is_held()
    clock.advance(20.0)
    began_at = lease.begin()
    clock.advance(5.0)
    lease.renew(began_at)
    clock.advance(24.9)
    assert lease.is_held()
    clock.advance(0.2)
    assert not lease.is_held()
    lease.renew(began_at - 1.0)
    assert not lease.is_held()


def test_who_is_alone_needs_none() -> None:
    clock = ManualClock()
    alone = Lease(0.0, clock)
    clock.advance(1e9)
    assert alone.is_held()


def test_its_clock_goes_on() -> None:
    assert going_on_s() <= going_on_s()


def test_nothing_is_sent_after_it_has_expired_until_the_next_beat(
    store: Store, lease: Lease, clock: ManualClock
) -> None:
    platform = Platform(paces=SLOW)

    async def run(now_s: Callable[[], float]) -> None:
        post = Post(store, platform, now_s, lease=lease)
        await post.hears_from("5", "6")
        await post.sends(*(str(number) for number in range(10)))
        await post.until(lambda: len(platform.calls) == 3)
        clock.advance(LIFETIME_S)
        await post.sends("other", chat="6")
        end = now_s() + 60
        await post.until(lambda: now_s() > end)
        assert len(platform.calls) <= 4  # one may have been on its way
        await post.courier.renew(lease.begin())
        await post.until(lambda: len(platform.calls) == 11)
        await post.idle()
        await post.courier.stop()

    hurried(run)
    assert platform.texts() == [str(number) for number in range(10)]
    assert platform.texts("6") == ["other"]


def test_what_others_have_taken_over_meanwhile_is_left_to_them(store: Store, lease: Lease, clock: ManualClock) -> None:
    platform, elsewhere = Platform(paces=SLOW), Platform()

    async def run(now_s: Callable[[], float]) -> None:
        post = Post(store, platform, now_s, lease=lease)
        other = Post(store, elsewhere, now_s, name="other")
        await post.hears_from("5", "6")
        await post.sends(*(str(number) for number in range(10)))
        await post.until(lambda: len(platform.calls) == 3)
        clock.advance(LIFETIME_S)
        await post.until(lambda: not post.courier._reserves or not post.courier.quiet)
        before = len(platform.calls)
        await other.takes_over()
        await other.sends("late")
        await post.courier.renew(lease.begin())
        await post.sends("fresh", chat="6")
        await other.idle()
        await post.idle()
        assert platform.texts()[before:] == []
        await post.courier.stop()
        await other.courier.stop()

    hurried(run)
    assert platform.texts("6") == ["fresh"]
    both = platform.texts() + elsewhere.texts()
    assert sorted(set(both)) == sorted([*(str(number) for number in range(10)), "late"])
    assert len(both) <= 12  # what was on its way when it was taken over


def test_what_is_said_in_the_moment_of_waking_is_sent(store: Store, lease: Lease, clock: ManualClock) -> None:
    """A turn that shares its commit with the look at what is still this replica's."""
    platform = Platform()

    async def run(now_s: Callable[[], float]) -> None:
        post = Post(store, platform, now_s, lease=lease)
        await post.hears_from("5", "6")
        await post.sends("early")
        await post.idle()
        clock.advance(LIFETIME_S)
        with HeldWriter(store):
            saying = [asyncio.create_task(post.sends("late", chat=chat)) for chat in "56"]
            await asyncio.sleep(0)
            renewing = asyncio.create_task(post.courier.renew(lease.begin()))
            await asyncio.sleep(0)
        await asyncio.gather(*saying, renewing)
        await post.until(lambda: len(platform.calls) == 3)
        await post.courier.stop()

    hurried(run)
    assert (platform.texts(), platform.texts("6")) == (["early", "late"], ["late"])


def test_a_beat_in_time_changes_nothing(store: Store, lease: Lease, clock: ManualClock) -> None:
    platform = Platform(paces=SLOW)

    async def run(now_s: Callable[[], float]) -> None:
        post = Post(store, platform, now_s, lease=lease)
        await post.hears_from("5")
        await post.sends(*(str(number) for number in range(10)))
        for _ in range(20):
            clock.advance(LIFETIME_S / 2)
            await post.courier.renew(lease.begin())
            sent = len(platform.calls)
            await post.until(lambda: len(platform.calls) > sent or len(platform.calls) == 10)  # noqa: B023
        await post.idle()
        await post.courier.stop()

    hurried(run)
    assert platform.texts() == [str(number) for number in range(10)]
