"""Files that messages bring: made when they are sent, written where the terminal says; and what a digest says."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from io import StringIO
from pathlib import Path

import pytest

from bot.service.errors import UnwritableFolderError
from bot.service.messages import plain_text_of
from bot.service.standups.digests import digest_payloads
from bot.service.standups.files import csv_payload, json_payload, picture_payload, report_payload
from bot.service.standups.model import Digest, Reply
from bot.service.talk import Office
from dialogs.rules import Rule
from tests.integration.leads import NOW, Leads, days_ago

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def leads(tmp_path: Path) -> Iterator[Leads]:
    found = Leads(tmp_path)
    found.writes(("project_name", "", "Coffee Club"), ("idea", "", "Order ahead"))
    found.meets()
    found.checks_in("ana", Reply.ANSWERED, date(2026, 12, 3), answered_at=NOW, answers={"done": "=F-1"})
    yield found
    found.close()


def test_each_kind_is_made_when_its_message_is_sent(leads: Leads) -> None:
    since = days_ago(7)
    name, content, about = leads.file(picture_payload(leads.project, leads.seq, since, NOW))
    assert (name, content[:8], about) == ("coffee_club_2026-12-04_progress.png", PNG, "Progress of Coffee Club")
    name, content, about = leads.file(report_payload(leads.project, leads.seq, since, NOW))
    assert (name, about) == ("coffee_club_2026-12-04_report.md", "Report on Coffee Club")
    assert content.decode() == leads.renderer.document(leads.report())
    name, content, about = leads.file(csv_payload(leads.project, since, NOW))
    assert (name, about) == ("coffee_club_2026-12-04_check_ins.csv", "Check-ins of Coffee Club")
    assert list(csv.reader(StringIO(content.decode("utf-8-sig"))))[1][10] == "'=F-1"
    name, content, about = leads.file(json_payload(leads.project, since, NOW))
    assert (name, about) == ("coffee_club_2026-12-04_check_ins.json", "Check-ins of Coffee Club")
    assert json.loads(content)["standups"][0]["check_ins"][0]["answers"] == {"done": "=F-1"}


def test_messages_are_plain_data_and_must_not_arrive_twice(leads: Leads) -> None:
    payload = picture_payload(leads.project, 2, days_ago(1), NOW, "Asia/Shanghai")
    assert (
        json.loads(json.dumps(payload))
        == payload
        == {
            "kind": "document",
            "what": "picture",
            "document": "picture",
            "workspace": "acme",
            "project": "club",
            "phase": "",
            "is_draft": False,
            "answers_seq": 2,
            "once": True,
            "zone": "Asia/Shanghai",
            "since": "2026-12-03T09:00:00+00:00",
            "until": "2026-12-04T09:00:00+00:00",
        }
    )


def test_a_file_shows_the_answers_that_its_message_was_decided_on(leads: Leads) -> None:
    payload = report_payload(leads.project, leads.seq, days_ago(7), NOW)
    before = leads.file(payload)
    leads.writes(("problem", "", "The queue"))
    assert leads.file(payload) == before
    assert leads.file(report_payload(leads.project, leads.seq, days_ago(7), NOW)) != before


def test_the_day_in_a_files_name_is_that_of_the_zone(leads: Leads) -> None:
    late = datetime(2026, 12, 4, 20, 0, tzinfo=UTC)
    for payload in (picture_payload, report_payload):
        assert "_2026-12-05_" in leads.file(payload(leads.project, 2, NOW, late, "Asia/Shanghai"))[0]
    assert "_2026-12-05_" in leads.file(csv_payload(leads.project, NOW, late, "Asia/Shanghai"))[0]


def test_the_terminal_writes_files_and_says_where(leads: Leads, tmp_path: Path) -> None:
    delivered = leads.documents.deliver(picture_payload(leads.project, leads.seq, days_ago(7), NOW))
    path = tmp_path / "documents" / "coffee_club" / "2026-12-04_progress.png"
    assert (delivered.path, delivered.title) == (path, "2026-12-04_progress.png")
    assert leads.words.plain(delivered.notice) == f"Progress of Coffee Club: {path}"
    assert path.read_bytes()[:8] == PNG
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_folder_that_takes_no_file_is_complained_of(leads: Leads, tmp_path: Path) -> None:
    (tmp_path / "documents").write_text("a file")
    with pytest.raises(UnwritableFolderError):
        leads.documents.deliver(csv_payload(leads.project, days_ago(7), NOW))


def test_of_a_project_that_is_gone_nothing_is_made(leads: Leads) -> None:
    with pytest.raises(LookupError):
        leads.file({**picture_payload(leads.project, 2, days_ago(7), NOW), "project": "gone"})


def test_a_digest_is_a_text_a_picture_and_the_report_of_what_was_not_told_yet(leads: Leads) -> None:
    office = Office(leads.playbooks, leads.words, lambda: NOW, lambda: "id")
    rule, chat = Rule(time(8)), ("telegram:1", "5")
    digest = Digest("acme", "d1", "club", rule, "Asia/Shanghai", chat, "ana", days_ago(30), days_ago(2))
    said, picture, report = leads.store.read(lambda turn: digest_payloads(turn, office, digest, NOW))
    assert said["kind"] == "say"
    text = plain_text_of(said)
    assert text.startswith("Coffee Club, Friday, 4 December 2026\nNothing is in the way.")
    assert "In the last 2 days: 2 answers and 0 decisions." in text
    assert text.endswith("The picture and the full report follow.")
    assert picture == picture_payload(leads.project, 2, days_ago(2), NOW, "Asia/Shanghai")
    assert report == report_payload(leads.project, 2, days_ago(2), NOW, "Asia/Shanghai")
    gone = Digest("acme", "d2", "gone", rule, "", chat, "ana", days_ago(30), days_ago(2))
    assert leads.store.read(lambda turn: digest_payloads(turn, office, gone, NOW)) == ()
