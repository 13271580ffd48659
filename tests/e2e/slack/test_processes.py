"""The process ends, Slack fails, sockets break: the conversation goes on."""

import sqlite3
import time
from pathlib import Path

import pytest

from tests.e2e.slack.scene import BASICS, Scene, scene


def answered(stage: Scene) -> dict[str, int]:
    """How many answers each question has."""
    with sqlite3.connect(stage.phasewalk.database) as database:
        return dict(database.execute("SELECT question_id, count(*) FROM answer GROUP BY 1").fetchall())


def test_a_kill_loses_no_answer_and_doubles_none(stage: Scene) -> None:
    ana = stage.person("Ana")
    running = stage.runs()
    ana.says("hi")
    for number, text in enumerate(BASICS[:4]):
        ana.person.says(text, ana.chat)
        time.sleep(0.01 * number)
        running.is_killed()
        running = stage.runs()
        stage.slack.wait_until_blocking(lambda: stage.app.pending == 0, timeout_s=10)
        stage.settles()
        if len(answered(stage)) <= number:
            ana.says(text)
    assert "5 of 8" in ana.prompt.as_seen()
    assert set(answered(stage).values()) == {1}
    assert len(answered(stage)) == 4


def test_sigterm_ends_it_at_once_and_the_next_start_goes_on(stage: Scene) -> None:
    ana = stage.person("Ana")
    first = stage.runs()
    ana.says("hi", *BASICS[:4])
    assert first.stops() == 0
    second = stage.runs()
    assert "7 of 8" in ana.says("enterprise", "own_team")
    assert second.stops() == 0
    assert "Traceback" not in first.said + second.said


def test_a_slack_that_fails_is_tried_again(stage: Scene) -> None:
    ana = stage.person("Ana")
    stage.runs()
    ana.says("hi")
    faults = stage.slack.faults
    faults.too_many_requests("chat.postMessage", retry_after=1)
    assert "2 of 8" in ana.says("Coffee Club")
    faults.gateway_error("chat.postMessage", status=502)
    faults.resets_before("chat.postMessage")
    assert "3 of 8" in ana.says("Order ahead")
    faults.refuses("chat.postMessage", error="internal_error")
    faults.garbage("chat.update")
    assert "4 of 8" in ana.says("Queues")


def test_acknowledgements_that_are_lost_double_nothing(stage: Scene) -> None:
    ana = stage.person("Ana")
    stage.runs()
    ana.says("hi")
    stage.slack.faults.loses_acknowledgements(3)
    ana.says(*BASICS[:3])
    stage.slack.faults.clear()
    assert "4 of 8" in ana.prompt.as_seen()
    assert set(answered(stage).values()) == {1}


@pytest.mark.parametrize("reason", ["refresh_requested", "warning", "cut", "too_many_websockets"])
def test_a_socket_that_ends_is_opened_again_and_nothing_is_lost(tmp_path: Path, reason: str) -> None:
    with scene(tmp_path, has_socket=True) as made:
        ana = made.person("Ana")
        running = made.runs()
        ana.says("hi")
        if reason == "cut":
            made.slack.faults.cuts_sockets(2)
        elif reason == "too_many_websockets":
            made.slack.faults.too_many_websockets(1)
            made.app.disconnects("refresh_requested")
        else:
            made.app.disconnects(reason)
        ana.does(lambda: [ana.person.says(text, ana.chat) for text in BASICS[:3]])
        made.slack.faults.clear()
        assert "4 of 8" in ana.prompt.as_seen()
        assert set(answered(made).values()) == {1}
        assert running.stops() == 0
        assert "Traceback" not in running.said
