"""A folder becomes a playbook, or every mistake in its files comes out at once. The YAML names them: `#! message`."""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.loader import SIZE_LIMIT_BYTES, load, load_single, read
from dialogs.mistakes import PlaybookError, Problem
from dialogs.positions import DEPTH_LIMIT, Row, Table, Unreadable, at, line_of, parse
from tests.unit.annotated import HEAD, PHASE, announced, ask, dialogs, write

QUESTION = "- {id: a, type: yes_no, text: A?}\n"
SHIPPED = Path("dialogs/playbooks/mini_program")


def refused(folder: Path, files: dict[str, str]) -> list[str]:
    """The problems with which these files are refused."""
    with pytest.raises(PlaybookError) as caught:
        load(write(folder, files))
    assert str(caught.value).splitlines() == [str(problem) for problem in caught.value.problems]
    return [str(problem) for problem in caught.value.problems]


def test_the_shipped_playbook_is_read() -> None:
    playbook = load(SHIPPED)
    assert [phase.id for phase in playbook.phases][:2] == ["setup", "requirements"]
    assert playbook.facts
    assert load(SHIPPED).content_hash == playbook.content_hash


def test_phases_come_in_the_order_of_playbook_yaml_and_facts_are_optional(tmp_path: Path) -> None:
    build = ask("- {id: b, type: yes_no, text: B?}")["plan.yaml"].replace("plan", "build")
    head = HEAD.replace("[plan]", "[build, plan]")
    playbook = load(write(tmp_path, {"playbook.yaml": head, **ask(QUESTION), "build.yaml": build}))
    assert [phase.id for phase in playbook.phases] == ["build", "plan"]
    assert playbook.facts == ()


def test_plain_words_stay_text_as_in_yaml_1_2() -> None:
    text = "[yes, no, on, 9:30, 2026-07-30, 0x1F, 010, 1_000, 1e3, .5, 1., -3, +4, .inf, null, ~, true, False, NO, '7']"
    expected = ["yes", "no", "on", "9:30", "2026-07-30", "0x1F", 10, "1_000", "1e3", 0.5, 1.0, -3, 4, ".inf"]
    assert parse(text).data == [*expected, None, None, True, False, "NO", "7"]
    assert parse("9" * 30).data == "9" * 30


def test_mistakes_of_all_files_come_at_once_sorted(tmp_path: Path) -> None:
    files = {
        "playbook.yaml": "id: Small #! 'id' can't be 'Small': lower-case letters, digits and _, a letter first"
        " #! missing 'title'\nsummary: S\nphases: [plan, build]\n",
        "plan.yaml": f"{PHASE}dialogs:\n- {{id: a, title: A}} #! missing 'ask'\n",
        "build.yaml": "id: build\n\ttitle: Build #! not valid YAML: found a tab character that violates indentation"
        " (indent with blanks)\n",
        "facts.yaml": "fact: [] #! missing 'facts' #! unknown key 'fact' (did you mean 'facts'?)\n",
    }
    assert refused(tmp_path, files) == announced(files)


def test_a_problem_reads_as_file_line_message() -> None:
    assert str(Problem("plan.yaml", 12, "missing 'text'")) == "plan.yaml:12: missing 'text'"


FILES = {
    "nothing at all": {"playbook.yaml": "#! the file is empty\n"},
    "no list of phases": {"playbook.yaml": "id: a #! missing 'phases'\ntitle: T\nsummary: S\n", **ask(QUESTION)},
    "phases that are no list": {
        "playbook.yaml": "id: a\ntitle: T\nsummary: S\nphases: plan #! 'phases' must be a list\n",
        **ask(QUESTION),
    },
    "a text": {"playbook.yaml": "hello #! the file must be a mapping of keys to values\n", **ask(QUESTION)},
    "phases without a file": {
        "playbook.yaml": "id: a\ntitle: T\nsummary: S\nphases:\n- plan\n"
        "- ../plan #! 'phases' no. 2 can't be '../plan': lower-case letters, digits and _, a letter first\n"
        "- build #! there is no file build.yaml for the phase 'build'\n"
        "- plan #! the phase 'plan' stands here twice\n"
        "- facts #! a phase can't be called 'facts': facts.yaml is another file\n"
        "- 7 #! 'phases' no. 6 must be text: put it in quotes\n"
        "- [a] #! 'phases' no. 7 must be text, not a list or a mapping\n",
        **ask(QUESTION),
    },
    "a phase called otherwise": {
        "plan.yaml": "id: plans #! the id is 'plans', but the file is called plan.yaml\n"
        "title: T\nsummary: S\ndocument: plan\ndialogs: [{id: a, title: A, ask: [{id: a, type: yes_no, text: A?}]}]\n"
    },
    "a key twice": dialogs("""
- id: a
  title: A
  title: B #! 'title' stands here twice, first on line 8
  ask: [{id: a, type: yes_no, text: A?}]
"""),
}


