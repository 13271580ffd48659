"""Mistakes inside expressions are found without a single answer. The YAML names them: `#! message`."""

from pathlib import Path

import pytest

from dialogs.filters import FILTERS
from dialogs.lint.nodes import FILTER_KINDS
from tests.unit.annotated import announced, ask, dialogs, reported

FACTS = """
- {id: max_mb, platform: A, text: T, value: 2, source: S, date: undated, trust: official}
- {id: stages, platform: A, text: T, value: [5, 10], source: S, date: undated, trust: official}
- {id: note, platform: A, text: T, source: S, date: undated, trust: official}
"""
QUESTIONS = """
- {id: kind, type: choice, text: K?, options: {company: Company, person: Person}}
- {id: places, type: multi_choice, text: P?, options: {shop: Shop, web: Web}, other: true}
- {id: pays, type: yes_no, text: P?}
- {id: people, type: number, text: P?}
- {id: liked, type: rating, text: L?}
- {id: opens, type: date, text: O?}
- {id: at, type: time, text: A?}
- {id: slogan, type: text, text: S?}
- {id: words, type: list, text: W?}
- group: parts
  item: part
  title: Parts
  prefix: P
  label: name
  ask:
  - {id: name, type: text, text: N?}
  - {id: size, type: number, text: S?}
  - {id: rank, type: choice, text: R?, options: {must: Must, may: May}}
  - {group: bits, item: bit, title: Bits, prefix: B, label: name, ask: [{id: name, type: text, text: N?}]}
- {id: best, type: pick, text: B?, from: parts}
- {id: chosen, type: multi_pick, text: B?, from: parts}
- {id: bit, type: pick, text: B?, from: bits}
- group: uses
  item: use
  title: Uses
  prefix: U
  label: name
  ask: [{id: name, type: text, text: N?}, {id: of, type: pick, text: O?, from: parts}]
"""

FINE = [
    "kind == 'company'",
    "kind in ['company', 'person'] and kind is answered",
    "kind == none or 'company' == kind",
    "'shop' in places and 'other:boat' in places",
    "places|length > 1 and 'shop' not in places",
    "pays == true and kind == 'company' or not pays and places is answered",
    "people > 3 and liked >= 4.5",
    "people * 2 + liked / 3 - parts|length > facts.max_mb * 1024 % 7",
    "opens|days_since('2026-01-01') > 3 and opens > '2026-01-01'",
    "at < '09:30' and at is ne '10:00'",
    "'x' in slogan|lower and slogan|length > 3 and slogan ~ 'x' == 'ax'",
    "'a' in words and words|first == 'a' and words|unique|list|length > 1 and words|join(', ') != 'x'",
    "parts|selectattr('rank', 'eq', 'must')|map('size')|sum > 3",
    "parts|rejectattr('size')|list and parts|selectattr('size', 'gt', 3)|list and parts",
    "parts|selectattr('rank', 'in', ['must', 'may'])|list|length > 0",
    "parts|map('size')|max > 3 and parts|map('size')|first is answered",
    "'must' in parts|map('rank') and (parts|first).rank == 'must' and (parts|last).id == 'P-1'",
    "parts|selectattr('bits')|list|length > 0",
    "best.rank == 'must' and best.bits|length > 1 and best in chosen and best.label is answered",
    "chosen|map('rank')|list|length > 2 and bit.parent.rank == 'may'",
    "people in facts.stages and people not in facts.stages",
    "people|default(3) > 2 and (people if pays else liked) > 2 and people|round(1)|int|abs > 2",
    "(people if pays) > 2 and (slogan if pays else people) == 'x' and slogan|int > 3",
    "-people < 3 and (people, liked)|max > 3 and [people, 'x'] is answered",
    "chosen|selectattr('name', 'containing', 'x')|list|length > 1",
    "parts|map('bits')|list|length > 1",
    "'x' in [slogan, 'y']|join('x')|upper and 'y' in slogan",
    "parts|map('name')|join(', ') == 'x' and opens is answered",
    "chosen|map('bits')|list is answered",
    "people in [3, liked]",
    "bit.parent.rank == 'may'",
    "uses|map('of')|selectattr('rank', 'eq', 'must')|list|length > 1",
]


