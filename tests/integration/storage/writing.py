"""Writes until it is killed, and reports what was saved: `python -m tests.integration.storage.writing URL`."""

import os
import sys

from bot.storage.database import open_store
from tests.integration.storage.team import Team


def main(url: str) -> None:
    team = Team(open_store(url))
    os.write(1, b"0\n")
    while True:
        futures = [team.answers(f"q{number}", "x" * 500, says=["Thanks!", "Next?"]) for number in range(7)]
        for future in futures:
            os.write(1, b"%d\n" % future.result())


if __name__ == "__main__":
    main(sys.argv[1])
