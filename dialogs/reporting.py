"""What people report of items, where the playbook itself asks how far they are; and what of a phase they report on."""

from collections.abc import Iterable
from datetime import datetime

from dialogs.answers import Kind
from dialogs.plan import Plan
from dialogs.questions.choice import ChoiceQuestion
from dialogs.state import State
from dialogs.trends import DONE, is_done, state_question
from dialogs.turn import Turn
from dialogs.view import ItemView, View

DOING = "doing"
NAMED = 8
"""Items that are named in one line."""


def write(plan: Plan, state: State, member: str, item: str, turned: str, *, now: datetime) -> State:
    """The state with what a member reported of an item ("doing" or "done") as the answer to the playbook's question.

    The same state where the playbook has no such question, or no answer that says so, or has that answer already.
    """
    turn = Turn(plan, state, chat="", member=member, now=now, token="")
    found = turn.view.item(item)
    asks = state_question(plan.rounds[found.group]) if found is not None else None
    if asks is None or not isinstance(asks.question, ChoiceQuestion) or not turn.view.applies(asks, item):
        return state
    wanted = {DOING} if turned == DOING else DONE
    option = next((id_ for id_ in asks.question.options_by_id if id_ in wanted), None)
    if option is None or turn.view.raw(asks, item) == option:
        return state
    turn.write(Kind.ANSWER, asks.id, item, option)
    return State(turn.book, state.members, state.seats, state.roles)


def failed_cases(plan: Plan, state: State) -> tuple[str, ...]:
    """Test cases that failed, by label and name; at most `NAMED`."""
    view = View(plan, state.book)
    found = (item for item in view.all_items("test_cases") if view.value("test_cases.result", item.id) == "failed")
    return _named(found)


def launch_items(plan: Plan, state: State, member: str) -> tuple[str, ...]:
    """Launch items that a member takes care of and that are not done; at most `NAMED`."""
    view = View(plan, state.book)
    mine = (item for item in view.all_items("launch_items") if view.value("launch_items.owner", item.id) == member)
    return _named(item for item in mine if not is_done(view, item.id, {}))


def metrics(plan: Plan, state: State) -> tuple[str, ...]:
    """The numbers that the team watches; at most `NAMED`."""
    return _named(View(plan, state.book).all_items("metrics"))


def _named(items: Iterable[ItemView]) -> tuple[str, ...]:
    return tuple(str(item) for item, _ in zip(items, range(NAMED), strict=False))
