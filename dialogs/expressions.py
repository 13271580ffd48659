"""Conditions and texts over the answers: a small, safe part of Jinja2's expressions, compiled to closures.

Jinja2 parses; only the nodes listed here are let through, so that a playbook can neither call, subscript nor loop.
Compiled by us because evaluating with Jinja2's own runtime costs some 10 µs an expression, and a step sees dozens.
"""

import inspect
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeAlias

from jinja2 import nodes

from dialogs.filters import FILTERS, INCALCULABLE, TESTS, joined, read, within
from dialogs.references import Reference, references
from dialogs.syntax import ExpressionError, parse_expression, parse_text


class Scope(Protocol):
    """Where an expression finds the answers."""

    def lookup(self, name: str) -> Any:
        """The value behind a name; None when unanswered."""
        ...


Closure: TypeAlias = Callable[[Scope], Any]


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression with what it reads."""

    source: str
    evaluate: Closure
    references: tuple[Reference, ...]
    is_name: bool = False
    """Whether it names something and does nothing else."""

    def value(self, scope: Scope) -> Any:
        """The value; None for one that can't be worked out yet."""
        try:
            return self.evaluate(scope)
        except INCALCULABLE:
            return None

    def is_true(self, scope: Scope) -> bool:
        """Whether the condition holds; one that can't be worked out yet (something unanswered) does not."""
        return bool(self.value(scope))


