"""Lint of expressions: what doesn't parse, names nobody asks, comparisons that never hold, dead conditions."""

from collections.abc import Container, Iterator

from jinja2 import nodes

from dialogs.expressions import compile_tree
from dialogs.lint.names import Names
from dialogs.lint.nodes import kind_of
from dialogs.lint.outline import Finding, Outline, Usage
from dialogs.lint.reach import Condition, condition_of, is_ever
from dialogs.syntax import ExpressionError, parse_expression, parse_text


def expressions(outline: Outline, lost: Container[str]) -> Iterator[Finding]:
    """What is wrong with each expression, and which conditions never let anybody pass."""
    reach = _Reach(outline)
    for usage in outline.usages:
        try:
            trees = _trees(usage)
        except ExpressionError as error:
            yield Finding(usage.path, str(error))
            continue
        names = Names(outline, usage, lost)
        for tree in trees:
            kind_of(tree, names)
        yield from (Finding(usage.path, message) for message in dict.fromkeys(names.mistakes))
        if not names.mistakes and not usage.is_text:
            yield from (Finding(usage.path, message) for message in reach.of(usage, trees[0]))


def _trees(usage: Usage) -> list[nodes.Expr]:
    """The expressions in a usage. Raises ExpressionError for one that can't be used."""
    pieces = parse_text(usage.source) if usage.is_text else [parse_expression(usage.source)]
    trees = [piece for piece in pieces if not isinstance(piece, str)]
    for tree in trees:
        compile_tree(usage.source, tree)
    return trees


class _Reach:
    """Remembers the conditions that were looked at, for those that stand below them."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._conditions: dict[Usage, Condition] = {}
        self._dead: set[Usage] = set()

    def of(self, usage: Usage, tree: nodes.Expr) -> Iterator[str]:
        """Why the condition makes no difference, if it doesn't."""
        own = condition_of(self._outline, usage, tree)
        if own is None or any(one in self._dead for one in usage.under):
            return
        self._conditions[usage] = own
        around = [self._conditions[one] for one in usage.under if one in self._conditions]
        key = usage.path[-1]
        if not is_ever(self._outline, [own], wanted=True):
            self._dead.add(usage)
            yield f"this '{key}' can never be true"
        elif not is_ever(self._outline, [own], wanted=False):
            yield f"this '{key}' is always true" + (": leave it out" if key == "when" else "")
        elif not is_ever(self._outline, [*around, own], wanted=True):
            self._dead.add(usage)
            yield f"this '{key}' can never be true together with the 'when' around it"
