"""Expressions over answers: what they work out, what they read, and that nothing can break out of them."""

import time
import tracemalloc
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.expressions import compile_expression, compile_text
from dialogs.filters import FILTERS, TESTS, TEXT_LIMIT
from dialogs.references import Reference
from dialogs.syntax import DEPTH_LIMIT, LENGTH_LIMIT, ExpressionError


class Thing:
    """An item with attributes."""

    def __init__(self, **attributes: Any) -> None:
        self._attributes = attributes

    def read(self, attribute: str) -> Any:
        return self._attributes[attribute]

    def __str__(self) -> str:
        return str(self._attributes.get("name"))


class Answers:
    """Answers by name; what is not there is unanswered."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def lookup(self, name: str) -> Any:
        return self._values.get(name)


TABLE = Thing(name="Table", size=3, rank="must", cost=None, parts=["leg", "top"])
CHAIR = Thing(name="Chair", size=1, rank="may", cost=None, parts=[])
ANSWERS = Answers(
    {
        "name": "Coffee Club",
        "people": 40,
        "price": 2.5,
        "pays": True,
        "places": ["shop", "web"],
        "launch": "2026-12-04",
        "today": "2026-11-20",
        "things": [TABLE, CHAIR],
        "table": TABLE,
        "none_yet": [],
        "numbers": [3, None, 1],
        "marks": ["b", "a", "b"],
    }
)

VALUES = {
    "name == 'Coffee Club'": True,
    "people != 40 or not pays": False,
    "people > 3 and people >= 40 and people < 41 and people <= 40": True,
    "1 < people < 50": True,
    "1 < people < 30": False,
    "'shop' in places": True,
    "'boat' not in places": True,
    "people in [40, 50]": True,
    "(people, 3)": [40, 3],
    "people + 2 - 1 * 4 / 2": 40.0,
    "people % 7": 5,
    "-people": -40,
    "'yes' if pays else 'no'": "yes",
    "'yes' if not pays else 'no'": "no",
    "'yes' if not pays": None,
    "name ~ ': ' ~ people": "Coffee Club: 40",
    "name|length": 11,
    "places|count": 2,
    "missing|length": 0,
    "things|selectattr('rank', 'eq', 'must')|map('name')": ["Table"],
    "things|selectattr('parts')|map('name')": ["Table"],
    "things|rejectattr('rank', 'equalto', 'must')|map('name')": ["Chair"],
    "things|rejectattr('cost')|list|length": 2,
    "things|selectattr('cost', 'gt', 3)|list": [],
    "things|rejectattr('cost', 'gt', 3)|map('name')": ["Table", "Chair"],
    "things|selectattr('size', 'in', [3, 4])|map('size')|sum": 3,
    "things|selectattr('parts', 'containing', 'leg')|map('name')|first": "Table",
    "missing|selectattr('size')|list": [],
    "missing|rejectattr('size')|list": [],
    "missing|map('size')|list": [],
    "numbers|sum": 4,
    "numbers|min": 1,
    "numbers|max": 3,
    "none_yet|max": None,
    "none_yet|min": None,
    "missing|sum": 0,
    "places|list": ["shop", "web"],
    "marks|unique": ["b", "a"],
    "marks|unique|length": 2,
    "missing|unique": [],
    "places|first": "shop",
    "places|last": "web",
    "missing|first": None,
    "missing|last": None,
    "name|lower": "coffee club",
    "name|upper": "COFFEE CLUB",
    "'  x '|trim": "x",
    "missing|lower": None,
    "things|join(' + ')": "Table + Chair",
    "[name, missing, 3]|join": "Coffee Club, 3",
    "missing|join": "",
    "missing|default('x')": "x",
    "name|default('x')": "Coffee Club",
    "price|round": 2,
    "price|round(1)": 2.5,
    "'7'|int": 7,
    "(-3)|abs": 3,
    "launch|days_since(today)": 14,
    "table.size": 3,
    "missing.size": None,
    "(things|first).name": "Table",
    "missing is none": True,
    "name is answered": True,
    "missing is answered": False,
    "none_yet is defined": False,
    "people is eq 40 and people is ne 41": True,
    "people is gt 3 and people is ge 40 and people is lt 50 and people is le 40": True,
    "people is in [40]": True,
    "places is containing 'web'": True,
    "places is true and none_yet is not true": True,
    "missing is containing 'web'": False,
    "people is not eq 40": False,
    "'shop' in missing": False,
    "'shop' not in missing": False,
}


@pytest.mark.parametrize(("source", "expected"), VALUES.items(), ids=list(VALUES))
def test_what_an_expression_is_worth(source: str, expected: Any) -> None:
    value = compile_expression(source).value(ANSWERS)
    assert (value, type(value)) == (expected, type(expected))


INCALCULABLE = (
    "missing > 3",
    "missing + 1",
    "name * 3",
    "people / 0",
    "name < 3",
    "-name",
    "name|round",
    "things|map('nothing')|list",
    "table.nothing",
    "name.size",
    "people|length",
    "'x'|int",
    "missing|days_since(today)",
    "'soon'|days_since(today)",
    "things|sum",
    "places|lower",
    "[places]|join",
    "missing ~ 'x'",
    "[places]|unique",
    "3 in name",
    "1|round(99999999)",
    "1|round(-99999999)",
)


@pytest.mark.parametrize("source", [one for one in INCALCULABLE if one != "missing ~ 'x'"])
def test_what_can_not_be_worked_out_is_none_and_does_not_hold(source: str) -> None:
    expression = compile_expression(source)
    assert expression.value(ANSWERS) is None
    assert not expression.is_true(ANSWERS)


REFUSED = {
    "": "the expression is empty",
    " \n": "the expression is empty",
    "name =": "unexpected '=' in: name =",
    "name name": "unexpected 'name' in: name name",
    "name }} x": "unexpected '}}' in: name }} x",
    "name |": "unexpected end of template",
    "(name": "unexpected end of template",
    "name == 'x": "unexpected char",
    "name[0]": "getitem is not allowed here",
    "name.upper()": "call is not allowed here",
    "range(9)": "call is not allowed here",
    "9 ** 9": "pow is not allowed here",
    "9 // 2": "floordiv is not allowed here",
    "{'a': 1}": "dict is not allowed here",
    "+people": "pos is not allowed here",
    "name.__class__": "__class__ is not allowed here",
    "name|attr('x')": "there is no filter 'attr' here",
    "name is odd": "there is no test 'odd' here",
    "name|round(digits=3)": "round takes no named arguments here",
    "name|join(*places)": "join takes no named arguments here",
    "name|length(1)": "length does not take 1 value",
    "name|days_since": "days_since does not take 0 values",
    "people is eq": "eq does not take 0 values",
    "things|selectattr": "selectattr needs the attribute's name in quotes",
    "things|selectattr(name)": "selectattr needs the attribute's name in quotes",
    "things|selectattr('size', name)": "selectattr needs the attribute's name in quotes",
    "things|map(3)": "map needs the attribute's name in quotes",
    "things|rejectattr('size', 'odd')": "there is no test 'odd' here",
    "things|rejectattr('size', 'gt')": "gt does not take 0 values",
    "not " * 2000 + "name": "longer than 4000 characters",
    "not " * 900 + "name": "nested too deep",
    "name" + ".a" * DEPTH_LIMIT: "nested too deep",
    "9" * 5000: "longer than 4000 characters",
}


@pytest.mark.parametrize(("source", "message"), REFUSED.items(), ids=[one[:20] for one in REFUSED])
def test_what_is_refused(source: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_expression(source)
    assert str(caught.value).startswith(message)
    assert len(str(caught.value)) < 300


def test_a_text_with_expressions() -> None:
    text = compile_text("{{ name }} has {{ places|length }} places.")
    assert [piece if isinstance(piece, str) else piece.value(ANSWERS) for piece in text.pieces] == [
        *("Coffee Club", " has ", 2, " places.")
    ]
    assert [one.is_name for one in text.expressions] == [True, False]
    assert compile_text("Plain.").pieces == ("Plain.",)
    assert compile_text("Half a {brace}.").expressions == ()


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{% for x in things %}{% endfor %}", "only {{ … }} is allowed, no statements"),
        ("{{ name", "unexpected end of template, expected 'end of print statement', in: {{ name"),
        ("{{ range(9) }}", "call is not allowed here"),
        ("{{ name }}" * 500, "longer than 4000 characters"),
        ("x{{ name" + ".a" * DEPTH_LIMIT + " }}", "nested too deep"),
    ],
)
def test_texts_that_are_refused(source: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_text(source)
    assert str(caught.value).startswith(message)


REFERENCES = {
    "kind == 'x'": [("kind", ())],
    "item.persona.name": [("item", ("persona", "name"))],
    "things|selectattr('rank', 'eq', 'must')|map('size')|sum > people": [
        *[("things", ("size",)), ("things", ("rank",)), ("things", ()), ("people", ())]
    ],
    "(things|first).size": [("things", ()), ("things", ("size",))],
    "(a or b).size": [("a", ()), ("a", ("size",)), ("b", ()), ("b", ("size",))],
    "(a|map('x')|first).y": [("a", ("x",)), ("a", ("x", "y")), ("a", ()), ("a", ("y",))],
    "'a'.b": [],
    "a and a": [("a", ())],
}


@pytest.mark.parametrize(("source", "expected"), REFERENCES.items(), ids=list(REFERENCES))
def test_what_an_expression_reads(source: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert compile_expression(source).references == tuple(Reference(*one) for one in expected)


def test_only_what_begins_with_a_name_is_a_name() -> None:
    names = {source: compile_expression(source).is_name for source in ("a", "a.b.c", "'a'.b", "(a or b).c", "a|list")}
    assert [source for source, is_name in names.items() if is_name] == ["a", "a.b.c"]


BOMBS = (
    "'aaaaaaaaaa'" + "|join('aaaaaaaaaa')" * 40,
    "[" * 40 + "'\\\\'" + "]|join" * 40,
    "('a' ~ 'b')" + "|join('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')" * 60,
    "'a' * 999999999",
    "1|round(-999999999)",
    " * ".join(["99999999999999999999"] * 90),
    "[1, 2, 3]|join('x')|list|join('y')|list|join('z')",
    "(10 * 10 * 10) ~ 'x'",
)


@pytest.mark.parametrize("source", BOMBS, ids=[one[:30] for one in BOMBS])
def test_nothing_grows_without_bounds(source: str) -> None:
    expression = compile_expression(source)
    tracemalloc.start()
    begun = time.process_time()
    try:
        value = expression.value(ANSWERS)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert time.process_time() - begun < 5
    assert most < 40 * TEXT_LIMIT
    assert not isinstance(value, str) or len(value) <= TEXT_LIMIT


def joined(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Pieces one after the other."""
    return st.tuples(*parts).map("".join)


