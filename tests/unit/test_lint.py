"""Every mistake in a playbook is reported with its file, its line and what to do. The YAML names them: `#! message`."""

from pathlib import Path

import pytest

from dialogs.lint import check
from tests.unit.annotated import HEAD, PHASE, announced, ask, dialogs, reported, write

GOOD = """
- {id: subject, type: choice, text: Who?, options: {company: A company, person: A person}}
- group: parts
  item: part
  title: Parts
  prefix: P
  label: name
  ask:
    - {id: name, type: text, text: Name?}
    - {id: size, type: number, text: "How big is {{ item.name }}?", when: subject == 'company'}
"""


def test_a_good_playbook_has_no_mistakes(tmp_path: Path) -> None:
    assert reported(tmp_path, ask(GOOD)) == announced(ask(GOOD))


def test_the_shipped_playbook_has_no_mistakes() -> None:
    assert check(Path("dialogs/playbooks/mini_program")) == []


def test_mistakes_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    files = {
        "playbook.yaml": "id: small\ntitle: Small\nsummry: x #! unknown key 'summry' (did you mean 'summary'?)\n"
        "phases: [plan, build]\n",
        "plan.yaml": f"{PHASE}dialogs:\n"
        "- {id: first, title: First, ask: [{id: one, type: text, text: One?, when: two}]} "
        "#! 'two' is asked later, in the dialog 'second': only what was asked before can be used\n",
        "build.yaml": "id: build\ntitle: Build\nsummary: Build it.\ndocument: build\ndialogs:\n"
        "- id: second\n"
        "  title: Second\n"
        "  ask:\n"
        "  - {id: two, type: yes_no, text: Two?}\n"
        "  - {id: three, type: number, text: Three?, example: many} "
        "#! 'many' is no answer to this question: type number\n"
        "  - {id: four, type: number, text: Four?, min: a} #! 'min' must be a number\n"
        "checks:\n"
        "- {id: late, warn_if: four > 3 and nobody, message: No.} #! nobody asks 'nobody'\n",
        "facts.yaml": "facts:\n- {id: a, platform: A, text: T, source: S, date: soon, trust: official} "
        "#! a date is written 2026, 2026-07, 2026-07-30 or undated\n",
    }
    write(tmp_path, files)
    expected = "playbook.yaml:1: missing 'summary'"
    assert expected in [str(problem) for problem in check(tmp_path)]
    files["playbook.yaml"] = files["playbook.yaml"].replace("small\n", "small #! missing 'summary'\n", 1)
    assert reported(tmp_path, files) == announced(files)


def test_a_file_that_no_phase_is_named_after(tmp_path: Path) -> None:
    message = "#! no phase is called so: add it to 'phases' in playbook.yaml, or remove the file"
    files = {**ask(GOOD), "extra.yaml": f"id: extra {message}\n", "old.yml": f"a: b {message}\n"}
    assert reported(tmp_path, files) == announced(files)


