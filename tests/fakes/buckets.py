"""Buckets that fill at a rate and hold a burst: how platforms count calls."""


class Bucket:
    """Fills at a rate, holds a burst."""

    def __init__(self, per_second: float, burst: int) -> None:
        self._step_s = 1 / per_second
        self._slack_s = self._step_s * (burst - 1)
        self._next_at = 0.0

    def wait_s(self, now: float) -> float:
        # Nine digits: sums of floats must not make a wait of a billionth of a second.
        return round(self._next_at - self._slack_s - now, 9)

    def take(self, now: float) -> None:
        self._next_at = max(self._next_at, now) + self._step_s
