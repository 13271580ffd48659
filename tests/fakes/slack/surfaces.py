"""What a message and a view have in common: blocks on them, and what each person has done to these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.slack.blocks import Block, elements_of
from tests.fakes.slack.elements import options_of
from tests.fakes.slack.seeing import label_of
from tests.fakes.slack.states import Values, current_values
from tests.fakes.wire import Json

if TYPE_CHECKING:
    from tests.fakes.slack.world import World


class Surface:
    """Something with blocks that a person looks at."""

    world: World
    content: Json

    def __init__(self) -> None:
        self._touched: dict[str, Values] = {}
        self._loaded: dict[tuple[str, str], list[Json]] = {}

    @property
    def blocks(self) -> list[Block]:
        """The blocks on it, with all ids."""
        blocks: list[Block] = self.content.get("blocks") or []
        return blocks

    @property
    def elements(self) -> list[tuple[Block, Json]]:
        """All that can be pressed, chosen or typed into, each with its block."""
        return [(block, element) for block in self.blocks for element in elements_of(block)]

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons."""
        return [label_of(element) for _, element in self.elements if element["type"] == "button"]

    @property
    def options(self) -> list[str]:
        """The labels of all options of all its menus, radio buttons and checkboxes."""
        return [option["text"]["text"] for _, element in self.elements for option in options_of(element)]

    def button(self, label: str) -> Json:
        """The button with this label. Raises `LookupError`."""
        for _, element in self.elements:
            if element["type"] == "button" and label_of(element) == label:
                return element
        raise LookupError(f"no button {label!r}, only {self.buttons}")

    def touched_by(self, person_id: str) -> Values:
        """What somebody has chosen and typed on it."""
        return self._touched.setdefault(person_id, {})

    def values_for(self, person_id: str) -> Values:
        """All values on it, as somebody sees them."""
        return current_values(self.blocks, self.touched_by(person_id))

    def touches(self, person_id: str, block: Block, element: Json, value: Json) -> None:
        """Somebody changes one value."""
        self.touched_by(person_id).setdefault(block["block_id"], {})[element["action_id"]] = value

    def load(self, block: Block, element: Json, options: list[Json]) -> None:
        """Keep the options that an app has given for a menu."""
        self._loaded[block["block_id"], element["action_id"]] = options

    def options_for(self, block: Block, element: Json) -> list[Json]:
        """What can be chosen in a menu now."""
        if "external" in element["type"]:
            return self._loaded.get((block["block_id"], element["action_id"]), [])
        return options_of(element)
