"""What a step leaves behind: the prompt that is no longer open, with its answer."""

from dialogs import asking
from dialogs.answering import confirm_text, removal_text
from dialogs.answers import Entry, Kind
from dialogs.effects import Settle
from dialogs.plan import NEW
from dialogs.state import Prompt, PromptKind
from dialogs.texts import Part, phrase
from dialogs.turn import Turn
from dialogs.view import View


def settle(turn: Turn) -> None:
    """Say so when the prompt that was open before the step is not the open one any more."""
    before, after = turn.seat_before.prompt, turn.prompt
    if before is None or (after is not None and after.token == before.token):
        return
    answer = _answer(turn, before)
    who = turn.name(turn.me) if turn.is_shared and answer is not None else ""
    turn.effects.append(Settle(before.token, _text(turn, before), answer, who))


def _text(turn: Turn, prompt: Prompt) -> Part:
    """What was asked, in its own words."""
    if prompt.kind is PromptKind.ANOTHER:
        rounds = turn.plan.rounds.get(prompt.question)
        return asking.another_text(turn.view, rounds, prompt.item) if rounds else phrase("answer.gone")
    if prompt.pending is not None and prompt.pending["do"] == "remove":
        return removal_text(View(turn.plan, turn.state.book), prompt.item)
    asked = turn.plan.asked.get(prompt.question)
    if asked is None:
        return phrase("answer.gone")
    if prompt.kind is PromptKind.CONFIRM:
        return confirm_text(turn, turn.state.book, asked, prompt)
    return asking.question_text(turn.view, asked, prompt.item, turn.around)


def _answer(turn: Turn, prompt: Prompt) -> Part | None:
    """How the prompt's slot reads now, where this step wrote it."""
    rounds = turn.plan.rounds.get(prompt.question) if prompt.kind is PromptKind.ANOTHER else None
    if rounds is not None and turn.seat.focus == (rounds.first.id, NEW + prompt.item):
        return phrase("yes")
    entry = _written(turn, prompt)
    if entry is None or entry.kind is Kind.CLEAR:
        return phrase("yes") if _was_removed(turn, prompt) else None
    if entry.kind is Kind.SKIP:
        return phrase("settle.skipped")
    asked = turn.plan.asked.get(entry.question)
    return phrase("no") if asked is None or entry.value is None else asking.show(asked, entry.value, turn.around)


def _written(turn: Turn, prompt: Prompt) -> Entry | None:
    """What this step wrote last for the prompt's slot, or for the item that came to life with it."""
    slot = prompt.slot
    if prompt.item.startswith(NEW) and prompt.question in turn.plan.asked:
        group, around = turn.plan.asked[prompt.question].over, prompt.item.removeprefix(NEW)
        slot = (prompt.question, turn.book.rounds.get((group, around), ("",))[-1])
    found = turn.book.newest.get(slot)
    return found if found is not None and found.seq >= turn.first_seq else None


def _was_removed(turn: Turn, prompt: Prompt) -> bool:
    """Whether the prompt asked to remove an item, and this step did."""
    if prompt.pending is None or prompt.pending["do"] != "remove":
        return False
    return turn.book.is_gone(prompt.item) and not turn.state.book.is_gone(prompt.item)