@pytest.mark.parametrize("expression", FINE)
def test_nothing_is_wrong(tmp_path: Path, expression: str) -> None:
    question = f'- id: last\n  type: yes_no\n  text: L?\n  when: "{expression}"\n'
    assert reported(tmp_path, ask(QUESTIONS + question, FACTS)) == []


WRONG = {
    "kind = 'company'": "unexpected '=' in: kind = 'company'",
    "": "the expression is empty",
    "kind()": "call is not allowed here",
    "kind == 'companie'": "'companie' is not an option of kind (did you mean 'company'?)",
    "'zoo' == kind": "'zoo' is not an option of kind; options are company, person",
    "kind in ['company', 'whale']": "'whale' is not an option of kind; options are company, person",
    "kind > 'company'": "the options of kind have no order: compare with == or in",
    "kind == 1": "1 is not an option of kind; options are company, person",
    "'company' in kind": "kind is one option: write kind == 'company'",
    "'zoo' in places": "'zoo' is not an option of places; options are shop, web",
    "places == 'shop'": "places holds several answers: write 'shop' in places",
    "words == 'a'": "words holds several answers: write 'a' in words",
    "3 in words": "words holds text: 3 is none",
    "pays == 'yes'": "pays is yes or no: write pays, or not pays",
    "'yes' in pays": "pays is yes or no: nothing is in it",
    "people == '3'": "people is a number: '3' is none",
    "liked == true": "liked is a number: True is none",
    "3 in people": "people is a number: nothing is in it",
    "opens > 2026": "opens is a date: 2026 is not written like '2026-11-30'",
    "at == '9:30'": "at is a time: '9:30' is not written like '09:30'",
    "slogan == 3": "slogan is text: 3 is none",
    "slogan|length == 'x'": "a number is never compared with 'x'",
    "slogan|lower == 3": "a text is never compared with 3",
    "best == 'x'": "best is an item: compare best.name",
    "'x' in best": "best is an item: write best.name == 'x'",
    "'x' in parts": "parts holds items: write 'x' in parts|map('name')",
    "parts > 3": "parts is a list: compare parts|length, or write 3 in …",
    "parts|map('size') == 3": "parts|map('size') is a list: compare parts|map('size')|length, or write 3 in …",
    "'zoo' in parts|map('rank')": "'zoo' is not an option of parts|map('rank'); options are must, may",
    "parts|selectattr('rank', 'eq', 'zoo')": "'zoo' is not an option of parts|map('rank'); options are must, may",
    "parts|selectattr('rang')": "'rang' is not asked about the items of parts (did you mean 'rank'?)",
    "parts.size > 3": "parts is a list: write parts|map('size')",
    "kind.size": "there is no 'size' in kind: only items and facts have attributes",
    "kind|selectattr('x')": "selectattr needs a list of items; kind is none",
    "best.parent.size": "there is no item around this one",
    "people|length": "people is no list and no text: it has no length",
    "best|list": "best is no list",
    "parts|sum > 3": "parts holds items: say which answer, as in |map('…')|sum",
    "parts|map('rank')|sum > 3": "parts|map('rank') is no number to calculate with",
    "slogan + 1 > 3": "slogan is no number to calculate with",
    "parts + 1 > 3": "parts is a list: calculate with parts|length, or parts|sum of numbers",
    "1 * 'x' > 3": "only numbers can be calculated with",
    "(slogan|lower)|round > 1": "only numbers can be calculated with",
    "parts|lower == 'x'": "parts is a list: lower needs a text",
    "slogan|days_since(opens) > 3": "slogan is no date to count days from",
    "nobody": "nobody asks 'nobody'",
    "peple > 3": "nobody asks 'peple' (did you mean 'people'?)",
    "size > 3": "'size' belongs to items: write item.size beside the item, or parts|map('size')",
    "item.size > 3": "there is no 'item' here: this is not asked about items",
    "parent.size > 3": "there is no 'item' here: this is not asked about items",
    "facts > 3": "say which fact: facts.<id>",
    "facts.max_kb > 3": "no fact 'max_kb' (did you mean 'max_mb'?)",
    "facts.note > 3": "the fact 'note' has no value that could be used here",
    "answered_on > '2026-01-01'": "'answered_on' is known only in the checks of a question",
    "last": "'last' is not answered yet here: only what was asked before can be used",
    "later": "'later' is asked later, in the dialog 'first': only what was asked before can be used",
    "false": "this 'when' can never be true",
    "1 > facts.max_mb": "this 'when' can never be true",
    "true": "this 'when' is always true: leave it out",
    "kind == 'company' and kind == 'person'": "this 'when' can never be true",
    "pays and not pays": "this 'when' can never be true",
    "places|length > 3": "this 'when' can never be true",
}