@pytest.mark.parametrize("files", FILES.values(), ids=FILES)
def test_files(tmp_path: Path, files: dict[str, str]) -> None:
    assert refused(tmp_path, files) == announced(files)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PlaybookError, match=r"^playbook\.yaml:1: there is no such file in .*nowhere$"):
        load(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"id: small\ntitle: \xe9\n", "playbook.yaml:2: not UTF-8: save the file as UTF-8"),
        (b"id: a\x07\n", "playbook.yaml:1: an invisible control character; remove it"),
        (b"a" * (SIZE_LIMIT_BYTES + 1), "playbook.yaml:1: larger than 1,000,000 bytes"),
    ],
)
def test_files_that_are_no_text(tmp_path: Path, content: bytes, message: str) -> None:
    write(tmp_path, ask(QUESTION))
    (tmp_path / "playbook.yaml").write_bytes(content)
    with pytest.raises(PlaybookError) as caught:
        load(tmp_path)
    assert str(caught.value) == message


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    write(tmp_path, ask(QUESTION))
    (tmp_path / "playbook.yaml").write_bytes(b"\xef\xbb\xbf" + HEAD.encode())
    assert load(tmp_path).id == "small"


def test_what_is_not_a_file_or_can_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, ask(QUESTION))
    os.mkfifo(tmp_path / "facts.yaml")
    assert [str(one) for one in read(tmp_path).problems] == [f"facts.yaml:1: there is no such file in {tmp_path}"]

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "playbook.yaml:1: can't be read: Permission denied" in [str(one) for one in read(tmp_path).problems]


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
UNREADABLE = {
    BOMB: (2, "aliases (*name) are not allowed: write the value out"),
    "a: &a\n  b: *a\n": (2, "aliases (*name) are not allowed: write the value out"),
    "a: !!python/object:os.system x": (1, "tags (tag:yaml.org,2002:python/object:os.system) are not allowed"),
    "a: !x [1]": (1, "tags (!x) are not allowed"),
    "a: !x {b: 1}": (1, "tags (!x) are not allowed"),
    "? [a]\n: b": (1, "a key must be a plain word"),
    "a: 1\n---\nb: 2\n": (2, "only one document a file: remove the '---'"),
    "[" * (DEPTH_LIMIT + 1): (1, f"nested more than {DEPTH_LIMIT} levels deep"),
    "a: [1\nb: 2": (2, "not valid YAML: did not find expected ',' or ']'"),
    "a: Who: me": (
        1,
        "not valid YAML: mapping values are not allowed in this context "
        "(a text that contains ': ' must stand in quotes)",
    ),
    "a: 'x": (1, "not valid YAML: found unexpected end of stream (a quote or a bracket is not closed)"),
}


@pytest.mark.parametrize(("text", "expected"), UNREADABLE.items(), ids=list(UNREADABLE))
def test_yaml_that_is_turned_away(text: str, expected: tuple[int, str]) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(text)
    assert (caught.value.line, str(caught.value)) == expected


def test_quoted_and_folded_texts_are_read() -> None:
    assert parse("a: '7'\nb: >-\n  one\n  two\n").data == {"a": "7", "b": "one two"}


@given(st.text(max_size=200) | st.text(alphabet="ab:-[]{}&*!|> \n'\"#?%@,", max_size=60))
def test_any_text_is_read_or_turned_away(text: str) -> None:
    with suppress(Unreadable):
        assert isinstance(parse(text).data, Table | Row | str | int | float | None)


def test_lines_are_known_down_to_each_value() -> None:
    data = parse("a:\n  - b: 1\n    c: [x,\n      y]\n").data
    assert line_of(data, ("a", 0, "c", 1)) == 4
    assert line_of(data, ("a", 0, "c", 7)) == 3
    assert line_of(data, ("a", 0)) == 2
    assert line_of(data, ()) == 1
    assert line_of(None, ("a",)) == 1
    assert at(data, ("a", 0, "b")) == 1
    assert at(data, ("a", "b")) is None


