"""A year of twelve people in five zones, in seconds, beside a calendar that was written by hand."""

import heapq
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count
from typing import Any

import pytest

from bot.service.boxes import can_wait
from bot.service.messages import plain_text_of
from dialogs.state import Role
from tests.integration.calendar_by_hand import BAVARIA, Colleague, Expected, Round, Year, fridays
from tests.integration.standups.team import GROUP, Person, Team, local

SHANGHAI, BERLIN, NEW_YORK = "Asia/Shanghai", "Europe/Berlin", "America/New_York"
SAO_PAULO, CAIRO = "America/Sao_Paulo", "Africa/Cairo"


def on(month: int, day: int) -> date:
    return date(2027, month, day)


TEAM = (
    Colleague("Ana", BERLIN, BAVARIA, away=[(on(8, 2), on(8, 20))]),
    Colleague("Ben", BERLIN, BAVARIA, away=[(on(3, 1), on(3, 5)), (on(12, 20), on(12, 31))]),
    Colleague("Cem", BERLIN, BAVARIA, moves=(on(6, 13), SHANGHAI)),
    Colleague("Chen", SHANGHAI, away=[(on(2, 5), on(2, 12))]),
    Colleague("Dan", NEW_YORK, away=[(on(11, 25), on(11, 26))]),
    Colleague("Eva", NEW_YORK, wants_nudges=False),
    Colleague("Fay", SAO_PAULO, leaves=on(9, 12)),
    Colleague("Gil", SAO_PAULO, away=[(on(2, 8), on(2, 10))]),
    Colleague("Hala", CAIRO),
    Colleague("Ines", BERLIN, BAVARIA, observes=True),
    Colleague("Jun", SHANGHAI, away=[(on(10, 1), on(10, 7))]),
    Colleague("Kai", CAIRO, joins=on(4, 5)),
)
DAILY = Round("Daily", time(9, 30), first=on(1, 4))
REVIEW = Round("Review", time(15, 0), BERLIN, first=on(1, 5), is_fortnightly=True)
OUTAGES = (
    (datetime(2027, 2, 10, 6, tzinfo=UTC), datetime(2027, 2, 10, 11, tzinfo=UTC)),
    (datetime(2027, 5, 10, 0, tzinfo=UTC), datetime(2027, 5, 14, 9, tzinfo=UTC)),
    (datetime(2027, 6, 22, 13, 55, tzinfo=UTC), datetime(2027, 6, 22, 14, 20, tzinfo=UTC)),
    (datetime(2027, 9, 7, 13, 10, tzinfo=UTC), datetime(2027, 9, 7, 13, 40, tzinfo=UTC)),
    (datetime(2027, 11, 2, 2, tzinfo=UTC), datetime(2027, 11, 3, 3, tzinfo=UTC)),
)
SET_UP = datetime(2027, 1, 3, 20, tzinfo=UTC)
"""A Sunday."""


