"""`phasewalk run`, `doctor` and `queue` as those who run the bot meet them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.command import Phasewalk
from tests.e2e.telegram.scene import TOKEN, Scene, scene


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Scene]:
    """Nothing runs yet."""
    with scene(tmp_path) as made:
        yield made


def settings(stage: Scene, **more: str) -> dict[str, str]:
    """What the command is told by its environment."""
    return {
        "PHASEWALK_TELEGRAM_TOKEN": TOKEN,
        "PHASEWALK_TELEGRAM_API_URL": stage.telegram.api_url,
        "PHASEWALK_DATABASE_URL": stage.database_url,
        **more,
    }


@pytest.mark.parametrize("command", ["run", "web", "worker", "doctor"])
def test_without_a_platform_it_says_which_setting_is_missing(phasewalk: Phasewalk, command: str) -> None:
    done = phasewalk.run(command)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "No platform is configured. "
        "Set PHASEWALK_TELEGRAM_TOKEN for Telegram, or PHASEWALK_SLACK_BOT_TOKEN for Slack.\n"
    )


def test_the_doctor_finds_everything_in_order(stage: Scene) -> None:
    done = stage.phasewalk.run("doctor", **settings(stage))
    assert done.returncode == 0
    assert done.stdout == "✓ The database can be used, and its tables are up to date.\n"
    assert done.stderr.splitlines() == [
        "✓ Telegram: @phasewalk_bot, fetching messages.",
        "✓ In groups it reads commands, replies to it and mentions, and nothing else "
        "(privacy mode is on, as it should be).",
    ]


def test_the_doctor_says_what_is_wrong_and_how_to_mend_it(stage: Scene) -> None:
    wrong = stage.phasewalk.run("doctor", **settings(stage, PHASEWALK_TELEGRAM_TOKEN="1:wrong"))
    assert wrong.returncode == 2
    assert "✗ Telegram refuses the token. Get the right one from @BotFather" in wrong.stderr
    away = stage.phasewalk.run("doctor", **settings(stage, PHASEWALK_TELEGRAM_API_URL="http://127.0.0.1:9"))
    assert away.returncode == 2
    assert "✗ http://127.0.0.1:9 can't be reached" in away.stderr
    assert "Traceback" not in wrong.stderr + away.stderr
    assert TOKEN not in away.stderr
    bare = stage.phasewalk.run("doctor", **settings(stage, PHASEWALK_TELEGRAM_WEBHOOK_URL="http://example.org"))
    assert bare.returncode == 2
    assert "✗ PHASEWALK_TELEGRAM_WEBHOOK_SECRET is not set" in bare.stderr


def test_the_real_command_keeps_to_telegrams_speed(tmp_path: Path) -> None:
    from tests.fakes.telegram.rates import Rates
    from tests.fakes.telegram_server import FakeTelegram

    with FakeTelegram.in_thread(rates=Rates()) as telegram:
        stage = Scene(telegram, tmp_path)
        try:
            running = stage.starts(module="bot")
            ana = stage.person("Ana")
            ana.starts()
            ana.says("Coffee Club", "Order ahead")
            assert "3 of 8" in ana.prompt.text
            assert [call.refusal for call in telegram.calls if call.refusal] == []
            assert running.stops() == 0
        finally:
            stage.close()


def test_a_wrong_token_is_told_and_nothing_breaks(stage: Scene) -> None:
    running = stage.starts(PHASEWALK_TELEGRAM_TOKEN="1:wrong")
    stage.waits(lambda: "Telegram refuses the token" in running.said)
    assert running.stops() == 0
    assert "Traceback" not in running.said


def test_a_telegram_that_cannot_be_reached_may_come_back(stage: Scene) -> None:
    fault = stage.telegram.faults.resets_before(times=None)
    running = stage.starts()
    stage.waits(lambda: "can't be reached" in running.said)
    stage.telegram.faults.clear()
    assert fault.hits
    ana = stage.person("Ana")
    assert "What is the project called?" in ana.starts()
    assert running.stops() == 0
    assert "Traceback" not in running.said
    assert TOKEN not in running.said


def test_two_programs_on_one_token_are_told(stage: Scene, tmp_path: Path) -> None:
    first = stage.runs()
    second = stage.starts(PHASEWALK_DATABASE_URL=f"sqlite:///{tmp_path / 'other.db'}")
    stage.waits(lambda: "Another program uses this bot's token" in first.said + second.said)
    assert second.stops() == 0
    assert first.stops() == 0
    assert "Traceback" not in first.said + second.said


def test_two_programs_on_one_database_are_told(stage: Scene) -> None:
    stage.runs()
    second = stage.starts()
    assert second.ends() == 2
    assert "Phasewalk is already running on" in second.said
    assert "Traceback" not in second.said


def test_a_port_that_is_taken_is_told(stage: Scene) -> None:
    port = stage.telegram.api_url.rpartition(":")[2]
    running = stage.starts(PHASEWALK_HTTP_PORT=port)
    assert running.ends() == 2
    assert f"Nothing can listen on 127.0.0.1, port {port}: Address already in use." in running.said
    assert "Traceback" not in running.said


def test_logs_as_json_never_show_the_token(stage: Scene) -> None:
    stage.telegram.faults.refuses("getUpdates", code=401, description="Unauthorized", times=2)
    running = stage.starts(PHASEWALK_LOG_FORMAT="json")
    stage.waits(lambda: "Telegram refuses the bot's token" in running.said)
    assert '"level": "error"' in running.said
    assert TOKEN not in running.said
    running.stops()


def test_the_queue_of_a_fresh_database_is_empty(phasewalk: Phasewalk) -> None:
    phasewalk.chat("Coffee Club")
    done = phasewalk.run("queue", "--database", f"sqlite:///{phasewalk.database}")
    assert (done.returncode, done.stdout) == (0, "Nothing waits.\n")
    wrong = phasewalk.run("queue", "retry", "inbox", "x", "y", "1", "--database", f"sqlite:///{phasewalk.database}")
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("Nothing there waits for a decision: inbox x y 1.")
    odd = phasewalk.run("queue", "retry", "inbox", "--database", f"sqlite:///{phasewalk.database}")
    assert odd.returncode == 2
    assert "Traceback" not in odd.stderr
