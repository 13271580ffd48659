"""The example is an honest walk: nothing is refused, everything is answered, and its documents are those beside it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dialogs.cursor import first_open
from dialogs.view import View
from tests.golden import ANSWERS, EXAMPLE, NOW, Walk, messages

DOCUMENTS = {
    f"{name}.md" for name in ["brief", "requirements", "design", "development", "testing", "launch", "operation"]
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example walked once; what was said is in said.jsonl."""
    folder = tmp_path_factory.mktemp("example")
    walk = Walk(folder)
    folder.joinpath("said.jsonl").write_text("\n".join(walk.say(messages())), encoding="utf-8")
    view = View(walk.plan, walk.state.book)
    walk.close()
    assert first_open(view) is None
    assert {entry.at for entry in view.book.entries} == {NOW}
    return folder


def test_the_documents_are_those_in_the_repository(folder: Path) -> None:
    made = {path.name: path.read_bytes() for path in (folder / EXAMPLE.name).iterdir()}
    kept = {path.name: path.read_bytes() for path in EXAMPLE.glob("*.md")}
    assert set(made) == DOCUMENTS
    for name in sorted(made):
        assert made[name] == kept[name], f"{name} differs; `python -m tests.golden` writes it again"


def test_nothing_is_refused_and_every_phase_is_signed_off(folder: Path) -> None:
    said = [json.loads(line) for line in folder.joinpath("said.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [one["text"] for one in said if one["kind"] == "error"] == []
    assert said[-1]["text"].startswith("Every question is answered.")
    for name in sorted(DOCUMENTS - {"brief.md"}):
        assert "Signed off by Ana on 2026-11-20." in (EXAMPLE / name).read_text(encoding="utf-8"), name


def test_a_brief_is_there_after_eight_answers(tmp_path: Path) -> None:
    walk = Walk(tmp_path)
    said = [json.loads(line) for line in walk.say(messages()[:9])]  # the typo among them is asked back
    walk.close()
    briefs = [one for one in said if one["kind"] == "document"]
    text = Path(briefs[0]["path"]).read_text(encoding="utf-8")
    assert [one["text"] for one in briefs] == ["Project set-up"]
    assert "Commuters walk past our café" in text
    assert "Draft" in text
    assert len(text.splitlines()) < 40


def test_the_command_of_the_readme_replays_it(tmp_path: Path) -> None:
    chat = [sys.executable, "-m", "bot", "chat", "--as", "Ana", "--json"]
    places = ["--database", f"sqlite:///{tmp_path / 'walk.db'}", "--documents", str(tmp_path)]
    with ANSWERS.open(encoding="utf-8") as answers:
        done = subprocess.run([*chat, *places], stdin=answers, capture_output=True, text=True, check=True, timeout=120)
    assert '"kind": "error"' not in done.stdout
    assert {path.name for path in (tmp_path / EXAMPLE.name).iterdir()} == DOCUMENTS
