"""How fast a platform lets messages go: to one chat, to a group, and from one bot to everybody."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """One message every `interval_s` seconds, of which `burst` may go at once after a rest."""

    interval_s: float
    burst: int = 1

    def start(self, free_at: float, now_s: float) -> float:
        """When the next message may go, in seconds since 1970. `free_at` is what the last one left behind."""
        return max(now_s, free_at - (self.burst - 1) * self.interval_s)

    def after(self, free_at: float, now_s: float) -> float:
        """What a message that goes now leaves behind."""
        return max(free_at, now_s) + self.interval_s


@dataclass(frozen=True, slots=True)
class Paces:
    """A platform's limits. `in_reserve` messages are taken out of the bot's rate at a time."""

    private: Pace
    group: Pace
    bot: Pace
    in_reserve: int = 5


UNLIMITED = Paces(Pace(0.0), Pace(0.0), Pace(0.0))
"""For servers without limits of their own."""
