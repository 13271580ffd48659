"""Values of a call, whichever way they were sent."""

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class BaseParameters:
    """The values of one call; a form's values are text, a JSON body's are what they are."""

    values: dict[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Text, or nothing."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        """Yes or no."""
        return str(self.values.get(name, "")).lower() in {"true", "1", "yes"}

    def structure(self, name: str) -> Any:
        """An object or a list, which a form carries as JSON text. Raises what `no_json` says for text that is none."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise self.no_json(name) from None

    def no_json(self, name: str) -> Exception:
        """How the platform refuses text that is no JSON."""
        raise NotImplementedError
