"""What stands in the way is said in one sentence, with exit code 2 and nothing broken."""

import os
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.command import Phasewalk

not_root = pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")


def refused(done: subprocess.CompletedProcess[str], words: str) -> None:
    assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/db", "sqlite:///", "http://example.com"])
def test_a_wrong_url(phasewalk: Phasewalk, url: str) -> None:
    refused(phasewalk.run("chat", "--database", url), "is not a place for data")


def test_a_missing_folder(phasewalk: Phasewalk) -> None:
    url = f"sqlite:///{phasewalk.folder}/nowhere/a.db"
    refused(phasewalk.run("chat", "--database", url), "does not exist")


def test_a_server_that_is_not_there(phasewalk: Phasewalk) -> None:
    url = "postgresql://nobody@127.0.0.1:1/none?connect_timeout=3"
    refused(phasewalk.run("chat", "--database", url), "cannot be used right now")


def test_a_file_that_is_no_database(phasewalk: Phasewalk) -> None:
    phasewalk.database.write_text("Dear diary, " * 100, encoding="utf-8")
    refused(phasewalk.chat("x"), "is not a Phasewalk database")
    assert phasewalk.database.read_text(encoding="utf-8").startswith("Dear diary")


def test_a_database_of_a_newer_program(phasewalk: Phasewalk) -> None:
    phasewalk.chat("Coffee Club")
    with sqlite3.connect(phasewalk.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    refused(phasewalk.chat("x"), "newer Phasewalk")


def test_a_second_writer_is_told_and_readers_work_beside_it(phasewalk: Phasewalk) -> None:
    first = phasewalk.start()
    assert first.stdin is not None
    assert first.stdout is not None
    first.stdin.write("Coffee Club\n")
    first.stdin.flush()
    while '"question": "idea"' not in first.stdout.readline():
        pass
    refused(phasewalk.chat("x"), "already running")
    database = ["--database", f"sqlite:///{phasewalk.database}"]
    done = phasewalk.run("export", "Coffee Club", "--to", str(phasewalk.folder / "out"), *database)
    assert (done.returncode, done.stderr) == (0, "")
    assert phasewalk.run("check").returncode == 0
    _, errors = first.communicate("Order ahead\n", timeout=60)
    assert (first.returncode, errors) == (0, "")


@not_root
def test_a_folder_that_is_read_only(phasewalk: Phasewalk) -> None:
    phasewalk.chat("Coffee Club")
    phasewalk.database.chmod(0o400)
    phasewalk.folder.chmod(0o500)
    try:
        refused(phasewalk.chat("x"), "cannot be written")
    finally:
        phasewalk.folder.chmod(0o700)


def test_a_full_disk_keeps_what_was_there(phasewalk: Phasewalk) -> None:
    """A limit on the size of files makes writing fail as a full disk does."""
    phasewalk.chat("Coffee Club")
    limit = phasewalk.database.stat().st_size + 40_000
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat", *phasewalk.where()],
        input="".join(f"/edit idea\n{'x' * 150} {n}\n" for n in range(400)),
        capture_output=True,
        encoding="utf-8",
        env=phasewalk.environment,
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
    assert "Nothing was saved" in done.stderr
    assert phasewalk.objects()[-1]["prompt"]["question"] in ("problem", "idea")


def test_documents_that_cannot_be_written_do_not_stop_the_talk(phasewalk: Phasewalk) -> None:
    phasewalk.documents.write_text("a file where a folder should be", encoding="utf-8")
    seen = phasewalk.objects("Coffee Club", "/docs")
    assert [one["kind"] for one in seen[-2:]] == ["error", "ask"]
    assert "can't be written" in seen[-2]["text"]


def test_a_playbook_with_mistakes_is_reported_whole(phasewalk: Phasewalk, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "playbook.yaml").write_text("id: mine\ntitle: Mine\nsummary: M.\nphases: [one]\n", encoding="utf-8")
    (folder / "one.yaml").write_text(
        "id: one\ntitle: One\nsummary: O.\ndocument: one\ndialogs:\n"
        "  - id: a\n    titel: A\n    ask:\n      - {id: q, type: txet, text: Q}\n",
        encoding="utf-8",
    )
    done = phasewalk.run("check", str(folder))
    assert done.returncode == 1
    assert "one.yaml:7" in done.stderr
    assert "one.yaml:9" in done.stderr
    assert phasewalk.run("chat", PHASEWALK_PLAYBOOKS=str(folder)).returncode == 2


@pytest.mark.parametrize("arguments", [["export", "Nothing", "--to", "out"], ["upgrade", "Nothing"]])
def test_an_unknown_project(phasewalk: Phasewalk, arguments: list[str]) -> None:
    phasewalk.chat("Coffee Club")
    database = ["--database", f"sqlite:///{phasewalk.database}"]
    refused(phasewalk.run(*arguments, *database), "There is no project “Nothing”. There are: Coffee Club")


def test_an_import_of_something_else(phasewalk: Phasewalk) -> None:
    file = phasewalk.folder / "x.json"
    for content in ("", "[]", "{}", '{"format": "phasewalk-project", "version": 99}'):
        file.write_text(content, encoding="utf-8")
        done = phasewalk.run("import", str(file), "--database", f"sqlite:///{phasewalk.database}")
        refused(done, "is not an export of Phasewalk")
