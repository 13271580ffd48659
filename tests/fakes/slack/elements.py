"""What may stand in a block: buttons, menus, pickers, inputs; and Slack's limits for each.

The numbers are those of https://docs.slack.dev/reference/block-kit/block-elements and its composition objects.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from tests.fakes.slack.checks import Checks, Pointer

Element: TypeAlias = dict[str, Any]
MAX_OPTIONS = 100
MAX_ACTION_ID = 255

SELECTS = frozenset(f"{kind}_select" for kind in ("static", "external", "users", "conversations", "channels"))
MULTI_SELECTS = frozenset(f"multi_{kind}" for kind in SELECTS)
PICKERS = frozenset({"datepicker", "timepicker", "datetimepicker"})
TYPED = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"})
TICKED = frozenset({"checkboxes", "radio_buttons"})
IN_ACTIONS = SELECTS | MULTI_SELECTS | PICKERS | TICKED | {"button", "overflow", "workflow_button"}
IN_SECTION = IN_ACTIONS - {"datetimepicker"} | {"image"}
IN_INPUT = SELECTS | MULTI_SELECTS | PICKERS | TICKED | TYPED | {"file_input"}


def check_element(checks: Checks, element: Any, at: Pointer, allowed: frozenset[str]) -> None:
    """One element of a block that allows these kinds."""
    if not isinstance(element, dict):
        checks.fail("must be an object", at)
        return
    kind = str(element.get("type"))
    if kind not in allowed:
        checks.fail(f"unsupported type: {kind}", f"{at}/type")
        return
    if element.get("action_id") is not None:
        checks.string(element["action_id"], f"{at}/action_id", MAX_ACTION_ID)
    checks.optional_text(element, "placeholder", at, 150)
    if element.get("confirm") is not None:
        _check_confirm(checks, element["confirm"], f"{at}/confirm")
    _CHECKS.get(kind, _check_nothing)(checks, element, at)


def check_option(checks: Checks, option: Any, at: Pointer, kinds: tuple[str, ...] = ("plain_text",)) -> None:
    """One option of a menu."""
    if not isinstance(option, dict):
        checks.fail("must be an object", at)
        return
    checks.text(option.get("text"), f"{at}/text", 75, kinds)
    checks.string(option.get("value"), f"{at}/value", 150)
    checks.optional_text(option, "description", at, 75)


def check_options_answer(checks: Checks, answer: Any) -> None:
    """What an app answers when it is asked for options."""
    if not isinstance(answer, dict):
        checks.fail("must be an object", "")
    elif "option_groups" in answer:
        _check_groups(checks, answer["option_groups"], "/option_groups")
    else:
        for n, option in enumerate(checks.items(answer.get("options"), "/options", MAX_OPTIONS, 0)):
            check_option(checks, option, f"/options/{n}")


def options_of(element: Element) -> list[dict[str, Any]]:
    """All options of a menu, those of groups too."""
    groups: list[dict[str, Any]] = element.get("option_groups") or []
    grouped = [option for group in groups for option in group["options"]]
    plain: list[dict[str, Any]] = element.get("options") or []
    return plain + grouped


def _check_nothing(checks: Checks, element: Element, at: Pointer) -> None:
    return


def _check_button(checks: Checks, element: Element, at: Pointer) -> None:
    checks.text(element.get("text"), f"{at}/text", 75)
    checks.optional_string(element, "value", at, 2000)
    checks.optional_string(element, "url", at, 3000)
    checks.optional_string(element, "accessibility_label", at, 75)
    if element.get("style") not in (None, "primary", "danger"):
        checks.fail("must be a valid enum value: primary, danger", f"{at}/style")


def _check_overflow(checks: Checks, element: Element, at: Pointer) -> None:
    for n, option in enumerate(checks.items(element.get("options"), f"{at}/options", 5)):
        check_option(checks, option, f"{at}/options/{n}")


def _check_ticked(checks: Checks, element: Element, at: Pointer) -> None:
    for n, option in enumerate(checks.items(element.get("options"), f"{at}/options", 10)):
        check_option(checks, option, f"{at}/options/{n}", ("plain_text", "mrkdwn"))
    _check_initial(checks, element, at)


def _check_static(checks: Checks, element: Element, at: Pointer) -> None:
    if "option_groups" in element:
        _check_groups(checks, element["option_groups"], f"{at}/option_groups")
    else:
        for n, option in enumerate(checks.items(element.get("options"), f"{at}/options", MAX_OPTIONS)):
            check_option(checks, option, f"{at}/options/{n}")
    _check_initial(checks, element, at)


def _check_external(checks: Checks, element: Element, at: Pointer) -> None:
    least = element.get("min_query_length")
    if least is not None and not isinstance(least, int):
        checks.fail("must be an integer", f"{at}/min_query_length")
    chosen = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    for option in chosen:
        check_option(checks, option, f"{at}/initial_option")


def _check_groups(checks: Checks, groups: Any, at: Pointer) -> None:
    for n, group in enumerate(checks.items(groups, at, MAX_OPTIONS)):
        if not isinstance(group, dict):
            checks.fail("must be an object", f"{at}/{n}")
            continue
        checks.text(group.get("label"), f"{at}/{n}/label", 75)
        for m, option in enumerate(checks.items(group.get("options"), f"{at}/{n}/options", MAX_OPTIONS)):
            check_option(checks, option, f"{at}/{n}/options/{m}")


def _check_initial(checks: Checks, element: Element, at: Pointer) -> None:
    """What is chosen from the start must be one of the options, exactly."""
    if any(at in message for message in checks.messages):
        return
    known = options_of(element)
    if "initial_option" in element and element["initial_option"] not in known:
        checks.fail("initial_option must exactly match a provided option", f"{at}/initial_option")
    if "initial_options" in element:
        for n, option in enumerate(checks.items(element["initial_options"], f"{at}/initial_options", MAX_OPTIONS)):
            if option not in known:
                checks.fail("initial_options must exactly match provided options", f"{at}/initial_options/{n}")


def _check_date(checks: Checks, element: Element, at: Pointer) -> None:
    _check_format(checks, element, "initial_date", at, r"\d{4}-\d{2}-\d{2}")


def _check_time(checks: Checks, element: Element, at: Pointer) -> None:
    _check_format(checks, element, "initial_time", at, r"([01]\d|2[0-3]):[0-5]\d")


def _check_format(checks: Checks, element: Element, key: str, at: Pointer, pattern: str) -> None:
    value = element.get(key)
    if value is not None and not re.fullmatch(pattern, str(value)):
        checks.fail(f"failed to match the required pattern: {pattern}", f"{at}/{key}")


def _check_input(checks: Checks, element: Element, at: Pointer) -> None:
    checks.optional_string(element, "initial_value", at, 3000)
    for key, least in (("max_length", 1), ("min_length", 0)):
        value = element.get(key)
        if value is not None and not (isinstance(value, int) and least <= value <= 3000):
            checks.fail(f"must be between {least} and 3000", f"{at}/{key}")
    most = element.get("max_length")
    if isinstance(most, int) and len(str(element.get("initial_value") or "")) > most:
        checks.fail("initial_value is longer than max_length", f"{at}/initial_value")


def _check_number(checks: Checks, element: Element, at: Pointer) -> None:
    checks.require(element, "is_decimal_allowed", at)


def _check_image(checks: Checks, element: Element, at: Pointer) -> None:
    checks.string(element.get("alt_text"), f"{at}/alt_text", 2000)
    if "slack_file" not in element:
        checks.string(element.get("image_url"), f"{at}/image_url", 3000)


def _check_confirm(checks: Checks, confirm: Any, at: Pointer) -> None:
    if not isinstance(confirm, dict):
        checks.fail("must be an object", at)
        return
    checks.text(confirm.get("title"), f"{at}/title", 100)
    checks.text(confirm.get("text"), f"{at}/text", 300, ("plain_text", "mrkdwn"))
    checks.text(confirm.get("confirm"), f"{at}/confirm", 30)
    checks.text(confirm.get("deny"), f"{at}/deny", 30)


_CHECKS: Mapping[str, Callable[[Checks, Element, Pointer], None]] = {
    "button": _check_button,
    "overflow": _check_overflow,
    "checkboxes": _check_ticked,
    "radio_buttons": _check_ticked,
    "static_select": _check_static,
    "multi_static_select": _check_static,
    "external_select": _check_external,
    "multi_external_select": _check_external,
    "datepicker": _check_date,
    "timepicker": _check_time,
    "plain_text_input": _check_input,
    "number_input": _check_number,
    "image": _check_image,
}
