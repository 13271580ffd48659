"""A person at the keys: the real command in a pseudo-terminal."""

import re
import sys
from collections.abc import Iterator

import pexpect
import pytest

from tests.e2e.command import Phasewalk

PROMPT = r"\x1b\[\?2004h"
"""What a terminal is told when the input line appears: pasted text comes in brackets from now on."""
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>]|\r")


class Keys:
    """A terminal of 80 columns with somebody in front of it."""

    def __init__(self, phasewalk: Phasewalk, **environment: str) -> None:
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "bot", "chat", *phasewalk.where()],
            env=phasewalk.environment | {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"} | environment,
            cwd=str(phasewalk.folder),
            dimensions=(40, 80),
            encoding="utf-8",
            timeout=20,
        )
        self.seen = ""

    def sees(self, text: str) -> None:
        """Wait until a text appears."""
        self.child.expect(r"\s+".join(re.escape(word) for word in text.split(" ")))
        self.seen += f"{self.child.before}{self.child.after}"

    def types(self, text: str, end: str = "\r") -> None:
        """Wait for the prompt, type, and press Enter."""
        self.child.expect(PROMPT)
        self.seen += f"{self.child.before}{self.child.after}"
        self.child.send(text + end)

    def leaves(self) -> int:
        """Press Ctrl-C; returns the exit code."""
        self.types("", end="\x03")
        self.child.expect(pexpect.EOF)
        self.seen += str(self.child.before)
        self.child.close()
        return int(self.child.exitstatus or 0)

    @property
    def text(self) -> str:
        """Everything seen, without control sequences."""
        return ESCAPES.sub("", self.seen)


@pytest.fixture
def keys(phasewalk: Phasewalk) -> Iterator[Keys]:
    """Somebody at a terminal."""
    found = Keys(phasewalk)
    yield found
    found.child.close(force=True)


def test_a_person_answers_leaves_with_ctrl_c_and_comes_back(phasewalk: Phasewalk, keys: Keys) -> None:
    keys.sees("What is the project called?")
    keys.types("Coffee Club")
    keys.sees("What does it do, in one line?")
    assert keys.leaves() == 0
    assert "Everything is kept" in keys.text
    assert "Traceback" not in keys.text
    again = Keys(phasewalk)
    again.sees("Welcome back.")
    again.sees("What does it do, in one line?")
    assert again.leaves() == 0


def test_options_are_completed_with_tab(keys: Keys) -> None:
    for answer in ("Coffee Club", "Order", "Queues"):
        keys.types(answer)
    keys.sees("On which platforms should it run?")
    keys.types("WeC", end="\t")
    keys.child.send("\r")
    keys.sees("Who will own the account?")
    keys.leaves()


def test_a_mistake_is_explained_and_asked_again(keys: Keys) -> None:
    for answer in ("Coffee Club", "Order", "Queues", "1", "nonsense"):
        keys.types(answer)
    keys.sees("I don't find that among the options.")
    keys.sees("Who will own the account?")
    keys.types("2")
    keys.sees("Who builds it?")
    keys.leaves()


def test_an_answer_may_have_several_lines(keys: Keys) -> None:
    keys.types("Coffee", end="\x1b\r")
    keys.child.send("Club\r")
    keys.sees("What does it do, in one line?")
    keys.types("/why project_name")
    keys.sees("Coffee Club")
    keys.leaves()


def test_chinese_text_is_shown_as_typed_and_lines_stay_within_80_columns(keys: Keys) -> None:
    keys.types("咖啡俱乐部")
    keys.types("/why project_name")
    keys.sees("咖啡俱乐部")
    keys.leaves()
    assert max(len(line) for line in keys.text.splitlines() if not line.startswith(">")) <= 80


def test_no_color_switches_colours_off(phasewalk: Phasewalk) -> None:
    plain = Keys(phasewalk, NO_COLOR="1")
    plain.sees("What is the project called?")
    plain.types("/nope")
    plain.sees("I don't know the command")
    plain.leaves()
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", plain.seen)
    coloured = Keys(phasewalk)
    coloured.types("/nope")
    coloured.sees("I don't know the command")
    coloured.leaves()
    assert re.search(r"\x1b\[[0-9;]*3[0-7]m", coloured.seen)
