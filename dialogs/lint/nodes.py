"""What each part of an expression is, worked out without answers; what can never hold is a mistake."""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import nodes

from dialogs.lint.compare import Answer, Answers, Constant, Item, Items, Kind, Listed, Other, compare
from dialogs.lint.names import Names


def kind_of(node: nodes.Node, names: Names) -> Kind:
    """What this part is; what is wrong with it is added to the mistakes of `names`."""
    read = _READERS.get(type(node))
    if read is not None:
        return read(node, names)
    for child in node.iter_child_nodes():
        kind_of(child, names)
    return Other.ANYTHING


def _const(node: nodes.Const, names: Names) -> Kind:
    del names
    return Constant(node.value)


def _name(node: nodes.Name, names: Names) -> Kind:
    return names.name(node.name)


def _getattr(node: nodes.Getattr, names: Names) -> Kind:
    if isinstance(node.node, nodes.Name) and node.node.name == "facts":
        return names.fact(node.attr)
    return names.attribute(kind_of(node.node, names), node.attr, _said(node))


def _list(node: nodes.List | nodes.Tuple, names: Names) -> Kind:
    return Listed(tuple(kind_of(item, names) for item in node.items))


def _compare(node: nodes.Compare, names: Names) -> Kind:
    left = kind_of(node.expr, names)
    for operand in node.ops:
        right = kind_of(operand.expr, names)
        names.mistakes.extend(compare(left, operand.op, right))
        left = right
    return Other.ANYTHING


def _test(node: nodes.Test, names: Names) -> Kind:
    kinds = [kind_of(node.node, names), *(kind_of(argument, names) for argument in node.args)]
    names.mistakes.extend(_tested(node.name, kinds))
    return Other.ANYTHING


def _tested(test: str, kinds: list[Kind]) -> list[str]:
    if len(kinds) == 1:
        return []
    left, right = reversed(kinds) if test == "containing" else kinds
    return list(compare(left, {"equalto": "eq", "containing": "in"}.get(test, test), right))


def _calculated(node: nodes.BinExpr, names: Names) -> Kind:
    for side in (node.left, node.right):
        _needs_number(kind_of(side, names), names)
    return Other.NUMBER


def _needs_number(kind: Kind, names: Names) -> None:
    is_text = isinstance(kind, Constant) and isinstance(kind.value, str)
    if isinstance(kind, Answer) and getattr(kind.spot.entry, "type", "") not in ("number", "rating"):
        names.wrong(f"{kind.said} is no number to calculate with")
    elif isinstance(kind, Items | Answers):
        names.wrong(f"{kind.said} is a list: calculate with {kind.said}|length, or {kind.said}|sum of numbers")
    elif is_text or kind is Other.TEXT or isinstance(kind, Item | Listed):
        names.wrong("only numbers can be calculated with")


def _if(node: nodes.CondExpr, names: Names) -> Kind:
    kind_of(node.test, names)
    yes = kind_of(node.expr1, names)
    no = kind_of(node.expr2, names) if node.expr2 is not None else Other.ANYTHING
    return yes if yes == no else Other.ANYTHING


def _concat(node: nodes.Concat, names: Names) -> Kind:
    for part in node.nodes:
        kind_of(part, names)
    return Other.TEXT


def _filter(node: nodes.Filter, names: Names) -> Kind:
    base = kind_of(node.node, names) if node.node is not None else Other.ANYTHING
    return FILTER_KINDS[node.name](base, node, names)


def _selected(base: Kind, node: nodes.Filter, names: Names) -> Kind:
    attribute = _read_from_each(base, node, names)
    arguments = [kind_of(argument, names) for argument in node.args]
    if len(arguments) > 1 and isinstance(arguments[1], Constant):
        names.mistakes.extend(_tested(str(arguments[1].value), [attribute, *arguments[2:]]))
    return base


def _mapped(base: Kind, node: nodes.Filter, names: Names) -> Kind:
    attribute = _read_from_each(base, node, names)
    if isinstance(attribute, Answer):
        return Answers(attribute.spot, attribute.said)
    if isinstance(attribute, Item):
        return Items(attribute.group, attribute.said, attribute.label)
    return Other.ANYTHING