@pytest.mark.parametrize(("expression", "message"), WRONG.items(), ids=list(WRONG))
def test_something_is_wrong(tmp_path: Path, expression: str, message: str) -> None:
    question = f'- {{id: last, type: yes_no, text: L?, when: "{expression}"}}'
    files = ask(f"{QUESTIONS}{question}\n- {{id: later, type: yes_no, text: L?}}\n", FACTS)
    line = files["plan.yaml"].splitlines().index(f"  {question}") + 1
    assert reported(tmp_path, files) == [f"plan.yaml:{line}: {message}"]


def test_every_filter_has_a_kind() -> None:
    assert FILTER_KINDS.keys() == FILTERS.keys()


def test_names_beside_an_item(tmp_path: Path) -> None:
    files = ask("""
- group: parts
  item: part
  title: Parts
  prefix: P
  label: name
  checks:
  - {id: few, warn_if: parts|length < 2, message: "Only {{ parts|map('name')|join(', ') }}"}
  - {id: it, warn_if: item.size > 3, message: No.} #! there is no 'item' here: this is not asked about items
  ask:
  - {id: name, type: text, text: N?}
  - id: size
    type: number
    text: How big is {{ item.name }} of {{ parent.name }}? #! there is no item around this one
    help: "{{ item.colour }}" #! 'colour' is asked later, in the dialog 'first': \
only what was asked before can be used
    checks:
    - {id: odd, warn_if: item.size > 3 and answered_on > '2026-01-01', message: "{{ item.size }}"}
    - {id: far, warn_if: item.colour == 'red', message: No.} #! 'item.colour' is asked later, in the dialog 'first': \
only what was asked before can be used
  - {id: colour, type: choice, text: C?, options: {red: Red, blue: Blue}, when: parts|length > 1}
  - group: bits
    item: bit
    title: Bits
    prefix: B
    label: name
    checks: [{id: none, warn_if: "item.bits|length == 0", message: No.}]
    ask:
    - {id: name, type: text, text: "N of {{ parent.name }}?"}
    - {id: old, type: yes_no, text: O?, when: item.parent.colour == 'red' and parent.colour == 'green'} #! \
'green' is not an option of parent.colour; options are red, blue
""")
    files["plan.yaml"] = files["plan.yaml"].replace("'colour' is asked later", "'item.colour' is asked later")
    assert reported(tmp_path, files) == announced(files)


