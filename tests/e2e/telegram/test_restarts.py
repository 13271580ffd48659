"""The process ends, in good order or not, and the conversation goes on."""

import sqlite3
import time

from tests.e2e.telegram.scene import BASICS, Guest, Scene


def stuck(stage: Scene, *arguments: str) -> str:
    """What `phasewalk queue` says."""
    done = stage.phasewalk.run("queue", *arguments, PHASEWALK_DATABASE_URL=stage.database_url)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_sigterm_ends_it_at_once_and_the_next_start_goes_on(stage: Scene) -> None:
    ana = stage.person("Ana")
    first = stage.runs()
    ana.starts()
    ana.says(*BASICS[:2])
    begun = time.monotonic()
    assert first.stops() == 0
    assert time.monotonic() - begun < 10
    ana.person.says(BASICS[2])
    ana.person.says("wechat")
    second = stage.runs()
    stage.settles()
    assert "5 of 8" in ana.prompt.text
    assert ana.presses("Enterprise")
    assert second.stops() == 0
    assert "Traceback" not in first.said + second.said


def test_sigterm_while_much_is_to_be_sent_loses_nothing(stage: Scene) -> None:
    people = [stage.person(f"Person {number}") for number in range(10)]
    first = stage.runs()
    stage.telegram.faults.hangs("sendMessage", seconds=0.3, times=5)
    for guest in people:
        guest.person.starts(stage.bot)
        guest.person.says("Coffee Club")
    time.sleep(0.2)
    assert first.stops() == 0
    stage.telegram.faults.clear()
    stage.runs()
    stage.settles()
    for guest in people:
        assert "2 of 8" in guest.prompt.text
        assert sum("1 of 8" in text for text in (*guest.prompt.earlier, *whole(guest))) == 1


def whole(guest: Guest) -> list[str]:
    """Every text that the bot wrote, also those that it changed since."""
    return [text for message in guest.written for text in (*message.earlier, message.text)]


def test_a_kill_loses_no_answer_and_doubles_none(stage: Scene) -> None:
    ana = stage.person("Ana")
    running = stage.runs()
    ana.starts()
    for number, text in enumerate(BASICS[:4]):
        ana.person.says(text)
        time.sleep(0.01 * number)
        running.is_killed()
        running = stage.runs()
        stage.settles()
    assert "5 of 8" in ana.prompt.text
    with sqlite3.connect(stage.phasewalk.database) as database:
        answered = database.execute("SELECT question_id, count(*) FROM answer GROUP BY 1").fetchall()
    assert len(answered) == 4
    assert {count for _, count in answered} == {1}


def test_a_telegram_that_fails_is_tried_again(stage: Scene) -> None:
    ana = stage.person("Ana")
    stage.runs()
    ana.starts()
    faults = stage.telegram.faults
    faults.too_many_requests("sendMessage", retry_after=1)
    assert "2 of 8" in ana.says("Coffee Club")
    faults.gateway_error("sendMessage", status=502)
    faults.resets_before("sendMessage")
    assert "3 of 8" in ana.says("Order ahead")
    faults.refuses("sendMessage", code=500, description="Internal Server Error")
    assert "4 of 8" in ana.says("Queues")


def test_a_document_of_which_nobody_knows_is_asked_about(stage: Scene) -> None:
    ana = stage.person("Ana")
    stage.runs()
    ana.starts()
    ana.says(*BASICS)
    stage.telegram.faults.resets_after("sendDocument")
    heard = ana.says("/docs")
    assert heard.count("<coffee_club_brief.md>") == 1
    assert "I can't tell whether my last document reached you" in heard
    assert "<coffee_club_brief.md>" in ana.presses("Send it again")
    assert "sent again already" in ana.is_told("Send it again")


def test_events_that_fail_are_put_aside_and_decided_about(stage: Scene) -> None:
    ana = stage.person("Ana")
    first = stage.runs()
    ana.starts()
    first.stops()
    assert stuck(stage) == "Nothing waits.\n"
    with sqlite3.connect(stage.phasewalk.database) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(inbox)")]
        row = dict(zip(columns, database.execute("SELECT * FROM inbox").fetchone(), strict=True))
        (next_seq,) = database.execute("SELECT next_event FROM chat").fetchone()
        row |= {"state": "waiting", "runner": "", "begun": 0, "tries": 3, "payload": '{"kind":"x"}'}
        marks = ",".join("?" * len(row))
        for seq in (next_seq, next_seq + 1):
            mine = row | {"seq": seq}
            database.execute(f"INSERT INTO inbox ({','.join(mine)}) VALUES ({marks})", list(mine.values()))
        database.execute("UPDATE chat SET next_event = next_event + 2")
    running = stage.runs()
    ana.says("Coffee Club")
    listed = stuck(stage)
    assert any("I could not work with one of your messages" in text for text in whole(ana))
    places = [part.split("(")[0].split() for part in listed.split("parked")[1:]]
    assert "2 of 8" in ana.prompt.text
    running.stops()
    assert stuck(stage, "retry", *places[0]) == "It is done after all, as soon as a worker runs.\n"
    assert stuck(stage, "drop", *places[1]) == "Given up.\n"
    again = stage.phasewalk.run("queue", "drop", *places[1], PHASEWALK_DATABASE_URL=stage.database_url)
    assert again.returncode == 2
    assert again.stderr.startswith("Nothing there waits for a decision: inbox ")
