"""How blocks look to a person, as plain lines: text, [Button], [Placeholder ▾], (•) chosen, [x] ticked."""

from collections.abc import Callable, Iterable, Mapping

from tests.fakes.slack.blocks import Block
from tests.fakes.slack.elements import options_of
from tests.fakes.slack.richtext import marked_up, rich_text_lines
from tests.fakes.slack.states import Values, current_values, is_empty
from tests.fakes.wire import Json

NameOf = Callable[[str], str]


def seen_blocks(blocks: list[Block], touched: Values, name_of: NameOf) -> str:
    """The blocks as they look with what somebody has chosen and typed so far."""
    values = current_values(blocks, touched)
    lines: list[str] = []
    for block in blocks:
        lines += _BLOCKS[block["type"]](block, values.get(block.get("block_id", ""), {}), name_of)
    return "\n".join(lines)


def seen_text(text: Json, name_of: NameOf) -> str:
    """A text object."""
    return marked_up(text["text"], name_of) if text["type"] == "mrkdwn" else str(text["text"])


def label_of(element: Json) -> str:
    """What stands on a button or in an empty menu."""
    holder = element.get("text") or element.get("placeholder")
    kind = str(element["type"])
    return str(holder["text"]) if holder else {"overflow": "⋯"}.get(kind, kind)


def _seen_element(element: Json, values: Mapping[str, Json], name_of: NameOf) -> str:
    value = values.get(element.get("action_id", ""), {})
    kind = element["type"]
    if kind == "image":
        return f"<{element['alt_text']}>"
    if kind == "button":
        return f"[{label_of(element)}]"
    if kind == "overflow":
        return f"[⋯ {' | '.join(option['text']['text'] for option in element['options'])}]"
    if kind in {"radio_buttons", "checkboxes"}:
        return _seen_options(element, value)
    chosen = "" if is_empty(value) else ", ".join(_chosen(value, name_of))
    if kind.endswith("_input"):
        return f"[{chosen or label_of(element)}]" if chosen or "placeholder" in element else "[ ]"
    return f"[{chosen or label_of(element)} ▾]"


def _seen_options(element: Json, value: Json) -> str:
    is_radio = element["type"] == "radio_buttons"
    chosen = [value.get("selected_option")] if is_radio else value.get("selected_options", [])
    on, off = ("(•)", "( )") if is_radio else ("[x]", "[ ]")
    return "\n".join(f"{on if option in chosen else off} {option['text']['text']}" for option in options_of(element))


def _chosen(value: Json, name_of: NameOf) -> Iterable[str]:
    for key, content in value.items():
        if key == "type" or not content:
            continue
        for one in content if isinstance(content, list) else [content]:
            if isinstance(one, dict):
                yield (
                    "\n".join(rich_text_lines(one, name_of)) if one.get("type") == "rich_text" else one["text"]["text"]
                )
            else:
                yield name_of(one) if key in {"selected_user", "selected_users"} else str(one)


def _actions(block: Block, values: Mapping[str, Json], name_of: NameOf) -> list[str]:
    return [" ".join(_seen_element(element, values, name_of) for element in block["elements"])]


def _context(block: Block, values: Mapping[str, Json], name_of: NameOf) -> list[str]:
    pieces = [
        _seen_element(piece, values, name_of) if piece["type"] == "image" else seen_text(piece, name_of)
        for piece in block["elements"]
    ]
    return [" ".join(pieces)]


def _section(block: Block, values: Mapping[str, Json], name_of: NameOf) -> list[str]:
    texts = [block["text"]] if block.get("text") else []
    lines = [seen_text(text, name_of) for text in [*texts, *(block.get("fields") or [])]]
    return lines + ([_seen_element(block["accessory"], values, name_of)] if block.get("accessory") else [])


def _input(block: Block, values: Mapping[str, Json], name_of: NameOf) -> list[str]:
    label = block["label"]["text"] + (" (optional)" if block.get("optional") else "")
    hint = [block["hint"]["text"]] if block.get("hint") else []
    return [f"{label}:", _seen_element(block["element"], values, name_of), *hint]


def _rich_text(block: Block, values: Mapping[str, Json], name_of: NameOf) -> list[str]:
    return rich_text_lines(block, name_of)


def _table(block: Block, values: Mapping[str, Json], name_of: NameOf) -> list[str]:
    return [" | ".join(_cell(cell, name_of) for cell in row) for row in block["rows"]]


def _cell(cell: Json, name_of: NameOf) -> str:
    return " ".join(rich_text_lines(cell, name_of)) if cell["type"] == "rich_text" else str(cell["text"])


_BLOCKS: Mapping[str, Callable[[Block, Mapping[str, Json], NameOf], list[str]]] = {
    "actions": _actions,
    "context": _context,
    "divider": lambda block, values, name_of: ["───"],
    "file": lambda block, values, name_of: [f"<{block['external_id']}>"],
    "header": lambda block, values, name_of: [block["text"]["text"]],
    "image": lambda block, values, name_of: [f"<{block['alt_text']}>"],
    "input": _input,
    "markdown": lambda block, values, name_of: [block["text"]],
    "rich_text": _rich_text,
    "section": _section,
    "table": _table,
    "video": lambda block, values, name_of: [f"<{block['title']['text']}>"],
}