IDS = {
    "dialogs": dialogs("""
- {id: one, title: One, ask: [{id: a, type: yes_no, text: A?}]}
- {id: one, title: One, ask: [{id: b, type: yes_no, text: A?}]} #! \
the dialog id 'one' exists twice: rename one (the other one: plan.yaml:7)
"""),
    "questions": ask("""
- {id: a, type: yes_no, text: A?}
- {id: a, type: yes_no, text: A?} #! the id 'a' exists twice: rename one (the other one: plan.yaml:10)
"""),
    "a question and a group": ask("""
- {id: parts, type: yes_no, text: A?}
- {group: parts, item: part, title: Parts, prefix: P, label: name, ask: [{id: name, type: text, text: A?}]} #! \
the id 'parts' exists twice: rename one (the other one: plan.yaml:10)
"""),
    "inside a group": ask("""
- group: parts
  item: part
  title: Parts
  prefix: P
  label: name
  ask:
  - {id: name, type: text, text: A?}
  - {id: name, type: text, text: A?} #! the id 'name' exists twice: rename one (the other one: plan.yaml:16)
"""),
    "attributes of one item": dialogs("""
- id: one
  title: One
  ask:
  - group: parts
    item: part
    title: Parts
    prefix: P
    label: name
    ask:
    - {id: name, type: text, text: A?}
    - {id: flow, type: text, text: A?}
- id: each
  title: Each
  for_each: parts
  ask:
  - {id: flow, type: text, text: A?} #! the id 'flow' exists twice: rename one (the other one: plan.yaml:17)
"""),
    "full ids": dialogs("""
- id: one
  title: One
  ask:
  - group: parts
    item: part
    title: Parts
    prefix: P
    label: name
    ask: [{id: name, type: text, text: A?}]
  - group: each
    item: each
    title: Each
    prefix: E
    label: name
    ask:
    - {id: name, type: text, text: A?}
    - {id: size, type: text, text: A?}
- id: each
  title: Each
  for_each: parts
  ask: [{id: size, type: text, text: A?}] #! \
the id 'size' exists twice: rename one (the other one: plan.yaml:23)
"""),
    "checks": ask("""
- id: a
  type: yes_no
  text: A?
  checks:
  - {id: bad, warn_if: a, message: No.}
  - {id: bad, block_if: not a, message: No.} #! \
the check id 'bad' exists twice: rename one (the other one: plan.yaml:14)
"""),
    "facts": ask(
        "- {id: a, type: yes_no, text: A?}",
        "- {id: b, platform: A, text: T, source: S, date: undated, trust: official}\n"
        "- {id: b, platform: A, text: T, source: S, date: '2026-07', trust: official} "
        "#! the fact id 'b' exists twice: rename one (the other one: facts.yaml:2)",
    ),
    "prefixes": ask("""
- {group: a, item: a, title: A, prefix: P, label: name, ask: [{id: name, type: text, text: A?}]}
- {group: b, item: b, title: B, prefix: P, label: name, ask: [{id: name, type: text, text: A?}]} #! \
the prefix 'P' exists twice: rename one (the other one: plan.yaml:10)
"""),
    "reserved": ask("""
- {id: item, type: yes_no, text: A?} #! the id 'item' means something else in expressions: rename it
- {id: not, type: yes_no, text: A?} #! the id 'not' means something else in expressions: rename it
- group: facts #! the id 'facts' means something else in expressions: rename it
  item: part
  title: Parts
  prefix: P
  label: label
  ask:
  - {id: label, type: text, text: A?} #! every item has a 'label' already: rename this one
  - {id: not, type: text, text: A?}
"""),
    "the gate's": dialogs("""
- id: plan_gate #! the dialog id 'plan_gate' belongs to the phase's sign-off: rename it
  title: A
  ask:
  - group: plan
    item: plan
    title: Plan
    prefix: P
    label: name
    ask:
    - {id: name, type: text, text: A?}
    - {id: sign_off, type: yes_no, text: A?} #! \
'plan.sign_off' is the id of the phase's own sign-off: rename the question
"""),
    "too long": ask("""
- group: parts_of_the_whole_thing
  item: part
  title: Parts
  prefix: P
  label: name_of_the_part
  ask:
  - {id: name_of_the_part, type: text, text: A?} #! \
the full id 'parts_of_the_whole_thing.name_of_the_part' is longer than 40 characters: shorten it by 1
- group: parts_of_the_whole_thing_and_of_another12 #! \
the full id 'parts_of_the_whole_thing_and_of_another12' is longer than 40 characters: shorten it by 1
  item: part
  title: Parts
  prefix: Q
  label: nm
  ask: [{id: nm, type: text, text: A?}] #! \
the full id 'parts_of_the_whole_thing_and_of_another12.nm' is longer than 40 characters: shorten it by 4
"""),
}


@pytest.mark.parametrize("files", IDS.values(), ids=IDS)
def test_ids(tmp_path: Path, files: dict[str, str]) -> None:
    assert reported(tmp_path, files) == announced(files)