def test_names_in_a_dialog_over_items(tmp_path: Path) -> None:
    files = dialogs(
        """
- id: first
  title: First
  ask:
  - group: parts
    item: part
    title: Parts
    prefix: P
    label: name
    ask:
    - {id: name, type: text, text: N?}
    - {id: rank, type: choice, text: R?, options: {must: Must, may: May}}
    - {id: soon, type: yes_no, text: S?, when: item.flow == 'x'} #! 'item.flow' is asked later, \
in the dialog 'each': only what was asked before can be used
- id: each
  title: Each
  for_each: parts
  when: item.rank == 'must' and item.flow is answered #! 'item.flow' is asked later, in the dialog 'each': \
only what was asked before can be used
  ask:
  - {id: flow, type: text, text: "Flow of {{ item.name }}?", when: "item.rank == 'may'"}
  - group: steps
    item: step
    title: Steps
    prefix: S
    label: name
    ask:
    - {id: name, type: text, text: "Step of {{ parent.flow }}?"}
    - {id: odd, type: yes_no, text: O?, when: "parent.rank == 'may' and item.name == 'x'"}
  checks: [{id: none, warn_if: "item.flow == 'x' and item.steps|length == 0", message: No.}]
- id: last
  title: Last
  ask: [{id: end, type: yes_no, text: E?, when: "steps|length > 1"}] #! \
'steps' belongs to items: write item.steps beside the item, or parts|map('steps')
"""
    )
    assert reported(tmp_path, files) == announced(files)


def test_conditions_that_rule_each_other_out(tmp_path: Path) -> None:
    files = dialogs(
        """
- id: first
  title: First
  ask:
  - {id: kind, type: choice, text: K?, options: {company: Company, person: Person, other: Other}}
  - {id: places, type: multi_choice, text: P?, options: {shop: Shop, web: Web, none: None}, max: 2}
  - id: odd
    type: yes_no
    text: O?
    checks:
    - {id: never, warn_if: odd and not odd, message: No.} #! this 'warn_if' can never be true
    - {id: always, block_if: odd is answered or odd is not answered, message: No.} #! this 'block_if' is always true
- id: second
  title: Second
  when: kind == 'company' and 'shop' in places
  ask:
  - {id: a, type: yes_no, text: A?, when: kind == 'person'} #! \
this 'when' can never be true together with the 'when' around it
  - {id: b, type: yes_no, text: A?, when: "'shop' in places and 'web' in places and 'none' in places"} #! \
this 'when' can never be true
  - id: c
    type: yes_no
    text: A?
    when: kind == 'person' #! this 'when' can never be true together with the 'when' around it
    checks: [{id: person, warn_if: kind == 'company', message: Said already at its question.}]
    recommend: {answer: yes, because: A., when: kind == 'person'}
  - {id: d, type: yes_no, text: A?, when: places|length > 1}
- id: third
  title: Third
  when: kind == 'other' and kind == 'person' #! this 'when' can never be true
  ask: [{id: e, type: yes_no, text: A?, when: kind == 'person'}]
"""
    )
    assert reported(tmp_path, files) == announced(files)


def test_conditions_beside_items_that_rule_each_other_out(tmp_path: Path) -> None:
    files = ask(
        """
- group: parts
  item: part
  title: Parts
  prefix: P
  label: name
  ask:
  - {id: name, type: text, text: N?}
  - {id: old, type: yes_no, text: O?}
  - group: bits
    item: bit
    title: Bits
    prefix: B
    label: name
    when: item.old and 2 == facts.max_mb
    ask:
    - {id: name, type: text, text: N?}
    - {id: odd, type: yes_no, text: O?}
    - {id: new, type: yes_no, text: O?, when: item.odd and not parent.old} #! \
this 'when' can never be true together with the 'when' around it
""",
        FACTS,
    )
    assert reported(tmp_path, files) == announced(files)


def test_what_has_too_many_answers_to_try_is_let_pass(tmp_path: Path) -> None:
    many = ", ".join(f"o{n}: Option {n}" for n in range(14))
    files = ask(f"""
- {{id: a, type: multi_choice, text: A?, options: {{{many}}}}}
- {{id: b, type: yes_no, text: B?, when: a|length > 20}}
""")
    assert reported(tmp_path, files) == []