def _read_from_each(base: Kind, node: nodes.Filter, names: Names) -> Kind:
    if base is Other.ANYTHING:
        return base
    attribute = node.args[0]
    if isinstance(base, Items) and isinstance(attribute, nodes.Const):
        one = Item(base.group, base.said, base.label)
        return names.attribute(one, str(attribute.value), f"{base.said}|map('{attribute.value}')")
    return names.wrong(f"{node.name} needs a list of items; {_said(node.node)} is none")


def _counted(base: Kind, node: nodes.Filter, names: Names) -> Kind:
    if _is_single(base):
        names.wrong(f"{_said(node.node)} is no list and no text: it has no length")
    return Other.NUMBER


def _is_single(kind: Kind) -> bool:
    if isinstance(kind, Answer):
        return getattr(kind.spot.entry, "type", "") in ("number", "rating", "yes_no")
    return isinstance(kind, Item) or kind is Other.NUMBER


def _element(base: Kind, node: nodes.Filter, names: Names) -> Kind:
    del node, names
    if isinstance(base, Items):
        return Item(base.group, base.said, base.label)
    if isinstance(base, Answers):
        return Answer(base.spot, base.said)
    return Other.ANYTHING


def _same(base: Kind, node: nodes.Filter, names: Names) -> Kind:
    if _is_single(base):
        return names.wrong(f"{_said(node.node)} is no list")
    return base


def _total(base: Kind, node: nodes.Filter, names: Names) -> Kind:
    if isinstance(base, Items):
        return names.wrong(f"{_said(node.node)} holds items: say which answer, as in |map('…')|{node.name}")
    if node.name == "sum":
        if isinstance(base, Answers):
            _needs_number(Answer(base.spot, base.said), names)
        return Other.NUMBER
    return _element(base, node, names)


def _worded(base: Kind, node: nodes.Filter, names: Names) -> Kind:
    _arguments(node, names)
    if isinstance(base, Items | Answers | Listed) and node.name != "join":
        return names.wrong(f"{_said(node.node)} is a list: {node.name} needs a text")
    return Other.TEXT


def _defaulted(base: Kind, node: nodes.Filter, names: Names) -> Kind:
    del base
    _arguments(node, names)
    return Other.ANYTHING


def _numeric(base: Kind, node: nodes.Filter, names: Names) -> Kind:
    if node.name != "int":
        _needs_number(base, names)
    _arguments(node, names)
    return Other.NUMBER


def _days(base: Kind, node: nodes.Filter, names: Names) -> Kind:
    for kind in (base, *_arguments(node, names)):
        if isinstance(kind, Answer) and getattr(kind.spot.entry, "type", "") != "date":
            names.wrong(f"{kind.said} is no date to count days from")
    return Other.NUMBER


def _arguments(node: nodes.Filter, names: Names) -> list[Kind]:
    return [kind_of(argument, names) for argument in node.args]


def _said(node: nodes.Node | None) -> str:
    """A part as its author wrote it, roughly."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_said(node.node)}.{node.attr}"
    return f"{_said(node.node)}|{node.name}" if isinstance(node, nodes.Filter) else "this"


FILTER_KINDS: Mapping[str, Callable[[Kind, nodes.Filter, Names], Kind]] = {
    "length": _counted,
    "count": _counted,
    "selectattr": _selected,
    "rejectattr": _selected,
    "map": _mapped,
    "sum": _total,
    "min": _total,
    "max": _total,
    "list": _same,
    "unique": _same,
    "first": _element,
    "last": _element,
    "lower": _worded,
    "upper": _worded,
    "trim": _worded,
    "join": _worded,
    "default": _defaulted,
    "round": _numeric,
    "int": _numeric,
    "abs": _numeric,
    "days_since": _days,
}
_READERS: Mapping[type[nodes.Node], Callable[[Any, Names], Kind]] = {
    nodes.Const: _const,
    nodes.Name: _name,
    nodes.Getattr: _getattr,
    nodes.Add: _calculated,
    nodes.Sub: _calculated,
    nodes.Mul: _calculated,
    nodes.Div: _calculated,
    nodes.Mod: _calculated,
    nodes.List: _list,
    nodes.Tuple: _list,
    nodes.CondExpr: _if,
    nodes.Compare: _compare,
    nodes.Concat: _concat,
    nodes.Filter: _filter,
    nodes.Test: _test,
}