STRUCTURE = {
    "groups too deep": ask("""
- group: a
  item: a
  title: A
  prefix: A
  label: name
  ask:
  - {id: name, type: text, text: A?}
  - group: b
    item: b
    title: B
    prefix: B
    label: name
    ask:
    - {id: name, type: text, text: A?}
    - group: c #! groups nest one level deep: move this one out of the inner group
      item: c
      title: C
      prefix: C
      label: name
      ask: [{id: name, type: date, text: A?}] #! a date question can't name an item: use text or choice
"""),
    "a group in front of the label": ask("""
- group: a #! the first question must be the label, 'name', required and without a condition
  item: a
  title: A
  prefix: A
  label: name
  ask:
  - {group: b, item: b, title: B, prefix: B, label: name, ask: [{id: name, type: text, text: A?}]}
  - {id: name, type: text, text: A?}
"""),
    "for_each": dialogs("""
- {id: soon, title: A, for_each: parts, ask: [{id: a, type: yes_no, text: A?}]} #! \
the group 'parts' comes later: only an earlier one has items here
- id: one
  title: One
  ask:
  - group: parts
    item: part
    title: Parts
    prefix: P
    label: name
    ask:
    - {id: name, type: text, text: A?}
    - {group: bits, item: bit, title: Bits, prefix: B, label: name, ask: [{id: name, type: text, text: A?}]}
- {id: inner, title: A, for_each: bits, ask: [{id: a, type: yes_no, text: A?}]} #! \
the group 'bits' lies inside 'parts': name a group outside items
- {id: none, title: A, for_each: prats, ask: [{id: a, type: yes_no, text: A?}]} #! \
no group 'prats' (did you mean 'parts'?)
- {id: fine, title: A, for_each: parts, ask: [{id: b, type: yes_no, text: A?}]}
"""),
    "picks": ask("""
- {id: early, type: pick, text: A?, from: parts} #! \
the group 'parts' comes later: only an earlier one has items here
- {id: lost, type: multi_pick, text: A?, from: whales} #! no group 'whales'
- group: parts
  item: part
  title: Parts
  prefix: P
  label: name
  ask:
  - {id: name, type: text, text: A?}
  - {id: needs, type: multi_pick, text: A?, from: parts} #! \
the group 'parts' is still being filled here: name an earlier one
- {id: late, type: pick, text: A?, from: parts}
"""),
    "a check's fact": ask(
        "- id: a\n  type: yes_no\n  text: A?\n  checks:\n"
        "  - {id: x, warn_if: a, message: No., fact: max_mb} #! no fact 'max_mb' (did you mean 'max_kb'?)\n"
        "  - {id: y, warn_if: not a, message: No., fact: max_kb}\n",
        "- {id: max_kb, platform: A, text: T, source: S, date: '2026', trust: official}",
    ),
    "earlier ids": ask("""
- {id: a, type: yes_no, text: A?, was: [b]} #! \
'b' is still in use, so it can't be an earlier id (the other one: plan.yaml:11)
- {id: b, type: yes_no, text: A?, was: [c, old]}
- {id: d, type: yes_no, text: A?, was: [old]} #! \
the earlier id 'old' exists twice: rename one (the other one: plan.yaml:11)
- group: parts
  item: part
  title: Parts
  prefix: P
  label: name
  was: [pieces]
  ask:
  - {id: name, type: text, text: A?, was: [name]}
  - {id: size, type: text, text: A?, was: [name]} #! \
'parts.name' is still in use, so it can't be an earlier id (the other one: plan.yaml:20)
  - {id: cost, type: text, text: A?, was: [a, parts.size]} #! \
'parts.size' is still in use, so it can't be an earlier id (the other one: plan.yaml:21)
"""),
}


@pytest.mark.parametrize("files", STRUCTURE.values(), ids=STRUCTURE)
def test_structure(tmp_path: Path, files: dict[str, str]) -> None:
    assert reported(tmp_path, files) == announced(files)