leaves = st.sampled_from(
    ["name", "people", "pays", "places", "things", "table", "missing", "numbers", "3", "-2", "0", "2.5", "'x'", "none"]
)
filters = st.sampled_from(sorted(FILTERS))
tests = st.sampled_from(sorted(TESTS))


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Larger expressions out of smaller ones; not all of them make sense."""
    operators = st.sampled_from([" + ", " * ", " / ", " % ", " and ", " or ", " == ", " < ", " in ", " not in ", " ~ "])
    some = inner.map("({})".format)
    return st.one_of(
        joined(some, operators, some),
        joined(some, st.just("|"), filters),
        joined(some, st.just("|"), filters, some),
        joined(some, st.sampled_from(["|map('size')", "|selectattr('size', 'gt', 2)", "|rejectattr('parts')"])),
        joined(some, st.just(" is "), tests, st.just(" "), some),
        joined(some, st.just(" if "), some, st.just(" else "), some),
        joined(some, st.sampled_from([".size", ".name", ".nothing"])),
        joined(st.just("["), some, st.just(", "), some, st.just("]")),
        joined(st.just("not "), some),
        joined(st.just("-"), some),
    )


@settings(deadline=None)
@given(st.recursive(leaves, grown, max_leaves=12))
def test_whatever_compiles_can_be_worked_out(source: str) -> None:
    with suppress(ExpressionError):
        expression = compile_expression(source)
        assert expression.is_true(ANSWERS) is bool(expression.value(ANSWERS))


@settings(deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="ab.|()[]{}'\"=<>!+-*/%~,: 019\\\nis", max_size=40))
def test_any_text_compiles_or_is_refused(source: str) -> None:
    for use in (compile_expression, compile_text):
        with suppress(ExpressionError):
            use(source)


def test_the_longest_and_deepest_that_is_let_through_can_be_worked_out() -> None:
    deep = "name" + ".a" * (DEPTH_LIMIT - 1)
    assert compile_expression(deep).value(ANSWERS) is None
    many = " or ".join(["pays"] * (DEPTH_LIMIT - 1))
    assert compile_expression(many).is_true(ANSWERS)
    assert len(compile_expression("'" + "x" * (LENGTH_LIMIT - 2) + "'").value(ANSWERS)) == LENGTH_LIMIT - 2
