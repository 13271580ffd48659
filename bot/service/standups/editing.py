"""/standup edit time 10:00: one setting of a stand-up, read as its question in the set-up reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.service.standups import crew, faults, planning, setup, wording
from bot.service.standups.choosing import is_taken, standups
from bot.service.standups.model import Standup
from bot.service.standups.questions import asked_in, playbook_of
from dialogs.model import Playbook
from dialogs.questions.base import Situation, Understood, Unsure
from dialogs.questions.lists import ListQuestion
from dialogs.questions.selection import is_none
from dialogs.texts import Part, lines, phrase
from dialogs.zones import local_day

if TYPE_CHECKING:
    from bot.service.talk import Talk

SETTINGS: Mapping[str, str] = {
    "name": "name",
    "days": "days",
    "every": "every",
    "time": "time",
    "zone": "zone",
    "clock": "clock",
    "window": "window",
    "people": "people",
    "who": "who",
    "where": "where",
    "nudges": "nudges",
    "questions": "own_questions",
    "from": "starts",
    "until": "ends",
}
"""What can be named, and the question of the set-up that it is."""
_DAYS = ("starts", "ends")
"""What there needn't be, and can be taken away."""
_OF_QUESTIONS = ("ask", "drop", "reword")


def is_setting(word: str) -> bool:
    """Whether a word says what is to be changed."""
    return word.casefold() in SETTINGS or word.casefold() in _OF_QUESTIONS


def edit(talk: Talk, standup: Standup, argument: str) -> None:
    """Change one setting, or one question: "ask …" adds one, "drop 2" takes one away, "reword 2 …" says it anew."""
    word, _, typed = argument.partition(" ")
    word, typed = word.casefold(), typed.strip()
    wanted = SETTINGS.get(word)
    if word in _OF_QUESTIONS:
        _edit_questions(talk, standup, word, typed)
    elif wanted is None or not typed:
        talk.refuse(phrase("standup.edit_expected", names=lines(SETTINGS, between=", ")))
    elif wanted in _DAYS and (is_none(typed) or typed == "-"):
        _keep(talk, setup.changed(talk, standup, {wanted: ""}))
    else:
        _set(talk, standup, word, typed)


def _set(talk: Talk, standup: Standup, word: str, typed: str) -> None:
    given = _read(talk, standup, word, typed)
    if given is None:
        return
    if given.get("clock") == "one":
        given["zone"] = standup.zone or talk.me.zone
    refusal = _refusal(talk, standup, given)
    if refusal is None:
        _keep(talk, setup.changed(talk, standup, given))
    else:
        talk.refuse(refusal)


def _read(talk: Talk, standup: Standup, word: str, typed: str) -> dict[str, Any] | None:
    """What was typed, by the set-up's questions; None where that was refused, or asked back."""
    wanted = SETTINGS[word]
    rhythm = wording.rhythm(wanted, typed)
    if rhythm is not None:
        return dict(rhythm)
    plan = talk.office.playbooks.of_errand(talk.turn, talk.chat.workspace, setup.KIND)
    question, around = plan.asked[wanted].question, Situation(_today(talk), talk.me.id)
    options, said = question.options(around), wording.in_other_words(wanted, typed)
    is_position = any(one.isdecimal() for one in said) and all(one.id != said for one in options)
    parsed = None if options and is_position else question.parse(said, around)
    if isinstance(parsed, Understood):
        return {wanted: parsed.value}
    if isinstance(parsed, Unsure):
        value, spelled = question.show(parsed.value, around), question.spell(parsed.value, around)
        talk.refuse(phrase("standup.edit_unsure", value=value, command=_command(talk, standup, f"{word} {spelled}")))
    elif options:
        labels = lines((one.label for one in options), between=" · ")
        example = _command(talk, standup, f"{word} {options[0].label}")
        talk.refuse(phrase("standup.edit_options", setting=word, said=typed[:40], options=labels, command=example))
    elif parsed is not None:
        talk.refuse(parsed.because)
    return None


