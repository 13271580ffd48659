"""The JSON Schema for editors says what the loader says."""

import json
import runpy
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dialogs.positions import parse
from dialogs.schema import FILE, schema, to_json
from tests.unit.annotated import PHASE, ask

SHIPPED = sorted(Path("dialogs/playbooks").glob("*/*.yaml"))
VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_the_file_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == to_json(schema()), "run python -m dialogs.schema"


def test_the_command_writes_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    written: dict[Path, str] = {}
    monkeypatch.setattr(Path, "write_text", lambda path, text, encoding: written.update({path: text}))
    monkeypatch.delitem(sys.modules, "dialogs.schema")
    runpy.run_module("dialogs.schema", run_name="__main__")
    assert written == {FILE: to_json(schema())}


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.name)
def test_the_shipped_files_are_valid(file: Path) -> None:
    VALIDATOR.validate(parse(file.read_text(encoding="utf-8")).data)


def test_everything_is_described() -> None:
    missing = [
        f"{name}.{field}"
        for name, model in schema()["$defs"].items()
        for field, content in {"": model, **model.get("properties", {})}.items()
        if not content.get("description")
    ]
    assert missing == []


@pytest.mark.parametrize(
    "text",
    [
        "- {id: a, type: text, text: A?, tittle: B}",
        "- {id: a, type: txt, text: A?}",
        "- {id: A, type: text, text: A?}",
        "- {id: a, type: text}",
        "- {id: a, type: number, text: A?, min: few}",
        "- {id: a, type: choice, text: A?, options: {x: X}}",
        "- {group: a, item: a, title: A, prefix: A, label: name, ask: []}",
        "- {id: a, group: a, type: text, text: A?}",
    ],
)
def test_what_the_loader_refuses_is_not_valid(text: str) -> None:
    assert not is_valid(ask(text)["plan.yaml"])


@pytest.mark.parametrize("text", [f"{PHASE}dialogs: []", "facts: [{id: a}]", "id: a\ntitle: A", "[]", "id: 3"])
def test_files_that_are_not_valid(text: str) -> None:
    assert not is_valid(text)


def test_a_field_that_may_be_left_out_has_one_kind_and_a_description() -> None:
    question: dict[str, Any] = schema()["$defs"]["NumberQuestion"]["properties"]
    assert question["unit"] == {"description": "The unit of the number.", "type": "string"}
    assert json.loads(to_json(schema())) == schema()


def is_valid(text: str) -> bool:
    """Whether a file with this text fits the schema."""
    return bool(VALIDATOR.is_valid(parse(text).data))