CONTENT = {
    "samples": ask("""
- {id: a, type: number, text: A?, max: 9, min: 2, example: 10} #! \
'10' is no answer to this question: type number, at least 2 and at most 9
- id: b
  type: choice
  text: A?
  options: {red: Red, blue: Blue}
  example: green #! 'green' is no answer to this question: options are red, blue
  recommend: {answer: bl, because: Nice.} #! 'bl' would be asked back as 'blue': write it in full
- {id: c, type: text, text: A?, max_length: 3, example: four} #! \
'four' is no answer to this question: type text, at most 3 characters
- {id: d, type: list, text: A?, max: 1, example: "a, b"} #! \
'a, b' is no answer to this question: type list, at least 1 and at most 1 entries
- {id: e, type: url, text: A?, example: http://} #! 'http://' is no answer to this question: type url
- {id: f, type: person, text: A?, example: Ana}
- {id: g, type: date, text: A?, example: 2026-11-30}
- {id: h, type: time, text: A?, example: 9:30, recommend: {answer: 10:00, because: Early.}}
- {id: i, type: yes_no, text: A?, example: yes, recommend: {answer: no, because: Nice.}}
"""),
    "limits": ask("""
- {id: a, type: list, text: A?, min: 3, max: 2} #! min is larger than max
- {id: b, type: multi_choice, text: A?, min: 3, options: {red: Red, blue: Blue}} #! there are only 2 options
- {id: c, type: multi_choice, text: A?, min: 2, max: 2, options: {red: Red, blue: Blue}}
"""),
    "what is not asked": ask("""
- {id: a, type: text, text: A?, asked: false} #! what is never asked can't be needed: add 'required: false'
- {id: b, type: text, text: A?, asked: false, required: false}
- group: cs
  item: c
  title: C
  prefix: C
  label: name
  asked: false #! a group that is never asked for needs 'min: 0'
  keeps: question #! a message names its item: the first question must be a text
  ask:
    - {id: name, type: choice, text: A?, options: {red: Red, blue: Blue}}
    - {group: ds, item: d, title: D, prefix: D, label: name, min: 0, asked: false, ask: [
        {id: name, type: text, text: A?}],
       keeps: decision} #! only a group that stands in no other one keeps messages
- group: es
  item: e
  title: E
  prefix: E
  label: name
  keeps: question #! keeps 'question' exists twice: rename one (the other one: plan.yaml:18)
  ask: [{id: name, type: text, text: A?}]
"""),
    "names of documents": {
        "plan.yaml": "id: plan\ntitle: Planning\nsummary: Plan it.\n"
        "document: Plan 1 #! 'Plan 1' can't name a document: lower-case letters and _ only\n"
        "dialogs:\n- {id: a, title: A, document: draft, ask: [{id: a, type: yes_no, text: A?}]}\n"
        "- {id: b, title: B, document: ../b, ask: [{id: b, type: yes_no, text: A?}]} "
        "#! '../b' can't name a document: lower-case letters and _ only\n"
    },
    "texts": ask("""
- {id: a, type: text, text: " "} #! 'text' is empty
- {id: b, type: choice, text: A?, options: {red: " ", blue: Blue}} #! 'red' is empty
- {id: c, type: text, text: "{{ a }}?", help: "{{ a }}"}
- id: d
  type: number
  text: A?
  unit: "{{ a }}" #! {{ … }} is filled only in a question's text and help and in messages
  recommend: {answer: 1, because: "{{ a }}"} #! \
{{ … }} is filled only in a question's text and help and in messages
  checks: [{id: x, warn_if: d > 3, message: ""}] #! 'message' is empty
"""),
}


@pytest.mark.parametrize("files", CONTENT.values(), ids=CONTENT)
def test_content(tmp_path: Path, files: dict[str, str]) -> None:
    assert reported(tmp_path, files) == announced(files)


@pytest.mark.parametrize(
    "names",
    [
        "project",
        "projcet #! nobody asks 'projcet' (did you mean 'project'?)",
        "size #! 'size' can't name a project: name a text question outside items",
        "parts #! 'parts' can't name a project: name a text question outside items",
    ],
)
def test_what_names_a_project(tmp_path: Path, names: str) -> None:
    entries = "- {id: project, type: text, text: A?}\n- {id: size, type: number, text: A?}\n" + GOOD
    files = {"playbook.yaml": f"{HEAD}names: {names}\n", **ask(entries)}
    assert reported(tmp_path, files) == announced(files)


def test_empty_texts_of_the_playbook_itself(tmp_path: Path) -> None:
    head = HEAD.replace("Small", "'' #! 'title' is empty")
    files = {"playbook.yaml": head, **ask(GOOD)}
    assert reported(tmp_path, files) == announced(files)
