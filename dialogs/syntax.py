"""Expressions and texts as syntax trees: Jinja2's parser, kept from what would take without bounds."""

from jinja2 import TemplateSyntaxError, nodes
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

LENGTH_LIMIT = 4000
"""Characters of an expression or a text."""
DEPTH_LIMIT = 100
"""Levels of an expression: each costs frames of Python's stack when it is worked out."""

_ENVIRONMENT = ImmutableSandboxedEnvironment(autoescape=False)


class ExpressionError(ValueError):
    """The expression can't be used."""


def parse_expression(source: str) -> nodes.Expr:
    """The tree of an expression. Raises ExpressionError; which nodes are allowed is not looked at here."""
    if not source.strip():
        raise ExpressionError("the expression is empty")
    _check_length(source)
    try:
        parser = Parser(_ENVIRONMENT, source, state="variable")
        node = parser.parse_expression()
        if not parser.stream.eos:
            raise ExpressionError(f"unexpected {parser.stream.current.value!r} in: {source[:200]}")
    except (TemplateSyntaxError, RecursionError) as error:
        raise ExpressionError(_explained(error, source)) from None
    _check_depth(node, source)
    return node


def parse_text(source: str) -> list[str | nodes.Expr]:
    """A text's pieces, the {{ expressions }} in it as trees. Raises ExpressionError."""
    if "{" not in source:
        return [source]
    _check_length(source)
    try:
        body = _ENVIRONMENT.parse(source).body
    except (TemplateSyntaxError, RecursionError) as error:
        raise ExpressionError(_explained(error, source)) from None
    pieces: list[str | nodes.Expr] = []
    for output in body:
        if not isinstance(output, nodes.Output):
            raise ExpressionError(f"only {{{{ … }}}} is allowed, no statements: {source}")
        for node in output.nodes:
            _check_depth(node, source)
            pieces.append(node.data if isinstance(node, nodes.TemplateData) else node)
    return pieces


def _explained(error: TemplateSyntaxError | RecursionError, source: str) -> str:
    said = str(error.message).rstrip(".") if isinstance(error, TemplateSyntaxError) else "nested too deep"
    return f"{said}, in: {source[:200]}"


def _check_length(source: str) -> None:
    if len(source) > LENGTH_LIMIT:
        raise ExpressionError(f"longer than {LENGTH_LIMIT} characters: {source[:60]}…")


def _check_depth(tree: nodes.Node, source: str) -> None:
    if len(source) <= DEPTH_LIMIT:
        return
    level = [tree]
    for _ in range(DEPTH_LIMIT):
        level = [child for node in level for child in node.iter_child_nodes()]
        if not level:
            return
    raise ExpressionError(f"nested too deep: {source[:60]}…")