def _command(talk: Talk, standup: Standup, rest: str) -> str:
    """How a setting is typed, behind the stand-up's name where there are several."""
    name = f"{standup.name} " if len(standups(talk)) > 1 else ""
    return f"/standup edit {name}{rest}"


def _today(talk: Talk) -> date:
    return local_day(talk.now, talk.me.zone)


def _refusal(talk: Talk, standup: Standup, given: Mapping[str, Any]) -> Part | None:
    """Why a setting can't be as it was said; None where it can."""
    if "name" in given and is_taken(talk, str(given["name"]), but=standup):
        return phrase("standup.taken", name=str(given["name"]))
    if given.get("who") == "some":
        return phrase("standup.people_expected")
    if given.get("clock") == "one" and not given["zone"]:
        return phrase("standup.zone_expected")
    if given.keys() & _DAYS:
        rule = setup.changed(talk, standup, given).rule
        return faults.of_days(rule.starts, rule.ends, _today(talk) if "ends" in given else date.min)
    if "own_questions" in given:
        return faults.of_questions(given["own_questions"])
    return _refusal_of_people(talk, given["people"]) if "people" in given else None


def _refusal_of_people(talk: Talk, names: Sequence[str]) -> Part | None:
    found = crew.named(talk, names)
    if found.unknown:
        return phrase("standup.people_unknown", names=lines(found.unknown, between=", "))
    if not found.members and not found.is_everybody:
        return phrase("standup.people_watching", names=lines(found.watching, between=", "))
    return None


def _edit_questions(talk: Talk, standup: Standup, what: str, typed: str) -> None:
    plan = talk.office.playbooks.of_errand(talk.turn, standup.workspace, standup.playbook)
    texts = [one.text for one in asked_in(plan.playbook)]
    number, _, rest = typed.partition(" ")
    at = int(number) - 1 if number.isdecimal() and len(number) < 4 and 0 < int(number) <= len(texts) else None
    if what == "ask" and typed:
        texts.append(typed)
    elif what == "drop" and at is not None and len(texts) > 1:
        del texts[at]
    elif what == "reword" and at is not None and rest.strip():
        texts[at] = rest.strip()
    else:
        talk.refuse(phrase("standup.questions_expected", n=len(texts)))
        return
    refusal = _refusal_of_questions(talk, texts, texts[-1 if at is None else at]) if what != "drop" else None
    if refusal is not None:
        talk.refuse(refusal)
        return
    playbook = (
        _reworded(plan.playbook, texts, at)
        if what == "reword" and at is not None
        else playbook_of(talk.office.playbooks.errand(setup.CHECK_IN), plan.playbook, texts)
    )
    _keep(talk, replace(standup, playbook=setup.pin(talk.turn, talk, playbook)))


def _refusal_of_questions(talk: Talk, texts: Sequence[str], new: str) -> Part | None:
    """Why a question can't be added or reworded so: the limits are those of the set-up."""
    asked = talk.office.playbooks.of_errand(talk.turn, talk.chat.workspace, setup.KIND).asked
    limits = asked["own_questions"].question
    longest = limits.max_length if isinstance(limits, ListQuestion) else len(new)
    most = limits.bounds().max or len(texts)
    if len(new) > longest:
        return phrase("text.too_long", n=len(new), max=longest)
    twice = faults.of_questions(texts)
    if twice is None and len(texts) > most:
        return phrase("standup.questions_full", max=int(most))
    return twice


def _reworded(playbook: Playbook, texts: list[str], at: int) -> Playbook:
    """Only the words change: the question stays the one it was."""
    content = playbook.content()
    wanted = asked_in(playbook)[at].id
    for one in content["phases"][0]["dialogs"][0]["ask"]:
        if one.get("id") == wanted:
            one["text"] = texts[at]
    return Playbook.model_validate(content)


def _keep(talk: Talk, standup: Standup) -> None:
    talk.turn.rota.put_routine(standup)
    planning.reschedule(talk.turn, standup, talk.now)
    shown, next_ = setup.show(talk, standup), setup.next_line(talk, standup)
    talk.say(phrase("standup.changed", name=standup.name, shown=shown, next=next_))
