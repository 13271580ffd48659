"""Check-ins as files: harmless in a spreadsheet, complete, the same bytes each time."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.service.standups.exports import COLUMNS, Sheet, safe, sheets, to_csv, to_json
from bot.service.standups.model import CheckIn, Reply, Standup
from dialogs.rules import Rule
from tests.integration.leads import NOW, WEEK, Leads, days_ago

DUE = datetime(2026, 12, 3, 9, 30, tzinfo=UTC)
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=30) | st.builds(
    "{}{}".format, st.sampled_from(FORMULAS), st.text(st.characters(codec="utf-8"), max_size=9)
)
STANDUP = Standup("acme", "s1", "club", "Daily", Rule(time(9, 30)), time(15), ("b", "c"), "hash", "ana", NOW)


def one(answer: str = "F-1", note: str = "", member: str = "ana") -> CheckIn:
    over = DUE + timedelta(hours=5)
    answers = {"done": answer, "next": "F-2"}
    return CheckIn("acme", "s1", "club", DUE.date(), member, Reply.ANSWERED, DUE, over, DUE, over, answers, note)


def sheet(*check_ins: CheckIn, question: str = "What got done?", name: str = "Ana") -> Sheet:
    return Sheet(STANDUP, check_ins, {"done": question, "next": "What is next?"}, {"ana": name})


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_no_cell_is_a_formula_and_every_cell_comes_back(answer: str, note: str, question: str, name: str) -> None:
    rows = table(to_csv([sheet(one(answer, note), question=question, name=name)]))
    assert len(rows) == 2
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULAS)]
    read = dict(zip(rows[0], (_unguarded(cell) for cell in rows[1]), strict=True))
    assert (read["member"], read["note"]) == (name, note)
    assert _unguarded(rows[0][10]) == question
    assert _unguarded(rows[1][10]) == answer


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULAS) else cell


@pytest.mark.parametrize("first", FORMULAS)
def test_what_could_be_a_formula_gets_an_apostrophe(first: str) -> None:
    assert safe(f"{first}HYPERLINK()") == f"'{first}HYPERLINK()"
    assert (safe("F-1"), safe("a=1"), safe("")) == ("F-1", "a=1", "")


def test_a_spreadsheet_reads_it_as_it_is_meant() -> None:
    content = to_csv([sheet(one("Café 咖啡\nsecond line"))])
    assert content.startswith(b"\xef\xbb\xbfstand-up,day,member,")
    assert content.endswith(b"\r\n")
    rows = table(content)
    assert rows[0] == [*COLUMNS, "What got done?", "What is next?"]
    assert rows[1] == [
        *("Daily", "2026-12-03", "Ana", "answered", "2026-12-03T09:30:00+00:00", "2026-12-03T14:30:00+00:00"),
        *("2026-12-03T09:30:00+00:00", "2026-12-03T14:30:00+00:00", "no", "", "Café 咖啡\nsecond line", "F-2"),
    ]


def test_halves_of_characters_do_no_harm() -> None:
    assert b"a?b" in to_csv([sheet(one("a\ud83db"))])
    assert b"a?b" in to_json([sheet(one("a\ud83db"))])


@pytest.fixture
def leads(tmp_path: Path) -> Iterator[Leads]:
    found = Leads(tmp_path)
    yield found
    found.close()


def test_it_has_the_check_ins_that_were_due_in_the_period_with_their_questions(leads: Leads) -> None:
    daily = leads.meets()
    leads.meets("Design", "s2")
    leads.checks_in("ana", Reply.ANSWERED, date(2026, 12, 3), answered_at=NOW, answers={"done": "F-1", "why": "old"})
    leads.checks_in("ben", Reply.AWAY, date(2026, 12, 2), note="Day off", asked_at=None)
    leads.checks_in("ana", Reply.ASKED, date(2026, 11, 20))
    leads.checks_in("zed", Reply.MISSED, date(2026, 12, 4))
    read = leads.store.read(lambda turn: sheets(turn, leads.playbooks, leads.project, days_ago(7), NOW))
    assert [len(sheet.check_ins) for sheet in read] == [2, 0]
    rows = table(to_csv(read))
    assert rows[0][len(COLUMNS) :] == ["What got done?", "What is next?", "why"]
    assert [(row[2], row[3], row[6], row[8], row[10:]) for row in rows[1:]] == [
        ("Ben", "away", "", "no", ["", "", ""]),
        ("Ana", "answered", "2026-12-03T09:30:00+00:00", "yes", ["F-1", "", "old"]),
    ]
    content = json.loads(to_json(read))
    assert content["standups"][0]["questions"] == {"done": "What got done?", "next": "What is next?"}
    assert content["standups"][0]["check_ins"][1]["answers"] == {"done": "F-1", "why": "old"}
    assert content["standups"][1]["check_ins"] == []
    leads.store.submit(lambda turn: turn.rota.put_routine(replace(daily, is_deleted=True))).result()
    assert to_json(read) == to_json(
        leads.store.read(lambda turn: sheets(turn, leads.playbooks, leads.project, NOW - WEEK, NOW))
    )


def test_who_answered_early_is_in_it_at_once(leads: Leads) -> None:
    leads.meets()
    tomorrow = NOW.date() + timedelta(days=1)
    leads.checks_in("ana", Reply.ANSWERED, tomorrow, answered_at=NOW, answers={"done": "F-1"})
    leads.checks_in("ben", Reply.ASKED, tomorrow)
    (read,) = leads.store.read(lambda turn: sheets(turn, leads.playbooks, leads.project, days_ago(7), NOW))
    assert [each.member for each in read.check_ins] == ["ana"]
