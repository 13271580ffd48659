"""Ticking several options one by one, and answering with all that are ticked."""

from dataclasses import replace

from dialogs import answering
from dialogs.effects import Retick
from dialogs.plan import Asked
from dialogs.questions.choice import MultiChoiceQuestion
from dialogs.questions.picks import MultiPickQuestion
from dialogs.state import Prompt, PromptKind
from dialogs.texts import phrase
from dialogs.turn import Turn


def tick(turn: Turn, token: str, option: str) -> None:
    """Tick an option of the open prompt, or take its tick away."""
    prompt = turn.prompt
    if prompt is None or prompt.token != token:
        turn.whisper(phrase("press.old"))
        return
    asked = _of_several(turn, prompt)
    if asked is None:
        return
    ticked = {*prompt.ticked} ^ {option}
    ids = tuple(one.id for one in asked.question.options(turn.around) if one.id in ticked)
    if ids != prompt.ticked:
        turn.seat = replace(turn.seat, prompt=replace(prompt, ticked=ids))
        turn.effects.append(Retick(token, ids))


def done(turn: Turn, prompt: Prompt) -> None:
    """Answer the open prompt with what is ticked."""
    asked = _of_several(turn, prompt)
    ids = [one.id for one in asked.question.options(turn.around) if one.id in prompt.ticked] if asked else []
    if asked is None:
        answering.answer(turn, "")
    elif ids or not asked.question.bounds().min:
        answering.take(turn, prompt, ", ".join(ids) or "none")
    elif asked.question.required:
        turn.refuse(phrase("ticks.none"))
    else:
        turn.refuse(phrase("ticks.none_or_skip"))


def _of_several(turn: Turn, prompt: Prompt) -> Asked | None:
    """The prompt's question where several of its options may be ticked."""
    asked = turn.plan.asked.get(prompt.question) if prompt.kind is PromptKind.QUESTION else None
    is_several = asked is not None and isinstance(asked.question, MultiChoiceQuestion | MultiPickQuestion)
    return asked if is_several else None