class Living:
    """The team's year as it goes by: people act at their times, dues are dealt with at theirs while the bot runs."""

    def __init__(self, team: Team, year: Year) -> None:
        self.team = team
        self.year = year
        self.people: dict[str, Person] = {}
        self._acts: list[tuple[datetime, int, Callable[[], object]]] = []
        self._numbers = count()
        self._answered: set[tuple[str, str]] = set()
        """Who has answered a stand-up in words, and so can say the same again."""
        for part in year.parts:
            if part.acts_at is not None:
                self.at(part.acts_at, partial(self._act, part))

    def at(self, moment: datetime, act: Callable[[], object]) -> None:
        """Somebody does something then."""
        heapq.heappush(self._acts, (moment, next(self._numbers), act))

    def begin(self, colleagues: Sequence[Colleague]) -> None:
        """Everybody who is there on the first day comes, and two stand-ups and a digest are set up."""
        team = self.team
        for one in colleagues:
            if one.joins <= SET_UP.date():
                self._comes(one)
            else:
                self.at(datetime.combine(one.joins - timedelta(days=1), time(12), UTC), partial(self._comes, one))
        ana = self.people["Ana"]
        team.starts(ana, name="Daily", where="team")
        team.starts(ana, name="Review", days="tue", every="second_week", time="15:00", zone=BERLIN, where="team")
        ana.says("/standup edit Review from 2027-01-05")
        ana.says("/digest", "week", "fri", "16:00", BERLIN, "here")
        for one in colleagues:
            if one.leaves < date.max:
                self.at(_noon_before(one.leaves), partial(self._leaves, one))
            if one.moves[1]:
                self.at(_noon_before(one.moves[0]), partial(self._moves, one))

    def go_on(self, until: datetime) -> None:
        """Let time pass."""
        team = self.team
        while True:
            next_at = team.next_at()
            act_at = self._acts[0][0] if self._acts else until
            due_at = until if next_at is None else self.year.up(max(next_at, team.now))
            if min(due_at, act_at) >= until:
                return
            if due_at <= act_at:
                team.now = due_at
                team.here.run()
            else:
                team.now, _, act = heapq.heappop(self._acts)
                act()

    def _comes(self, one: Colleague) -> None:
        team = self.team
        self.people[one.name] = person = team.person(one.name, one.zone)
        if one.observes:
            team.gives(person, Role.OBSERVER)
            return
        if one.holidays:
            person.says("/holidays DE-BY")
        if not one.wants_nudges:
            person.says("/standup nudges off")
        for first, last in one.away:
            person.says(f"/away {first:%Y-%m-%d} to {last:%Y-%m-%d}")
            assert person.sees("is away"), person.read

    def _moves(self, one: Colleague) -> None:
        self.people[one.name].says(f"/timezone {one.moves[1]}", "/holidays off")

    def _leaves(self, one: Colleague) -> None:
        self.team.gives(self.people[one.name], Role.REMOVED)

    def _act(self, part: Expected) -> None:
        person = self.people[part.who.name]
        key = part.round.name, part.who.name
        if part.does == "skip":
            answers = ["/skip at the dentist"]
        elif key in self._answered and part.day.toordinal() % 3:
            answers = ["Same as last time"]
        else:
            answers = ["the login", f"the page of {part.day}", "none"]
            self._answered.add(key)
        person.types(f"/checkin {part.round.name}", *answers)

    def times(self, chat: str, *kinds: str) -> list[tuple[datetime, Mapping[str, Any]]]:
        """Messages of these kinds in a chat, with when they came."""
        found = (one for one in self.team.screen(chat).all if one["kind"] in kinds)
        return [(datetime.fromisoformat(one["at"]), one) for one in found]


def _noon_before(day: date) -> datetime:
    return datetime.combine(day - timedelta(days=1), time(12), UTC)


@pytest.mark.slow
def test_a_year_goes_as_the_calendar_by_hand_says(team: Team) -> None:
    days = [on(1, 4) + timedelta(days=number) for number in range(362)]
    year = Year(TEAM, (DAILY, REVIEW), OUTAGES, days, seed=2027)
    living = lived(team, year, datetime(2028, 1, 1, 12, tzinfo=UTC))
    assert_replies_are(living)
    assert_prompts_are(living)
    assert_reminders_are(living)
    assert_summaries_are(living)
    digests = [
        at for at, one in living.times(living.people["Ana"].screen.key[1], "say", "summary", "board") if _is_digest(one)
    ]
    assert digests == [year.up(at) for at in fridays(2027, time(16), BERLIN) if at > SET_UP]
    told = [
        one
        for _, one in living.times(living.people["Ana"].screen.key[1], "say")
        if "was not asked" in plain_text_of(one)
    ]
    assert 3 <= len(told) <= 2 * len(OUTAGES)


