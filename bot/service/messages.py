"""Effects as plain data: what an outbox keeps and a platform shows."""

from collections.abc import Mapping
from typing import Any

from dialogs.effects import Ask, Call, Deliver, Effect, Refuse, Retick, Say, Settle, Whisper
from dialogs.plan import NEW
from dialogs.state import Prompt, PromptKind
from dialogs.texts import Part, Rich, Span, Style, Words, plain

PLAIN = Style.PLAIN.value
_KINDS: Mapping[type[Effect], str] = {Say: "say", Refuse: "error", Whisper: "whisper"}


def to_payload(effect: Effect, words: Words, project: str, answers_seq: int) -> dict[str, Any]:
    """An effect in one language as JSON data. Texts are lists of [text, style]."""
    if isinstance(effect, Deliver):
        return {
            "kind": "document",
            "project": project,
            "document": effect.document,
            "phase": effect.phase,
            "is_draft": effect.is_draft,
            "answers_seq": answers_seq,
        }
    if isinstance(effect, Ask):
        return _asked(effect, words, project)
    if isinstance(effect, Retick):
        return {"kind": "ticks", "token": effect.token, "ticked": list(effect.ticked)}
    text = {"text": spans(words, effect.text)}
    if isinstance(effect, Settle):
        answer = None if effect.answer is None else spans(words, effect.answer)
        return {"kind": "settle", "token": effect.token, **text, "answer": answer, "who": effect.who}
    if isinstance(effect, Call):
        return {"kind": "call", "member": effect.member, "question": effect.question, "item": effect.item, **text}
    return {"kind": _KINDS[type(effect)], **text}


def prompt_of(payload: Mapping[str, Any]) -> Prompt:
    """The prompt that a question's payload showed; without what a CONFIRM prompt would do."""
    shown = payload["prompt"]
    return Prompt(
        token=shown["token"],
        kind=PromptKind(payload["prompt_kind"]),
        question=shown["question"],
        item=payload["slot_item"],
        based_on=payload["based_on"],
        ticked=tuple(payload["ticked"]),
    )


def text_of(payload: Mapping[str, Any], key: str = "text") -> Rich:
    """A payload's text with its styles."""
    return tuple(Span(text, Style(style)) for text, style in payload.get(key) or ())


def plain_text_of(payload: Mapping[str, Any], key: str = "text") -> str:
    """A payload's text without its styles."""
    return plain(text_of(payload, key))


def _asked(ask: Ask, words: Words, project: str) -> dict[str, Any]:
    item = ask.prompt.item
    prompt = {
        "token": ask.prompt.token,
        "project": project,
        "phase": ask.phase,
        "dialog": ask.dialog,
        "question": ask.prompt.question,
        "item": None if not item or item.startswith(NEW) else item,
        "type": ask.type,
        "options": [{"id": option.id, "label": words.plain(option.label)} for option in ask.options],
        "required": ask.required,
        "min": ask.min,
        "max": ask.max,
        "unit": ask.unit,
        "example": ask.example,
        "progress": {"answered": ask.progress.answered, "total": ask.progress.total} if ask.progress else None,
    }
    texts: dict[str, Part | None] = {"help": ask.help, "recommended": ask.recommended, "current": ask.current}
    return {
        "kind": "ask",
        "text": spans(words, ask.text),
        "prompt": prompt,
        **{name: spans(words, part) for name, part in texts.items() if part},
        "place": [ask.phase_title, ask.dialog_title, *([ask.item_label] if ask.item_label else [])],
        "is_repeat": ask.is_repeat,
        "takes_other": ask.takes_other,
        "prompt_kind": ask.prompt.kind.value,
        "slot_item": ask.prompt.item,
        "based_on": ask.prompt.based_on,
        "ticked": list(ask.prompt.ticked),
    }


def spans(words: Words, part: Part) -> list[list[str]]:
    """A text as a payload has it: pieces, each with its style."""
    return [[span.text, span.style.value] for span in words.rich(part)]
