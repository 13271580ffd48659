"""Conditions that can never be true, or always are: tried with every answer that choices allow."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from math import prod
from typing import Any, NamedTuple, TypeAlias

from jinja2 import nodes

from dialogs.expressions import Expression, compile_tree
from dialogs.lint.outline import Outline, Spot, Usage
from dialogs.questions.choice import OTHER, ChoiceQuestion, MultiChoiceQuestion
from dialogs.questions.yes_no import YesNoQuestion
from dialogs.view import FactsView

TRIES = 4096
"""Combinations of answers; conditions that have more are not tried."""

Variable: TypeAlias = tuple[str, str]
"""The group whose item has the answer ("" for the project), and the question's name."""


class Condition(NamedTuple):
    """A condition that rests on nothing but choices and facts."""

    expression: Expression
    over: str
    variables: Mapping[Variable, Spot]
    constants: frozenset[Any]
    is_filtered: bool
    """Whether it does more with answers than compare them."""


def condition_of(outline: Outline, usage: Usage, tree: nodes.Expr) -> Condition | None:
    """The parsed condition, ready to be tried; None where numbers, texts or lists of items decide."""
    variables: dict[Variable, Spot] = {}
    for node in _names(tree):
        if _is_fact(node):
            continue
        variable = _variable(outline, usage.over, node)
        spot = _spot(outline, variable) if variable is not None else None
        if variable is None or spot is None:
            return None
        variables[variable] = spot
    parts = list(_parts(tree))
    constants = frozenset(part.value for part in parts if isinstance(part, nodes.Const))
    is_filtered = any(isinstance(part, nodes.Filter) for part in parts)
    return Condition(compile_tree(usage.source, tree), usage.over, variables, constants, is_filtered)


def is_ever(outline: Outline, conditions: Sequence[Condition], *, wanted: bool) -> bool:
    """Whether some answers make all these conditions true (`wanted`), or not all of them."""
    variables = {variable: spot for one in conditions for variable, spot in one.variables.items()}
    domains = [_domain(spot, conditions) for spot in variables.values()]
    if prod(len(domain) or TRIES + 1 for domain in domains) > TRIES:
        return True
    for values in product(*domains):
        answers = dict(zip(variables, values, strict=True))
        if wanted is all(one.expression.is_true(_Scope(outline, answers, one.over)) for one in conditions):
            return True
    return False


def _names(node: nodes.Node) -> Iterator[nodes.Name | nodes.Getattr]:
    if isinstance(node, nodes.Name | nodes.Getattr):
        yield node
        return
    for child in node.iter_child_nodes():
        yield from _names(child)


def _parts(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _parts(child)


def _is_fact(node: nodes.Name | nodes.Getattr) -> bool:
    return isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == "facts"


def _variable(outline: Outline, over: str, node: nodes.Name | nodes.Getattr) -> Variable | None:
    if isinstance(node, nodes.Name):
        return "", node.name
    if not isinstance(node.node, nodes.Name):
        return None
    around = outline.groups.get(over)
    groups = {"item": over, "parent": around.over if around else ""}
    group = groups.get(node.node.name)
    return (group, node.attr) if group else None


def _spot(outline: Outline, variable: Variable) -> Spot | None:
    group, name = variable
    known = outline.attributes.get(group, {}) if group else outline.top
    spot = known.get(name)
    is_small = spot is not None and isinstance(spot.entry, ChoiceQuestion | MultiChoiceQuestion | YesNoQuestion)
    return spot if is_small else None


def _domain(spot: Spot, conditions: Sequence[Condition]) -> list[Any]:
    """The values that can make a difference, unanswered among them; empty where there are too many."""
    question = spot.entry
    if not isinstance(question, ChoiceQuestion | MultiChoiceQuestion):
        return [None, True, False]
    named = {constant for one in conditions for constant in one.constants if isinstance(constant, str)}
    others = {f"{OTHER}…", *(one for one in named if one.startswith(OTHER))} if question.other else ()
    options = [*question.options_by_id, *others]
    if not any(one.is_filtered for one in conditions):
        # Options that nobody names all have the same effect: one stands for them.
        unnamed = [option for option in options if option not in named]
        options = [*(option for option in options if option in named), *unnamed[:1]]
    if isinstance(question, ChoiceQuestion):
        return [None, *options]
    if 2 ** len(options) > TRIES:
        return []
    most = question.max or len(options)
    return [None, *(list(some) for n in range(most + 1) for some in combinations(options, n))]


class _Scope:
    """Names with tried answers behind them."""

    def __init__(self, outline: Outline, answers: Mapping[Variable, Any], over: str) -> None:
        self._outline = outline
        self._answers = answers
        self._over = over

    def lookup(self, name: str) -> Any:
        """The value behind a name."""
        if name == "facts":
            return FactsView({fact.id: fact for fact in self._outline.playbook.facts})
        if name == "item":
            return _Item(self._answers, self._over)
        if name == "parent":
            return _Item(self._answers, self._outline.groups[self._over].over)
        return self._answers[("", name)]


class _Item:
    def __init__(self, answers: Mapping[Variable, Any], group: str) -> None:
        self._answers = answers
        self._group = group

    def read(self, attribute: str) -> Any:
        return self._answers[(self._group, attribute)]