@dataclass(frozen=True, slots=True)
class Text:
    """A text with {{ expressions }}."""

    source: str
    pieces: tuple[str | Expression, ...]
    is_plain: bool
    """Whether there are none inside."""

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """The expressions inside."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Expression))


def compile_expression(source: str) -> Expression:
    """The expression behind `source`. Raises ExpressionError, saying what is wrong."""
    return compile_tree(source, parse_expression(source))


def compile_text(source: str) -> Text:
    """A text with {{ expressions }}. Raises ExpressionError, saying what is wrong."""
    pieces = tuple(one if isinstance(one, str) else compile_tree(source, one) for one in parse_text(source))
    return Text(source, pieces, all(isinstance(one, str) for one in pieces))


def compile_tree(source: str, node: nodes.Expr) -> Expression:
    """The expression behind a parsed `source`. Raises ExpressionError for what is not allowed in it."""
    return Expression(source, _closure(node), tuple(dict.fromkeys(references(node))), _is_name(node))


def _is_name(node: nodes.Node) -> bool:
    while isinstance(node, nodes.Getattr):
        node = node.node
    return isinstance(node, nodes.Name)


def _closure(node: nodes.Node) -> Closure:
    maker = _MAKERS.get(type(node))
    if maker is None:
        raise ExpressionError(f"{type(node).__name__.lower()} is not allowed here")
    return maker(node)


def _const(node: nodes.Const) -> Closure:
    value = node.value
    return lambda _scope: value


def _name(node: nodes.Name) -> Closure:
    name = node.name
    return lambda scope: scope.lookup(name)


def _getattr(node: nodes.Getattr) -> Closure:
    if node.attr.startswith("_"):
        raise ExpressionError(f"{node.attr} is not allowed here")
    inner, attribute = _closure(node.node), node.attr
    return lambda scope: read(inner(scope), attribute)


def _binary(apply: Callable[[Any, Any], Any]) -> Callable[[nodes.BinExpr], Closure]:
    """Numbers only: a text times a number could fill the memory."""

    def make(node: nodes.BinExpr) -> Closure:
        left, right = _closure(node.left), _closure(node.right)
        return lambda scope: apply(_number(left(scope)), _number(right(scope)))

    return make


def _number(value: Any) -> int | float:
    if not isinstance(value, int | float):
        raise TypeError(value)
    return value


def _and(node: nodes.And) -> Closure:
    left, right = _closure(node.left), _closure(node.right)
    return lambda scope: left(scope) and right(scope)


def _or(node: nodes.Or) -> Closure:
    left, right = _closure(node.left), _closure(node.right)
    return lambda scope: left(scope) or right(scope)


def _not(node: nodes.Not) -> Closure:
    inner = _closure(node.node)
    return lambda scope: not inner(scope)


def _neg(node: nodes.Neg) -> Closure:
    inner = _closure(node.node)
    return lambda scope: -inner(scope)


def _list(node: nodes.List | nodes.Tuple) -> Closure:
    closures = [_closure(item) for item in node.items]
    return lambda scope: [closure(scope) for closure in closures]


def _if(node: nodes.CondExpr) -> Closure:
    test, yes = _closure(node.test), _closure(node.expr1)
    no: Closure = _closure(node.expr2) if node.expr2 is not None else lambda _scope: None
    return lambda scope: yes(scope) if test(scope) else no(scope)


def _compare(node: nodes.Compare) -> Closure:
    first = _closure(node.expr)
    steps = [(_COMPARISONS[operand.op], _closure(operand.expr)) for operand in node.ops]

    def compare(scope: Scope) -> bool:
        left = first(scope)
        for apply, closure in steps:
            right = closure(scope)
            if not apply(left, right):
                return False
            left = right
        return True

    return compare


def _filter(node: nodes.Filter) -> Closure:
    apply = FILTERS.get(node.name)
    if apply is None or node.node is None:
        raise ExpressionError(f"there is no filter {node.name!r} here")
    if node.name in ("selectattr", "rejectattr", "map"):
        _check_attribute(node)
    inner, arguments = _closure(node.node), _arguments(node, apply)
    return lambda scope: apply(inner(scope), *(argument(scope) for argument in arguments))


def _test(node: nodes.Test) -> Closure:
    apply = TESTS.get(node.name)
    if apply is None:
        raise ExpressionError(f"there is no test {node.name!r} here")
    inner, arguments = _closure(node.node), _arguments(node, apply)
    return lambda scope: apply(inner(scope), *(argument(scope) for argument in arguments))


def _arguments(node: nodes.Filter | nodes.Test, apply: Callable[..., Any]) -> list[Closure]:
    if node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
        raise ExpressionError(f"{node.name} takes no named arguments here")
    _check_count(node.name, apply, len(node.args))
    return [_closure(argument) for argument in node.args]


def _check_attribute(node: nodes.Filter) -> None:
    """`selectattr('moscow', 'eq', 'must')`: the attribute and the test are written out, so that mistakes show."""
    constants = [argument.value for argument in node.args[:2] if isinstance(argument, nodes.Const)]
    names = [value for value in constants if isinstance(value, str)]
    if not names or len(names) < len(node.args[:2]):
        raise ExpressionError(f"{node.name} needs the attribute's name in quotes")
    if len(names) == 2 and node.name != "map":
        if names[1] not in TESTS:
            raise ExpressionError(f"there is no test {names[1]!r} here")
        _check_count(names[1], TESTS[names[1]], len(node.args) - 2)


def _check_count(name: str, apply: Callable[..., Any], count: int) -> None:
    try:
        _signature(apply).bind(None, *[None] * count)
    except TypeError:
        raise ExpressionError(f"{name} does not take {count} value{'s' * (count != 1)}") from None


@lru_cache(maxsize=64)
def _signature(apply: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(apply)


def _concat(node: nodes.Concat) -> Closure:
    closures = [_closure(part) for part in node.nodes]
    return lambda scope: joined([closure(scope) for closure in closures], "")


_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gteq": operator.ge,
    "lt": operator.lt,
    "lteq": operator.le,
    "in": within,
    "notin": lambda left, right: right is not None and left not in right,
}
_MAKERS: Mapping[type[nodes.Node], Callable[[Any], Closure]] = {
    nodes.Const: _const,
    nodes.Name: _name,
    nodes.Getattr: _getattr,
    nodes.Add: _binary(operator.add),
    nodes.Sub: _binary(operator.sub),
    nodes.Mul: _binary(operator.mul),
    nodes.Div: _binary(operator.truediv),
    nodes.Mod: _binary(operator.mod),
    nodes.And: _and,
    nodes.Or: _or,
    nodes.Not: _not,
    nodes.Neg: _neg,
    nodes.List: _list,
    nodes.Tuple: _list,
    nodes.CondExpr: _if,
    nodes.Compare: _compare,
    nodes.Concat: _concat,
    nodes.Filter: _filter,
    nodes.Test: _test,
}