SCHEMA = {
    "questions": ask("""
- {id: a, type: txt, text: A?} #! unknown question type 'txt' (did you mean 'text'?); types are text, long_text, \
number, date, time, yes_no, choice, multi_choice, list, url, email, person, pick, multi_pick, rating, zone
- {id: b, text: A?} #! missing 'type'
- {id: c, type: text, tittle: A} #! missing 'text' #! unknown key 'tittle'; known are id, type, text, help, \
example, recommend, required, asked, when, was, checks, max_length
- {id: d, type: text, text: A?, max_lenght: 4} #! unknown key 'max_lenght' (did you mean 'max_length'?)
- {id: D, type: text, text: 7} #! 'id' can't be 'D': lower-case letters, digits and _, a letter first #! \
'text' must be text: put it in quotes
- {id: e, type: text, text: [A]} #! 'text' must be text, not a list or a mapping
- {id: f, type: text, text: } #! 'text' has no value
- {id: g, type: text, text: A?, example: [1, 2], required: maybe} #! 'example' must be text or a number #! \
'required' must be true or false
- hello #! 'ask' no. 9 must be a mapping of keys to values
"""),
    "numbers": ask("""
- {id: a, type: number, text: A?, min: few, decimals: 1.5} #! 'min' must be a number #! \
'decimals' must be a whole number
- {id: n, type: number, text: A?, decimals: 9999999999999999999999999999999} #! \
'decimals' must be at most 6
- {id: b, type: number, text: A?, decimals: 9} #! 'decimals' must be at most 6
- {id: c, type: text, text: A?, max_length: 0} #! 'max_length' must be more than 0
- {id: d, type: list, text: A?, min: -1, max: x} #! 'min' must be at least 0 #! 'max' must be a whole number
- {id: e, type: number, text: A?, min: 3, max: 2} #! min is larger than max
"""),
    "options": ask(f"""
- {{id: a, type: choice, text: A?, options: [x, y]}} #! 'options' must be a mapping, such as {{yes: Yes, no: No}}
- {{id: b, type: choice, text: A?, options: {{x: X}}}} #! 'options' needs at least 2 entries
- {{id: c, type: choice, text: A?, options: {{X: X, y: 7}}}} #! \
option 'X' can't be 'X': an option's id is made of lower-case letters, digits and _ #! \
option 'y' must be text: put it in quotes
- id: d
  type: choice
  text: A?
  options:
    x: {"x" * 80} #! option 'x' has 80 characters, at most 75 fit: make it 5 shorter
    {"y" * 41}: Y #! option '{"y" * 41}' has 41 characters, at most 40 fit: make it 1 shorter
    z: '' #! option 'z' must be more than an empty text
- {{id: e, type: choice, text: A?, options: {{x: Same, y: same}}}} #! options x and y read the same
"""),
    "groups and checks": ask("""
- group: g
  item: i
  title: T
  prefix: Gr #! 'prefix' can't be 'Gr': one or two capital letters
  label: name
  ask: [] #! 'ask' needs at least 1 entry
- group: h #! the first question must be the label, 'name', required and without a condition
  item: i
  title: T
  prefix: H
  label: name
  ask:
  - {id: other, type: text, text: A?}
- id: a
  type: yes_no
  text: A?
  checks: {id: x} #! 'checks' must be a list
- id: b
  type: yes_no
  text: A?
  recommend: yes #! 'recommend' must be a mapping of keys to values
  checks:
  - {id: x, message: M} #! a check has either block_if or warn_if
  - {id: y, warn: a, message: M} #! unknown key 'warn' (did you mean 'warn_if'?)
- {id: c, type: yes_no, text: A?, recommend: {answer: yes, becuase: B}} #! missing 'because' #! \
unknown key 'becuase' (did you mean 'because'?)
"""),
    "facts": ask(
        QUESTION,
        "- {id: a, platform: A, text: T, source: S, date: 2026, trust: official} "
        "#! 'date' must be text: put it in quotes\n"
        "- {id: b, platform: A, text: T, value: {x: 1}, source: S, date: undated, trust: mine} "
        "#! 'trust' must be one of 'official', 'mirror', 'secondary' or 'memory' #! 'value' must be text or a number\n",
    ),
}


def test_what_has_no_sentence_of_ours_keeps_that_of_the_library(tmp_path: Path) -> None:
    files = ask(f"- {{id: a, type: number, text: A?, decimals: {'9' * 5000}}}")
    assert refused(tmp_path, files) == [
        "plan.yaml:9: 'decimals': Unable to parse input string as an integer, exceeded maximum size"
    ]


@pytest.mark.parametrize("files", SCHEMA.values(), ids=SCHEMA)
def test_schema(tmp_path: Path, files: dict[str, str]) -> None:
    assert refused(tmp_path, files) == announced(files)


SINGLE = """id: small
title: Small
summary: A small one.
phases:
  - id: one
    title: One
    summary: All there is.
    document: one
    sign_off: false
    dialogs:
      - id: first
        title: First
        ask:
          - {id: a, type: text, text: "A?"}
"""


def test_a_playbook_of_one_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(SINGLE, "utf-8")
    assert [phase.id for phase in load_single(file).phases] == ["one"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (SINGLE.replace("type: text", "type: txt"), "small.yaml:14: "),
        (SINGLE.replace("id: small", "id: [small"), "small.yaml:"),
    ],
)
def test_mistakes_in_a_single_file_are_named_by_line(tmp_path: Path, content: str, problem: str) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(content, "utf-8")
    with pytest.raises(PlaybookError) as caught:
        load_single(file)
    assert str(caught.value).startswith(problem)
