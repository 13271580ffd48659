"""A playbook in another language."""

import re
from collections.abc import Iterator
from typing import Any

from bot import catalogues
from bot.resources import LOCALE, PLAYBOOKS
from dialogs.loader import load
from dialogs.plan import plan_of
from dialogs.translation import texts, translated
from tests.unit.chatting import Room

PLAYBOOK = load(PLAYBOOKS / "mini_program")
READ = frozenset(
    ("title", "summary", "intro", "text", "help", "message", "because", "item", "unit", "low", "high", "platform")
)


def louder(text: str) -> str:
    """Upper case, and {{ expressions }} as they are."""
    return re.sub(r"(\{\{.*?\}\})|[^{]+|\{", lambda found: found[1] or found[0].upper(), text, flags=re.DOTALL)


def leaves(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from leaves(value, (*path, index))
    else:
        yield path, data


def test_everything_that_people_read_changes_and_nothing_else() -> None:
    before = dict(leaves(PLAYBOOK.content()))
    after = dict(leaves(translated(PLAYBOOK, louder).content()))
    assert before.keys() == after.keys()
    for path, value in before.items():
        is_read = path[-1] in READ or (len(path) > 1 and path[-2] == "options")
        assert after[path] == (louder(value) if is_read else value), path
    changed = [path for path in before if before[path] != after[path]]
    assert len(changed) > 500


def test_nobody_reads_the_language_of_the_source_in_a_translated_walk() -> None:
    ana = Room(translated(PLAYBOOK, louder)).person("Ana").opens()
    assert ana.question
    assert ana.question == ana.question.upper()
    assert ana.asked.phase == PLAYBOOK.phases[0].id


def test_a_translated_playbook_has_the_same_questions() -> None:
    plan, other = plan_of(PLAYBOOK), plan_of(translated(PLAYBOOK, louder))
    assert list(plan.asked) == list(other.asked)
    assert list(plan.rounds) == list(other.rounds)
    for id_, asked in plan.asked.items():
        assert asked.question.example == other.asked[id_].question.example


def test_without_a_translation_it_stays_the_same() -> None:
    assert translated(PLAYBOOK, str).content_hash == PLAYBOOK.content_hash
    assert len(set(texts(PLAYBOOK))) == len(texts(PLAYBOOK))


def test_the_translators_files_are_up_to_date() -> None:
    """Otherwise run python -m bot.catalogues."""
    found = catalogues.message_templates()
    assert {path.name for path in found} == {"mini_program.pot", "templates.pot"}
    assert set(found) == set(LOCALE.glob("*.pot"))
    for path, content in found.items():
        assert path.read_bytes() == content, path
