"""What a year of stand-ups has to come to, worked out by plain loops over days: nothing of the product is used here."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HALF, LAST = timedelta(hours=1), timedelta(minutes=110)
"""When reminders come, of two hours."""
WINDOW = timedelta(hours=2)
BAVARIA = frozenset(
    date(2027, month, day)
    for month, day in ((1, 1), (1, 6), (3, 26), (3, 29), (5, 6), (5, 17), (5, 27), (11, 1), (12, 25), (12, 26))
)
"""Public holidays in Munich: New Year, Epiphany, Easter, Ascension, Whitsun, Corpus Christi, All Saints, Christmas."""


@dataclass(frozen=True)
class Colleague:
    """Somebody in the team. `moves` is a zone and the day from which it counts; days are included."""

    name: str
    zone: str
    holidays: frozenset[date] = frozenset()
    away: Sequence[tuple[date, date]] = ()
    joins: date = date.min
    leaves: date = date.max
    moves: tuple[date, str] = (date.max, "")
    observes: bool = False
    wants_nudges: bool = True

    def zone_on(self, day: date) -> str:
        return self.moves[1] if day >= self.moves[0] else self.zone

    def takes_part(self, day: date) -> bool:
        return self.joins <= day < self.leaves and not self.observes

    def is_away(self, day: date) -> bool:
        is_holiday = day in self.holidays and day < self.moves[0]
        return is_holiday or any(first <= day <= last for first, last in self.away)


@dataclass(frozen=True)
class Round:
    """A stand-up that happens each working day, or each second Tuesday; `zone` is "" for everybody's own."""

    name: str
    at: time
    zone: str = ""
    first: date = date.min
    is_fortnightly: bool = False

    def happens(self, day: date) -> bool:
        if self.is_fortnightly:
            return day >= self.first and (day - self.first).days % 14 == 0
        return day >= self.first and day.weekday() < 5


@dataclass
class Expected:
    """One person's part in a round. `acts_at` is when they say something, `does` what."""

    round: Round
    day: date
    who: Colleague
    due_at: datetime
    cutoff_at: datetime
    reply: str = "asked"
    asked_at: datetime | None = None
    does: str = "never"
    acts_at: datetime | None = None
    nudged_at: list[datetime] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, date, str]:
        return self.round.name, self.day, self.who.name


class Year:
    """Everybody's year. `outages` are the times at which the bot is down."""

    def __init__(
        self,
        colleagues: Sequence[Colleague],
        rounds: Sequence[Round],
        outages: Sequence[tuple[datetime, datetime]],
        days: Sequence[date],
        seed: int,
    ) -> None:
        self.outages = outages
        self._chance = random.Random(seed)
        self.parts = [
            self._part(one, day, who)
            for day in days
            for one in rounds
            if one.happens(day)
            for who in colleagues
            if who.takes_part(day)
        ]

    def up(self, at: datetime) -> datetime:
        """The first moment from then on at which the bot runs."""
        return next((until for since, until in self.outages if since <= at < until), at)

    def boards(self) -> Mapping[tuple[str, date, datetime], datetime]:
        """When which summary is posted, by round, day and cutoff: where somebody was asked or had answered."""
        return {
            (one.round.name, one.day, one.cutoff_at): self.up(one.cutoff_at)
            for one in self.parts
            if one.reply not in ("away", "missed")
        }

    def whole_days(self) -> set[tuple[str, date]]:
        """The days that are summed up once more at their end, because their rounds ended at several moments."""
        cutoffs: dict[tuple[str, date], set[datetime]] = {}
        for one in self.parts:
            if one.reply != "away":
                cutoffs.setdefault((one.round.name, one.day), set()).add(one.cutoff_at)
        return {key for key, found in cutoffs.items() if len(found) > 1}

    def is_touched(self, day: date) -> bool:
        """Whether the bot was down at some time around a day."""
        start = datetime.combine(day, time(0), UTC)
        return any(
            since < start + timedelta(days=2) and until > start - timedelta(days=1) for since, until in self.outages
        )

    def _part(self, one: Round, day: date, who: Colleague) -> Expected:
        zone = one.zone or who.zone_on(day)
        due_at = datetime.combine(day, one.at, ZoneInfo(zone)).astimezone(UTC)
        part = Expected(one, day, who, due_at, due_at + WINDOW)
        plan = self._chance.choices(("on time", "early", "late", "skip", "never"), (60, 8, 10, 7, 15))[0]
        minutes = timedelta(minutes=self._chance.randint(1, 109), seconds=30)
        if who.is_away(day):
            part.reply = "away"
            return part
        if plan == "early" and self.up(due_at - minutes) == due_at - minutes:
            part.reply, part.does, part.acts_at = "answered", "answer", due_at - minutes
            return part
        asked_at = self.up(due_at)
        if asked_at >= part.cutoff_at:
            part.reply = "missed"
            return part
        part.asked_at = asked_at
        self._reply(part, plan, minutes)
        part.nudged_at = list(self._nudges(part)) if who.wants_nudges else []
        return part

    def _reply(self, part: Expected, plan: str, minutes: timedelta) -> None:
        acts_at = part.due_at + minutes + (WINDOW if plan == "late" else timedelta())
        if plan in ("never", "early") or part.asked_at is None or acts_at <= part.asked_at:
            return
        if self.up(acts_at) == acts_at:
            part.acts_at = acts_at
            part.does, part.reply = ("skip", "skipped") if plan == "skip" else ("answer", "answered")

    def _nudges(self, part: Expected) -> Iterator[datetime]:
        """Reminders that still lay ahead when the person was asked, each at its time or when the bot is back."""
        done_at = part.asked_at
        for after in (HALF, LAST):
            at = part.due_at + after
            if done_at is None or at <= done_at:
                continue
            done_at = self.up(at)
            hour = done_at.astimezone(ZoneInfo(part.who.zone_on(part.day))).hour
            is_open = part.acts_at is None or part.acts_at > done_at
            if done_at < part.cutoff_at and is_open and 8 <= hour < 21:
                yield done_at


def fridays(year: int, at: time, zone: str) -> list[datetime]:
    """Each Friday of a year at a time of day."""
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    return [
        datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
        for day in days
        if day.year == year and day.weekday() == 4
    ]
