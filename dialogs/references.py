"""What an expression reads: for finding who must look anew when an answer changes."""

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import nodes


@dataclass(frozen=True, slots=True)
class Reference:
    """A name in an expression with the attributes read from it, as in `item.serves`."""

    name: str
    attributes: tuple[str, ...]


def references(node: nodes.Node) -> Iterator[Reference]:
    """Every name that is read, with the attributes read from it. Rather one too many than one too few."""
    attributes: list[str] = []
    inner = node
    while isinstance(inner, nodes.Getattr):
        attributes.insert(0, inner.attr)
        inner = inner.node
    if isinstance(inner, nodes.Name):
        yield Reference(inner.name, tuple(attributes))
    elif attributes:
        yield from _with(inner, attributes)
    else:
        if isinstance(node, nodes.Filter) and node.name in ("selectattr", "rejectattr", "map"):
            yield from _through(node)
        for child in node.iter_child_nodes():
            yield from references(child)


def _with(node: nodes.Node, attributes: list[str]) -> Iterator[Reference]:
    """`(features|first).effort` reads features and features.effort."""
    for reference in references(node):
        yield reference
        yield Reference(reference.name, (*reference.attributes, *attributes))


def _through(node: nodes.Filter) -> Iterator[Reference]:
    """`features|selectattr('moscow', …)` reads features.moscow."""
    source: nodes.Node = node
    while isinstance(source, nodes.Filter) and source.node is not None:
        source = source.node
    attribute = str(getattr(node.args[0], "value", ""))
    for reference in references(source):
        yield Reference(reference.name, (*reference.attributes, attribute))
