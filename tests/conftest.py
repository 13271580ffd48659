"""What long tests have counted, printed at the end: `record_property(COUNTED, "a line")`."""

import pytest

COUNTED = "counted"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long ones first, so that no worker is left with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """From the reports, because the tests may have run in other processes."""
    reports = [one for outcome in ("passed", "failed") for one in terminalreporter.stats.get(outcome, ())]
    lines = [str(line) for one in reports for name, line in getattr(one, "user_properties", ()) if name == COUNTED]
    if lines:
        terminalreporter.section("counted")
        for line in dict.fromkeys(lines):
            terminalreporter.write_line(line)
