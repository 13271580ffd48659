"""Scripts talk through pipes: plain text, or one JSON object a line."""

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.e2e.command import Phasewalk

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "piped_chat.schema.json").read_text(encoding="utf-8"))
BASICS = (
    "Coffee Club",
    "Order coffee ahead",
    "Long queues",
    "wechat, alipay",
    "enterprise",
    "own_team",
    "2027-03-01",
    "Orders",
)


def kinds(objects: list[Any]) -> list[str]:
    return [one["kind"] for one in objects]


@pytest.mark.slow
def test_a_whole_walk_follows_the_prompts_alone(phasewalk: Phasewalk) -> None:
    """A script that knows nothing but the schema answers every prompt with its example until nothing is asked."""
    chat = phasewalk.start()
    assert chat.stdin is not None
    assert chat.stdout is not None
    seen: list[dict[str, Any]] = []
    answered = 0
    for line in chat.stdout:
        message = json.loads(line)
        jsonschema.validate(message, SCHEMA)
        seen.append(message)
        if message["kind"] == "say" and message["text"].startswith("Every question is answered"):
            break
        if message["kind"] == "ask":
            answered += 1
            typed = {"another": "no", "confirm": "yes"}.get(message["prompt"]["type"], message["prompt"]["example"])
            chat.stdin.write(typed.replace("\n", "\\n") + "\n")
            chat.stdin.flush()
    _, errors = chat.communicate(timeout=60)
    assert (chat.returncode, errors) == (0, "")
    assert answered >= 200
    assert "error" not in kinds(seen)
    written = {Path(one["path"]).stem for one in seen if one["kind"] == "document"}
    assert written == {"brief", "requirements", "design", "development", "testing", "launch", "operation"}
    assert all(
        Path(one["path"]).read_text(encoding="utf-8").startswith("# ") for one in seen if one["kind"] == "document"
    )


def test_every_message_fits_the_schema_in_docs(phasewalk: Phasewalk) -> None:
    strange = (
        "wechta",
        "/status",
        "/list",
        "/nope",
        "/projects",
        "/new Second",
        "/switch Coffee Club",
        "/docs",
        "/why idea",
    )
    for message in phasewalk.objects(*BASICS[:3], *strange, *BASICS[3:], "Ana", "1", "5"):
        jsonschema.validate(message, SCHEMA)


def test_the_schema_refuses_what_it_should() -> None:
    ask = {"kind": "ask", "text": "?"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(ask, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"kind": "document", "text": "x"}, SCHEMA)


def test_eight_answers_give_a_brief_on_disk(phasewalk: Phasewalk) -> None:
    seen = phasewalk.objects(*BASICS)
    document = next(one for one in seen if one["kind"] == "document")
    assert "Coffee Club" in Path(document["path"]).read_text(encoding="utf-8")


def test_plain_text_shows_place_options_and_example(phasewalk: Phasewalk) -> None:
    out = phasewalk.chat(*BASICS[:3]).stdout
    assert "Project set-up · The idea in a nutshell · 4 of 8" in out
    assert "  1. WeChat" in out
    assert "For example: Coffee Club" in out
    assert "\x1b" not in out


def test_an_answer_that_is_pulled_up_keeps_its_place_in_the_progress(phasewalk: Phasewalk) -> None:
    out = phasewalk.chat("Coffee Club", "Order", "/back").stdout
    assert out.count("· 2 of 8\nWhat does it do, in one line?") == 2


def test_the_version_is_told(phasewalk: Phasewalk) -> None:
    assert re.fullmatch(r"phasewalk \d+\.\d+\.\d+\n", phasewalk.run("--version").stdout)


def test_the_conversation_goes_on_where_it_was(phasewalk: Phasewalk) -> None:
    phasewalk.chat("Coffee Club")
    seen = phasewalk.objects()
    assert "Welcome back" in seen[0]["text"]
    assert seen[-1]["prompt"]["question"] == "idea"


def test_a_line_break_in_an_answer_is_written_as_two_characters(phasewalk: Phasewalk) -> None:
    phasewalk.chat(*BASICS, "Ana", "1", "5", "no")
    seen = phasewalk.objects("/new Other", r"C:\\new path", "/why idea")
    assert any(r"C:\new path" in one["text"] for one in seen)


def test_blank_lines_are_no_messages_and_bytes_that_are_no_text_do_no_harm(phasewalk: Phasewalk) -> None:
    seen = phasewalk.objects("", "   ", "Coffee Club")
    assert kinds(seen).count("ask") == 2


def test_another_member_speaks_with_as(phasewalk: Phasewalk) -> None:
    phasewalk.chat("Coffee Club")
    seen = phasewalk.objects("/why project_name", name="Ben")
    assert seen[0]["text"].startswith("Hello Ben!")
    assert any("Ana: Coffee Club" in one["text"] for one in seen)


def test_projects_are_begun_listed_and_switched(phasewalk: Phasewalk) -> None:
    seen = phasewalk.objects("Coffee Club", "/new Book Club", "/projects")
    assert seen[-1]["prompt"]["question"] == "idea"
    assert "1. Coffee Club\n2. Book Club (this one)" in seen[-2]["text"]
    seen = phasewalk.objects("/switch coffee", "/switch Coffee Club", "/projects", "/new Book Club", "/switch 2")
    assert seen[2]["kind"] == "error"
    assert "Did you mean “Coffee Club”?" in seen[2]["text"]
    assert any("1. Coffee Club (this one)" in one["text"] for one in seen)
    assert any("There is a project “Book Club” already" in one["text"] for one in seen)
    assert seen[-3]["text"] == "We now talk about Book Club."


def test_a_project_can_be_named_on_the_command_line(phasewalk: Phasewalk) -> None:
    seen = phasewalk.objects(more=["--project", "Tea Club"])
    assert seen[-1]["prompt"]["question"] == "idea"
    first = seen[-1]["prompt"]["project"]
    phasewalk.objects(more=["--project", "Book Club"])
    assert phasewalk.objects(more=["--project", "tea club"])[-1]["prompt"]["project"] == first
    assert "1. Tea Club (this one)\n2. Book Club" in phasewalk.objects("/projects")[-2]["text"]


def test_tokens_are_never_repeated(phasewalk: Phasewalk) -> None:
    seen = phasewalk.objects(*BASICS)
    tokens = [one["prompt"]["token"] for one in seen if one["kind"] == "ask"]
    assert len(tokens) == len(set(tokens))
    assert all(re.fullmatch(r"[\w-]{16}", token) for token in tokens)


def test_a_reader_that_goes_away_is_no_error(phasewalk: Phasewalk) -> None:
    chat = phasewalk.start()
    assert chat.stdin is not None
    assert chat.stdout is not None
    chat.stdout.readline()
    chat.stdout.close()
    for _ in range(20):
        try:
            chat.stdin.write("/help\n" * 50)
            chat.stdin.flush()
        except BrokenPipeError:
            break
    with suppress(BrokenPipeError):
        chat.stdin.close()
    assert chat.stderr is not None
    errors = chat.stderr.read()
    chat.stderr.close()
    assert chat.wait(timeout=60) == 0
    assert "Traceback" not in errors
