"""Ticking several options one by one, and answering with all that are ticked."""

from collections.abc import Collection
from dataclasses import replace

from dialogs import answering, late
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
    ids = _known(turn, asked, ticked)
    if ids != prompt.ticked:
        turn.seat = replace(turn.seat, prompt=replace(prompt, ticked=ids))
        turn.effects.append(Retick(token, ids))


def done(turn: Turn, prompt: Prompt) -> None:
    """Answer the open prompt with what is ticked."""
    asked = _of_several(turn, prompt)
    if asked is None:
        answering.answer(turn, "")
    elif not _refuse_none(turn, asked, prompt.ticked):
        answering.take(turn, prompt, _written(turn, asked, prompt.ticked))


def choose(turn: Turn, token: str, options: Collection[str], to: Prompt | None) -> None:
    """Answer a prompt with all of these options at once. What are no options does not count."""
    turn.hush()
    prompt = turn.prompt
    if prompt is not None and prompt.token == token:
        if turn.seat.is_paused:
            turn.refuse(phrase("answer.paused"))
        else:
            several = _of_several(turn, prompt)
            chosen = replace(prompt, ticked=_known(turn, several, options) if several else ())
            turn.seat = turn.seat if turn.is_shared else replace(turn.seat, prompt=chosen)
            done(turn, chosen)
        return
    asked = _of_several(turn, to) if to is not None else None
    if asked is None:
        late.press(turn, to, "")
    elif not _refuse_none(turn, asked, options):
        late.press(turn, to, _written(turn, asked, options))


def _refuse_none(turn: Turn, asked: Asked, options: Collection[str]) -> bool:
    """Whether no option is chosen where one has to be; if so, a sentence says so."""
    if _known(turn, asked, options) or not asked.question.bounds().min:
        return False
    turn.refuse(phrase("ticks.none") if asked.question.required else phrase("ticks.none_or_skip"))
    return True


def _written(turn: Turn, asked: Asked, options: Collection[str]) -> str:
    """Options as they could be typed."""
    return asked.question.spell(list(_known(turn, asked, options)), turn.around)


def _known(turn: Turn, asked: Asked, options: Collection[str]) -> tuple[str, ...]:
    """The ids among these that are options, in the options' order."""
    return tuple(one.id for one in asked.question.options(turn.around) if one.id in options)


def _of_several(turn: Turn, prompt: Prompt) -> Asked | None:
    """The prompt's question where several of its options may be ticked."""
    asked = turn.plan.asked.get(prompt.question) if prompt.kind is PromptKind.QUESTION else None
    is_several = asked is not None and isinstance(asked.question, MultiChoiceQuestion | MultiPickQuestion)
    return asked if is_several else None
