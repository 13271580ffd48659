"""A project leaves as files and comes back, equal to the byte."""

import json
from pathlib import Path

from tests.e2e.command import Phasewalk
from tests.e2e.test_piped_chat import BASICS


def database(phasewalk: Phasewalk, name: str = "phasewalk.db") -> list[str]:
    return ["--database", f"sqlite:///{phasewalk.folder / name}"]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_export_comes_back_equal_to_the_byte(phasewalk: Phasewalk) -> None:
    phasewalk.chat(*BASICS, "Ana", "owner", "5", "/undo", "/edit idea", "A “better” idea; *now* \\ 咖啡")
    phasewalk.chat("/edit project_name", "Coffee Club 2", "/skip", name="Ben")
    out, back = phasewalk.folder / "out", phasewalk.folder / "back"
    assert phasewalk.run("export", "Coffee Club 2", "--to", str(out), *database(phasewalk)).returncode == 0
    again = database(phasewalk, "other.db")
    done = phasewalk.run("import", str(out / "answers.json"), *again)
    assert (done.returncode, done.stdout) == (0, "“Coffee Club 2” is back.\n")
    assert phasewalk.run("export", "Coffee Club 2", "--to", str(back), *again).returncode == 0
    assert files(out) == files(back)
    assert {"brief.md", "answers.json"} <= files(out).keys()
    content = json.loads((out / "answers.json").read_text(encoding="utf-8"))
    assert sorted(member["name"] for member in content["members"]) == ["Ana", "Ben"]


def test_only_one_format_is_written_when_asked(phasewalk: Phasewalk) -> None:
    phasewalk.chat(*BASICS)
    for kind, expected in (("md", {"brief.md"}), ("json", {"answers.json"})):
        folder = phasewalk.folder / kind
        phasewalk.run("export", "coffee club", "--to", str(folder), "--format", kind, *database(phasewalk))
        assert files(folder).keys() == expected


def test_a_project_is_not_imported_twice(phasewalk: Phasewalk) -> None:
    phasewalk.chat(*BASICS)
    phasewalk.run("export", "Coffee Club", "--to", str(phasewalk.folder / "out"), *database(phasewalk))
    done = phasewalk.run("import", str(phasewalk.folder / "out" / "answers.json"), *database(phasewalk))
    assert done.returncode == 2
    assert "has a project “Coffee Club” already" in done.stderr


def test_an_imported_project_goes_on(phasewalk: Phasewalk) -> None:
    phasewalk.chat(*BASICS)
    phasewalk.run("export", "Coffee Club", "--to", str(phasewalk.folder / "out"), *database(phasewalk))
    phasewalk.run("import", str(phasewalk.folder / "out" / "answers.json"), *database(phasewalk, "other.db"))
    done = phasewalk.run("chat", "--json", "--as", "Ana", *database(phasewalk, "other.db"))
    last = json.loads(done.stdout.splitlines()[-1])
    assert last["prompt"]["question"] == "team.name"


def test_a_project_moves_to_a_newer_playbook(phasewalk: Phasewalk, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "playbook.yaml").write_text(
        "id: mine\ntitle: Mine\nsummary: M.\nnames: name\nphases: [one]\n", encoding="utf-8"
    )
    head = "id: one\ntitle: One\nsummary: O.\ndocument: one\ndialogs:\n  - id: a\n    title: A\n    ask:\n"
    name = "      - {id: name, type: text, text: 'Name?'}\n"
    (folder / "one.yaml").write_text(head + name, encoding="utf-8")
    mine = {"PHASEWALK_PLAYBOOKS": str(folder)}
    phasewalk.run("chat", *phasewalk.where(), typed="Hut\n", **mine)
    (folder / "one.yaml").write_text(
        head + name + "      - {id: size, type: number, text: 'Size?'}\n", encoding="utf-8"
    )
    seen = phasewalk.run("chat", "--json", *phasewalk.where(), **mine).stdout
    assert "Size?" not in seen
    planned = phasewalk.run("upgrade", "Hut", "--dry-run", *database(phasewalk), **mine)
    assert planned.stdout == "“Hut” would move to the newer playbook:\n+ size: will be asked\n"
    done = phasewalk.run("upgrade", "Hut", "--as", "Ana", *database(phasewalk), **mine)
    assert done.stdout == "“Hut” moves to the newer playbook:\n+ size: will be asked\n"
    assert "Size?" in phasewalk.run("chat", *phasewalk.where(), **mine).stdout
    again = phasewalk.run("upgrade", "Hut", *database(phasewalk), **mine)
    assert again.stdout == "“Hut” walks the newest playbook already.\n"