def lived(team: Team, year: Year, until: datetime) -> Living:
    """A team that has lived through it."""
    team.now = SET_UP
    living = Living(team, year)
    living.begin(TEAM)
    living.go_on(until)
    team.look()
    return living


def assert_replies_are(living: Living) -> None:
    """Of each round, day and member there is one check-in, asked at the expected instant and replied to as planned."""
    team = living.team
    names = {person.id: name for name, person in living.people.items()}
    standups = {one.name: one for one in team.standups()}
    found = [(name, one) for name, standup in standups.items() for one in team.check_ins(standup)]
    keys = [(name, one.day, names[one.member]) for name, one in found]
    assert len(set(keys)) == len(keys)
    actual = {
        key: (one.reply.value, one.due_at, one.cutoff_at, one.asked_at)
        for key, (_, one) in zip(keys, found, strict=True)
    }
    expected = {one.key: (one.reply, one.due_at, one.cutoff_at, one.asked_at) for one in living.year.parts}
    assert actual == expected
    late = {one.key for one in living.year.parts if one.acts_at is not None and one.acts_at > one.cutoff_at}
    assert {key for key, (_, one) in zip(keys, found, strict=True) if one.is_late} == late


def assert_prompts_are(living: Living) -> None:
    """Each person is asked exactly when the calendar says, or told what comes when they are done with another one."""
    for name, person in living.people.items():
        mine = [one for one in living.year.parts if one.who.name == name]
        expected = {one.asked_at for one in mine if one.asked_at}
        told = living.times(person.screen.key[1], "ask", "say")
        found = {at for at, one in told if can_wait(one) and (one["kind"] == "ask" or _is_put_off(one))}
        assert found == expected, name


def assert_reminders_are(living: Living) -> None:
    """Each person is reminded exactly when the calendar says."""
    for name, person in living.people.items():
        mine = [one for one in living.year.parts if one.who.name == name]
        expected = sorted((at, one.round.name) for one in mine for at in one.nudged_at)
        found = [
            (at, "Daily" if "“Daily”" in plain_text_of(one) else "Review")
            for at, one in living.times(person.screen.key[1], "say")
            if "still waits for you" in plain_text_of(one)
        ]
        assert sorted(found) == expected, name


def assert_summaries_are(living: Living) -> None:
    """There is one summary of each round and cutoff, at that moment, and one of each day with several of them."""
    ids = {one.id: one.name for one in living.team.standups()}
    boards = living.times(GROUP, "board")
    found = []
    for at, one in boards:
        if str(one["token"]).endswith(":all"):
            continue
        _, standup, day, _ = str(one["token"]).split(":")
        found.append((ids[standup], date.fromisoformat(day), at))
    year = living.year
    assert sorted(found) == sorted((name, day, at) for (name, day, _), at in year.boards().items())
    whole = Counter(
        _title(one) for _, one in living.times(GROUP, "board", "say") if "all time zones" in plain_text_of(one)
    )
    assert max(whole.values()) == 1
    expected = {
        f"{name} · {day:%A}, {day.day} {day:%B %Y}" for name, day in year.whole_days() if not year.is_touched(day)
    }
    assert expected <= set(whole)


def _title(payload: Mapping[str, Any]) -> str:
    return plain_text_of(payload).partition(", all time zones")[0]


def _is_put_off(payload: Mapping[str, Any]) -> bool:
    return "It comes when you are done here" in plain_text_of(payload)


def _is_digest(payload: Mapping[str, Any]) -> bool:
    return "The picture and the full report follow." in plain_text_of(payload)


def test_a_fortnight_goes_the_same_way_on_either_database(any_team: Team) -> None:
    days = [on(1, 4) + timedelta(days=number) for number in range(12)]
    year = Year(TEAM, (DAILY, REVIEW), OUTAGES, days, seed=11)
    living = lived(any_team, year, local("2027-01-15", "20:00"))
    assert_replies_are(living)
    assert_prompts_are(living)
    assert_reminders_are(living)
    assert_summaries_are(living)
