"""Checking pieces of Block Kit: each mistake is kept in the words and with the pointer that Slack answers with."""

from collections.abc import Collection, Sequence
from typing import Any, TypeAlias

Pointer: TypeAlias = str


class Checks:
    """The mistakes of one message or view, and the ids it has used."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.block_ids: set[str] = set()
        self.characters = 0

    def fail(self, what: str, at: Pointer) -> None:
        """One more mistake."""
        self.messages.append(f"[ERROR] {what} [json-pointer:{at}]")

    def require(self, holder: dict[str, Any], key: str, at: Pointer) -> Any:
        """A field that must be there; None if it is not."""
        value = holder.get(key)
        if value is None:
            self.fail(f"missing required field: {key}", at)
        return value

    def string(self, value: Any, at: Pointer, limit: int, least: int = 1) -> None:
        """A text of at most so many characters."""
        if not isinstance(value, str):
            self.fail("must be a string", at)
        elif len(value) < least:
            self.fail(f"must be more than {least - 1} characters", at)
        elif len(value) > limit:
            self.fail(f"must be less than {limit + 1} characters", at)

    def optional_string(self, holder: dict[str, Any], key: str, at: Pointer, limit: int) -> None:
        """The same for a field that may be left out."""
        if holder.get(key) is not None:
            self.string(holder[key], f"{at}/{key}", limit, 0)

    def text(self, value: Any, at: Pointer, limit: int, kinds: Collection[str] = ("plain_text",)) -> None:
        """A text object."""
        if not isinstance(value, dict):
            self.fail("must be an object", at)
        elif value.get("type") not in kinds:
            self.fail(f"must be a valid enum value: {', '.join(kinds)}", f"{at}/type")
        else:
            self.string(value.get("text"), f"{at}/text", limit)
            self.characters += len(str(value.get("text", "")))

    def optional_text(self, holder: dict[str, Any], key: str, at: Pointer, limit: int) -> None:
        """The same for a field that may be left out."""
        if holder.get(key) is not None:
            self.text(holder[key], f"{at}/{key}", limit)

    def items(self, value: Any, at: Pointer, most: int, least: int = 1) -> Sequence[Any]:
        """A list of at most so many; empty if it is none."""
        if not isinstance(value, list):
            self.fail("must be an array", at)
            return []
        if len(value) > most:
            self.fail(f"no more than {most} items allowed", at)
        if len(value) < least:
            self.fail(f"must provide at least {least} items" if least > 1 else "must not be empty", at)
        return value

    def block_id(self, block: dict[str, Any], at: Pointer) -> None:
        """A block's id: short, and the only one of its kind."""
        block_id = block.get("block_id")
        if block_id is None:
            return
        self.string(block_id, f"{at}/block_id", 255, 0)
        if block_id and str(block_id) in self.block_ids:
            self.fail(f"`block_id` {block_id!r} already exists", f"{at}/block_id")
        self.block_ids.add(str(block_id))
