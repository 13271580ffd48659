"""A clock that stands until a test moves it."""


class ManualClock:
    """Seconds since 1970; hand it in as `clock`, and no test has to wait for a limit to pass."""

    def __init__(self, now: float = 1_767_225_600.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        """Let this much time go by."""
        self.now += seconds
