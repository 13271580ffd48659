"""The JSON Schema of playbook files, for editors: `python -m dialogs.schema` writes it to playbook.schema.json."""

import json
import re
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from dialogs.model import FactsFile, Phase, PlaybookFile

FILE = Path(__file__).with_name("playbook.schema.json")

_FIELDS = {
    "answer": "The recommended answer, written as a person would type it.",
    "ask": "What is asked, in this order: questions, and groups of questions.",
    "asked": "Whether the walk asks for it; otherwise it is answered from elsewhere, or with /add and /edit.",
    "because": "Why it is recommended, in one sentence.",
    "block_if": "While this condition is true, the phase can't be signed off without a waiver.",
    "checks": "Conditions over the answers that block the phase or warn.",
    "date": "When the source was seen or written: 2026, 2026-07, 2026-07-30 or undated.",
    "decimals": "Digits after the point.",
    "dialogs": "The conversations of the phase, in this order.",
    "document": "The document of this name is handed over: letters a to z and _.",
    "example": "An answer as a person would type it. The question itself must accept it.",
    "fact": "The id of the fact that the check rests on.",
    "facts": "What platforms and laws demand, for checks and texts.",
    "for_each": "The dialog runs once for each item of this earlier group; `item` is that item.",
    "from": "The earlier group whose items are offered.",
    "group": "Id of the group, unique in the playbook. In expressions it is the list of its items.",
    "help": "Why it is asked, or how to find the answer. May contain {{ expressions }}.",
    "high": "What the largest rating means.",
    "https_only": "Whether http addresses are refused.",
    "id": "Lower-case letters, digits and _. Expressions use it, so it stays when texts change.",
    "intro": "One or two sentences that people read when the dialog starts.",
    "item": 'What one item is called, singular and lower case, as in "Another persona?".',
    "keeps": "Messages that people mark as an open question or as a decision become items of this group.",
    "label": "Id of the group's first question; its answer names the item.",
    "low": "What the smallest rating means.",
    "max": "The largest answer, or the largest number of answers or items.",
    "max_length": "Characters of one answer.",
    "message": "What is wrong and what to do about it. May contain {{ expressions }}.",
    "min": "The smallest answer, or the smallest number of answers or items.",
    "names": "The question whose answer names a project.",
    "options": "The answers to choose from: id and label. Expressions compare with the id.",
    "other": 'Whether "other: something else" may be typed.',
    "phases": "Ids of the phases, in order; each is a file of that name.",
    "platform": "Who demands it.",
    "prefix": "One or two capital letters that open an item's label, as in P-1; unique in the playbook.",
    "recommend": "An answer that fits most teams.",
    "required": "Whether the question can't be skipped.",
    "sign_off": "Whether somebody must sign the phase off at its end.",
    "source": "Where it says so.",
    "summary": "One sentence about what it is for.",
    "text": "What people read. May contain {{ expressions }} in a question.",
    "title": "A few words for headings.",
    "trust": "How far the source can be trusted.",
    "type": "The kind of answer.",
    "unit": "The unit of the number.",
    "value": "The number or the words that expressions get for facts.<id>.",
    "warn_if": "While this condition is true, the message is shown; nothing is blocked.",
    "was": "Earlier ids of this question or group, so that answers given under them still count.",
    "when": "An expression. It applies only while this is true.",
}


def schema() -> dict[str, Any]:
    """The schema of a phase's file, of playbook.yaml and of facts.yaml, as JSON data."""
    files = (Phase, PlaybookFile, FactsFile)
    _, raw = models_json_schema([(model, "validation") for model in files], ref_template="#/$defs/{model}")
    definitions = {name: _described(model) for name, model in raw["$defs"].items()}
    definitions["Entry"] = {
        "description": "A question or a group.",
        **definitions["Group"]["properties"]["ask"]["items"],
    }
    for name in ("Group", "Dialog"):
        definitions[name]["properties"]["ask"]["items"] = {"$ref": "#/$defs/Entry"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Phasewalk playbook",
        "description": "A file of a playbook: a phase, playbook.yaml or facts.yaml.",
        "oneOf": [{"$ref": f"#/$defs/{model.__name__}"} for model in files],
        "$defs": definitions,
    }


def to_json(content: dict[str, Any]) -> str:
    """The schema as it stands in the file."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _described(model: dict[str, Any]) -> dict[str, Any]:
    title = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model["title"]).capitalize()
    properties = {name: _property(name, field) for name, field in model["properties"].items()}
    return {**model, "title": title, "properties": properties}


def _property(name: str, field: dict[str, Any]) -> dict[str, Any]:
    """A field without what only repeats its name or says that it may be left out."""
    kept = {key: value for key, value in field.items() if key != "title" and (key, value) != ("default", None)}
    kinds = [kind for kind in kept.pop("anyOf", []) if kind != {"type": "null"}]
    merged = kinds[0] if len(kinds) == 1 else {"anyOf": kinds} if kinds else {}
    return {"description": _FIELDS[name], **merged, **kept}


if __name__ == "__main__":
    FILE.write_text(to_json(schema()), encoding="utf-8")
