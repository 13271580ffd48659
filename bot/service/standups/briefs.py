"""A report as a text that is read in half a minute: what is in the way first, then what waits, then what moved."""

from collections.abc import Iterator
from typing import Any

from bot.service.standups.attendance import Attendance
from bot.service.standups.reported import Gate, OpenBlocker, PhaseRow, Report
from dialogs.questions.dates import full_date
from dialogs.risks import Launch, Reason, Risk
from dialogs.texts import Part, Phrase, Words, lines, listed, phrase, shortened

LIMIT = 1200
"""Characters: what people read in 30 seconds at 240 words a minute, and less than a phone's two screens."""
NAMED = 3
"""Blockers, gates, stand-ups and stale things that are named; of more there is their number."""
NAME_LIMIT = 60
BEGUN = frozenset({"open", "blocked", "closed"})


def text(report: Report, words: Words) -> Part:
    """A report in at most 1,200 characters of the language of `words`, without what anybody answered.

    What matters least stands last, and is left out where the rest is too long.
    """
    parts = [part for part in _parts(report) if part is not None]
    while len(parts) > 1 and len(words.plain(lines(parts))) > LIMIT:
        parts.pop()
    return lines(parts)


def names(report: Report) -> dict[str, Any]:
    """What a template needs beside the report to put it into words."""
    launch = report.launch
    return {
        "day": full_date(report.day),
        "period": period(report),
        "launch_day": full_date(launch.day) if launch else "",
        "risk": risk(launch) if launch else "",
        "reason": reason(launch) if launch else "",
        "age": age,
        "phase_state": phase_state,
    }


def age(days: int) -> Phrase:
    """For how many days something has been so."""
    return phrase("report.age", n=days) if days else phrase("report.today")


def risk(launch: Launch) -> Phrase:
    """Whether the launch date can be kept."""
    found = {
        Risk.ON_TRACK: phrase("report.on_track"),
        Risk.AT_RISK: phrase("report.at_risk"),
        Risk.LATE: phrase("report.late_launch"),
    }
    return found[launch.risk]


def reason(launch: Launch) -> Phrase:
    """What weighs most with the launch date."""
    n = launch.count
    found = {
        Reason.CLOSED: phrase("report.because_closed"),
        Reason.PAST: phrase("report.because_past", n=n),
        Reason.QUESTIONS: phrase("report.because_questions", n=n),
        Reason.BLOCKS: phrase("report.because_blocks", n=n),
        Reason.BLOCKERS: phrase("report.because_blockers", n=n),
        Reason.PHASES: phrase("report.because_phases", n=n),
    }
    return found[launch.reason]


def _parts(report: Report) -> Iterator[Part | None]:
    yield phrase("report.title", project=_short(report.project), day=full_date(report.day))
    yield _blockers(report)
    yield from map(_gate, report.gates[:NAMED])
    yield None if report.launch is None else _launch(report.launch)
    yield from map(_phase, (row for row in report.phases if row.state in BEGUN))
    yield _ahead(report)
    yield _moved(report)
    yield from map(_attendance, report.attendance[:NAMED])
    yield _questions(report)
    yield _stale(report)


def _blockers(report: Report) -> Part:
    if not report.blocker_count:
        return phrase("report.no_blockers")
    rows: list[Part] = [_blocker(one) for one in report.blockers[:NAMED]]
    if report.blocker_count > NAMED:
        rows.append(phrase("report.more", n=report.blocker_count - NAMED))
    return phrase("report.blockers", n=report.blocker_count, blockers=listed(rows))


def _blocker(one: OpenBlocker) -> Part:
    about = lines([one.item, one.owner] if one.item else [one.owner], between=", ")
    return phrase("report.blocker", id=one.label, text=_short(one.text), about=shortened(about, 40), age=age(one.days))


def _gate(gate: Gate) -> Part:
    who = shortened(gate.who, 30)
    if gate.is_blocked:
        return phrase("report.gate_blocked", phase=_short(gate.phase), who=who)
    return phrase("report.gate", phase=_short(gate.phase), who=who)


def _launch(launch: Launch) -> Part:
    left = phrase("report.days_left", n=launch.days_left) if launch.days_left >= 0 else phrase("report.days_over")
    return phrase("report.launch", day=full_date(launch.day), left=left, risk=risk(launch), reason=reason(launch))


def _phase(row: PhaseRow) -> Part:
    state = phase_state(row.state)
    name = shortened(row.title, 30)
    if row.planned:
        return phrase(
            "report.phase_with_work",
            phase=name,
            done=row.settled,
            total=row.total,
            reported=row.reported,
            planned=row.planned,
            state=state,
        )
    return phrase("report.phase", phase=name, done=row.settled, total=row.total, state=state)


def phase_state(state: str) -> Phrase:
    """What a phase's state is called: closed, blocked, open or ahead."""
    found = {
        "closed": phrase("picture.closed"),
        "blocked": phrase("picture.blocked"),
        "open": phrase("picture.open"),
        "ahead": phrase("picture.ahead"),
    }
    return found[state]


def period(report: Report) -> Part:
    """What a report looks back on, as it stands behind "in"."""
    days = report.period_days
    if days is None and report.first_day is not None:
        return phrase("report.since_day", day=full_date(report.first_day))
    return phrase("report.days", n=days or 1)


def _ahead(report: Report) -> Part | None:
    titles = [shortened(row.title, 30) for row in report.phases if row.state not in BEGUN]
    return phrase("report.ahead", phases=lines(titles, between=", ")) if titles else None


def _moved(report: Report) -> Part:
    if not report.answer_count and not report.decision_count:
        return phrase("report.quiet", period=period(report))
    n = report.answer_count
    answers, decisions = phrase("report.answers", n=n), phrase("report.decisions", n=report.decision_count)
    return phrase("report.moved", period=period(report), answers=answers, decisions=decisions)


def _attendance(one: Attendance) -> Part:
    found: list[Part] = [
        phrase("report.attendance", name=shortened(one.name, 30), answered=one.answered, asked=one.asked)
    ]
    if one.late:
        found.append(phrase("report.late", n=one.late))
    if one.missed:
        found.append(phrase("report.missed", n=one.missed))
    return lines(found, between=", ")


def _questions(report: Report) -> Part | None:
    oldest = report.oldest_question
    if oldest is None:
        return None
    return phrase("report.questions", n=report.question_count, name=_short(oldest.name), age=age(oldest.days))


def _stale(report: Report) -> Part | None:
    names = [_short(one.name) for one in report.stale[:NAMED]]
    return phrase("report.stale", names=lines(names, between=", ")) if names else None


def _short(text_: str) -> Part:
    return shortened(text_, NAME_LIMIT)
