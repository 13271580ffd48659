"""Whatever is typed into whichever form of the first playbook: it ends as the same conversation would."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.resources import PLAYBOOKS
from dialogs.answers import Slot, Value
from dialogs.forms import Form, Given, form
from dialogs.loader import load
from dialogs.plan import NEW, Rounds
from dialogs.state import PromptKind
from tests.unit.asking import ANY_TEXT
from tests.unit.chatting import Person, Room

BOOK = load(PLAYBOOKS / "mini_program")
PLAN = Room(BOOK).plan
PLACES = [
    *((section.id, "") for section in PLAN.sections if not section.over and not section.is_gate),
    *((rounds.id, NEW) for rounds in PLAN.rounds.values() if not rounds.over),
]
"""A dialog, or a group of which a new item is filled."""


def form_of(ana: Person, place: str, item: str) -> Form | None:
    """The form of a dialog, or of a group's new item."""
    entries = next((one.entries for one in PLAN.sections if one.id == place and not item), ())
    ids = [one.id for one in entries if not isinstance(one, Rounds)] or [place] * bool(item)
    found = (form(PLAN, ana.room.state, ana.id, id_, "", now=ana.room.now) for id_ in ids)
    return next((one for one in found if one is not None), None)


@st.composite
def filled(draw: st.DrawFn) -> tuple[tuple[str, str], list[str]]:
    """A place, and what is typed into its fields one by one: "=" for what the field would take."""
    place = draw(st.sampled_from(PLACES))
    texts = st.one_of(st.sampled_from(["=", "=", "", "1", "2, 1", "yes", "no", "none", "3/4/27", "1.234"]), ANY_TEXT)
    return place, draw(st.lists(texts, min_size=1, max_size=40))


def typed_into(found: Form, texts: list[str]) -> list[str]:
    """A text for every field: the first texts, and nothing for the others."""
    fields = zip(found.fields, [*texts, *[""] * len(found.fields)], strict=False)
    return [field.ask.example.removeprefix("\\") if text == "=" else text for field, text in fields]


def values(ana: Person) -> Mapping[Slot, Value | None]:
    return {slot: entry.value for slot, entry in ana.room.state.book.newest.items()}


def chat(ana: Person, found: Form, texts: list[str]) -> None:
    """Answer each field in a message of its own; what is asked back is taken where it can be typed no clearer."""
    item = found.item
    for field, text in zip(found.fields, texts, strict=True):
        question = field.ask.prompt.question
        if not text.strip():
            continue
        now = form(PLAN, ana.room.state, ana.id, question, item, now=ana.room.now)
        if now is None or (item == NEW and field is not found.fields[0]):
            continue
        asked = next(one.ask for one in now.fields if one.ask.prompt.question == question)
        ana.replies("\\" + text, asked._replace(prompt=asked.prompt))
        prompt = ana.room.state.seats[ana.chat, ana.id].prompt
        if prompt is not None and prompt.kind is PromptKind.CONFIRM:
            meant = (prompt.pending or {})["value"]
            typed = PLAN.asked[question].question.spell(meant, ana.room.around(ana.id))
            ana.says("yes" if typed == text.strip() else "no")
        item = next(iter(ana.room.state.book.items), item) if item == NEW else item


@given(filled())
@settings(max_examples=150, deadline=None)
def test_a_form_ends_as_the_conversation_would(what: tuple[tuple[str, str], list[str]]) -> None:
    place, texts = what
    ana, ben = Room(BOOK).person("Ana").opens(), Room(BOOK).person("Ana").opens()
    found = form_of(ana, *place)
    if found is None:
        return
    typed = typed_into(found, texts)
    given = [Given(*field.ask.prompt.slot, text) for field, text in zip(found.fields, typed, strict=True)]
    faults = ana.faults(*given)
    ana.submits(*given)
    ana.says("no") if ana.question and ana.asked.prompt.kind is PromptKind.CONFIRM else None
    chat(ben, found, typed)
    assert values(ana) == values(ben)
    if not faults:
        again = ana.room.state.book
        kept = {question for question, _ in values(ana)}
        dropped = [one for one in given if one.typed.strip() and one.question not in kept]
        ana.submits(*(one for one in given if one not in dropped and one.item != NEW))
        assert ana.room.state.book is again
