"""What the schema refuses is cut out, so that the rest is linted in the same run and nothing follows from the cut."""

from pathlib import Path

import pytest

from tests.unit.annotated import HEAD, PHASE, announced, ask, dialogs, reported

PARTS = """
- group: parts
  item: part
  title: Parts
  prefix: P
  label: name
  ask:
  - {id: name, type: text, text: A?}
  - {id: size, type: number, text: A?}
"""
CUTS = {
    "an unknown key costs only itself": ask("""
- {id: a, type: choice, text: A?, options: {x: X, y: Y}, hlep: H} #! unknown key 'hlep' (did you mean 'help'?)
- {id: b, type: yes_no, text: A?, when: a == 'z'} #! 'z' is not an option of a; options are x, y
"""),
    "a field of the wrong kind costs only itself": ask("""
- {id: a, type: number, text: A?, min: few, when: nobody} #! 'min' must be a number #! nobody asks 'nobody'
- {id: b, type: yes_no, text: A?, when: a > 'z'} #! a is a number: 'z' is none
"""),
    "a question that is gone is still asked somehow": ask("""
- {id: a, type: tickbox, text: A?} #! unknown question type 'tickbox'; types are text, long_text, number, date, time, \
yes_no, choice, multi_choice, list, url, email, person, pick, multi_pick, rating, zone
- {id: c, type: choice, text: A?, options: {x: X}} #! 'options' needs at least 2 entries
- {id: b, type: yes_no, text: A?, when: a == 'z' and c == 'y' and d} #! nobody asks 'd'
"""),
    "two mistakes in one question": ask("""
- {id: a, type: text} #! missing 'text'
- {type: text} #! missing 'id' #! missing 'text'
- {type: number, text: A?, min: few} #! missing 'id' #! 'min' must be a number
- {id: b, type: yes_no, text: A?, when: a == 3}
"""),
    "a group without its label": ask("""
- group: parts
  item: part
  title: Parts
  prefix: P
  label: name
  ask:
  - {id: name, type: txt, text: A?} #! unknown question type 'txt' (did you mean 'text'?); types are text, \
long_text, number, date, time, yes_no, choice, multi_choice, list, url, email, person, pick, multi_pick, rating, zone
  - {id: size, type: number, text: A?}
- {id: b, type: pick, text: A?, from: parts, when: parts|map('size')|sum > nobody} #! nobody asks 'nobody'
- {id: c, type: yes_no, text: A?, when: b.size > 3 and parts|length > 1}
"""),
    "an attribute that is gone": ask(
        PARTS.replace("number, text: A?}", "number, text: A?, min: 3, max: 2} #! min is larger than max")
        + """
- {id: b, type: yes_no, text: A?, when: "parts|map('size')|sum > parts|map('sizes')|sum"} #! \
'sizes' is not asked about the items of parts
"""
    ),
    "a check that is gone": ask("""
- id: a
  type: yes_no
  text: A?
  checks:
  - {id: x, warn_if: a} #! missing 'message'
  - {id: y, warn_if: nobody, message: M} #! nobody asks 'nobody'
  - no #! 'checks' no. 3 must be a mapping of keys to values
- {id: b, type: yes_no, text: A?, checks: 7, when: nobody} #! 'checks' must be a list #! nobody asks 'nobody'
- id: c
  type: yes_no
  text: A?
  recommend: {answer: yes} #! missing 'because'
  when: nobody #! nobody asks 'nobody'
"""),
    "a later mistake of the same question": ask("""
- {id: a, type: number, text: A?, min: 3, max: 2, unti: kg} #! unknown key 'unti' (did you mean 'unit'?) #! \
min is larger than max
- {id: b, type: yes_no, text: A?}
"""),
    "a dialog that is gone": dialogs("""
- id: a
  title: A
  ask: [{id: a, type: text}] #! missing 'text'
- {id: b, title: B, ask: [{id: b, type: yes_no, text: A?, when: a == 'x' and nobody}]} #! nobody asks 'nobody'
- 7 #! 'dialogs' no. 3 must be a mapping of keys to values
"""),
    "a phase that is gone": {
        "playbook.yaml": HEAD.replace("[plan]", "[plan, build]"),
        "plan.yaml": f"{PHASE}dialogs: [{{id: a, title: A}}] #! missing 'ask'\n",
        "build.yaml": "id: build #! missing 'summary'\ntitle: T\ndocument: build\ndialogs:\n"
        "- {id: b, title: B, ask: [{id: b, type: yes_no, text: A?}]}\n",
    },
    "a phase that is gone before another": {
        "playbook.yaml": HEAD.replace("[plan]", "[build, plan]"),
        **ask("- {id: a, type: yes_no, text: A?, when: b and c} #! nobody asks 'c'\n"),
        "build.yaml": "- {id: b} #! the file must be a mapping of keys to values\n",
    },
    "a fact that is gone": ask(
        """
- id: a
  type: number
  text: A?
  checks:
  - {id: x, warn_if: a > facts.max, message: M, fact: max}
  - {id: y, warn_if: a > facts.min, message: M, fact: min} #! no fact 'min'
""",
        "- {id: max, platform: A, text: T, value: 3, source: S, date: '2026'} #! missing 'trust'\n",
    ),
    "a name that is gone": {
        "playbook.yaml": f"{HEAD}names: a\n",
        **ask("- {id: a, type: text} #! missing 'text'\n- {id: b, type: text, text: A?}\n"),
    },
    "a head that is gone": {
        "playbook.yaml": "id: small #! missing 'title'\nsummary: S\nphases: [plan]\n",
        **ask("- {id: a, type: yes_no, text: A?, when: nobody} #! nobody asks 'nobody'\n"),
    },
    "a file that can't be read hides every name": {
        "playbook.yaml": HEAD.replace("[plan]", "[build, plan]"),
        "build.yaml": "a: b: c #! not valid YAML: mapping values are not allowed in this context "
        "(a text that contains ': ' must stand in quotes)\n",
        **ask("""
- {id: a, type: number, text: A?, when: nobody and kind == 3 and facts.max > 3, example: x} #! \
'x' is no answer to this question: type number
- {id: b, type: pick, text: A?, from: parts}
- {id: c, type: yes_no, text: A?, when: b.size > 3 and 'x' in b and b(3)} #! call is not allowed here
"""),
    },
}


@pytest.mark.parametrize("files", CUTS.values(), ids=CUTS)
def test_the_rest_is_linted(tmp_path: Path, files: dict[str, str]) -> None:
    assert reported(tmp_path, files) == announced(files)


def test_nothing_is_left(tmp_path: Path) -> None:
    files = {"plan.yaml": "[] #! the file must be a mapping of keys to values\n"}
    assert reported(tmp_path, files) == announced(files)
