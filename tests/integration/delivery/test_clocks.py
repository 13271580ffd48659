"""Whatever is done to a machine's clock, all replicas on one server agree how late it is."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import bootstrap, serving
from bot.delivery.clocks import SteadyClock
from bot.delivery.rounds import Rhythm
from bot.settings import Settings
from tests.fakes.clock import ManualClock
from tests.integration.delivery.echoing import until

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOWHERE = {"telegram_api_url": "http://127.0.0.1:9", "telegram_token": "1:nobody", "http_port": 0, "playbooks": None}


def test_it_goes_on_from_what_it_was_told_last() -> None:
    elapsed = ManualClock(5.0)
    clock = SteadyClock(NOON, elapsed)
    elapsed.advance(60.0)
    assert clock() == NOON + timedelta(minutes=1)
    clock.tell(NOON + timedelta(hours=2))
    elapsed.advance(0.5)
    assert clock() == NOON + timedelta(hours=2, seconds=0.5)


@pytest.fixture(params=[-2, 2])
def wrong(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], datetime]:
    """This machine's clock, two hours off."""
    real, hours = bootstrap.utc_now, request.param
    monkeypatch.setattr(bootstrap, "utc_now", lambda: real() + timedelta(hours=hours))
    return real


@pytest.mark.postgres
def test_a_replica_whose_clock_is_wrong_goes_by_the_server_s(
    postgres_url: str, tmp_path: Path, wrong: Callable[[], datetime]
) -> None:
    settings = Settings.model_validate({**NOWHERE, "database_url": postgres_url, "documents": tmp_path})
    with serving.serving(settings) as plant:
        clock = plant.app.conversations.office.clock
        assert abs(clock() - wrong()) < timedelta(seconds=30)
        assert plant.shared_clock is not None
        plant.shared_clock.tell(wrong() + timedelta(hours=1))

        async def live_until_it_is_put_right() -> None:
            replica = plant.build(serving.RUN, Rhythm(beat_s=0.05))
            running = asyncio.create_task(replica.run(lambda notices: None))
            await until(lambda: abs(clock() - wrong()) < timedelta(seconds=30))
            replica.stopping.set()
            await running

        asyncio.run(live_until_it_is_put_right())


def test_who_is_alone_goes_by_the_machine_s(tmp_path: Path) -> None:
    """Somebody who puts it right wants stand-ups to follow."""
    settings = Settings.model_validate({**NOWHERE, "database_url": f"sqlite:///{tmp_path}/a.db", "documents": tmp_path})
    with serving.serving(settings) as plant:
        assert plant.app.conversations.office.clock is bootstrap.utc_now
