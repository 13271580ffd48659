"""The catalogue: every phrase has its sentence, every sentence its phrase, and the values fit."""

import ast
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot import catalogues
from bot.resources import LOCALE, PACKAGE
from bot.service.errors import ServiceError
from bot.service.standups import commands as standups
from bot.service.standups import telling
from bot.storage import errors as storage_errors
from bot.storage.errors import StorageError
from dialogs import commands
from dialogs.questions.dates import full_date
from dialogs.texts import Phrase
from tests.unit.chatting import WORDS

ROOT = PACKAGE.parent
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "phasewalk.po"
FAMILIES = {f"weekday.{n}" for n in range(1, 8)} | {f"month.{n}" for n in range(1, 13)}
"""Keys that are put together: questions/dates.py."""
A_COMMAND = re.compile(r"(?<![\w/.:\\<@}])/(?P<name>\{\w+\}|[a-z_]+)")
ACTIONS = {"standup": set(standups.ACTIONS), "digest": {"new", "show", *telling.ACTIONS}}
"""Commands whose first word says what to do."""
OF_TELEGRAM = {"telegram.no_groups", "telegram.reads_all"}
"""They name commands of @BotFather's."""
PUT_TOGETHER = {
    "bot/cli.py": "error.key",
    "bot/platforms/piped.py": "error.key",
    "bot/platforms/terminal.py": "error.key",
    "dialogs/questions/dates.py": "weekday.N, month.N",
    "dialogs/texts.py": "phrase() itself",
}
"""Files in which a phrase is made of a key that is not written out, and of which."""


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def messages(catalogue: Catalog) -> dict[str, Message]:
    return {one.id if isinstance(one.id, str) else one.id[0]: one for one in catalogue if one.id}


def sentences(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def names_in(message: Message) -> set[str]:
    return {name for sentence in sentences(message) for name in re.findall(r"\{(\w+)\}", sentence)}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call that makes a phrase, with its file."""
    for folder in ("bot", "dialogs"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in ("phrase", "Phrase")
                ):
                    yield path.relative_to(ROOT).as_posix(), node


def meaning(compiled: bytes) -> list[tuple[bytes, bytes]]:
    """The keys and sentences of a .mo file, without its header: that names the version of Babel."""
    _, _, count, keys, values, *_ = struct.unpack("<7I", compiled[:28])
    found = []
    for index in range(count):
        pair = []
        for table in (keys, values):
            length, start = struct.unpack_from("<2I", compiled, table + 8 * index)
            pair.append(compiled[start : start + length])
        found.append((pair[0], pair[1]))
    assert found[0][0] == b""
    return found[1:]


def errors(base: type[Exception]) -> Iterator[type[Exception]]:
    yield base
    for child in base.__subclasses__():
        yield from errors(child)


WRITTEN = [
    (file, str(call.args[0].value), {str(one.arg) for one in call.keywords})
    for file, call in calls()
    if call.args and isinstance(call.args[0], ast.Constant)
]
CATALOGUE = messages(read(ENGLISH))
ERRORS = [*errors(ServiceError), *errors(StorageError)]


def test_every_phrase_has_a_sentence_and_every_sentence_a_phrase() -> None:
    used = {key for _, key, _ in WRITTEN} | FAMILIES | {str(vars(error).get("key", "")) for error in ERRORS} - {""}
    assert used - set(CATALOGUE) == set()
    assert set(CATALOGUE) - used == set()


def test_keys_are_written_out_but_for_the_known_families() -> None:
    found = {file for file, call in calls() if not (call.args and isinstance(call.args[0], ast.Constant))}
    assert found == set(PUT_TOGETHER)


@pytest.mark.parametrize(("file", "key", "values"), WRITTEN, ids=[f"{file}-{key}" for file, key, _ in WRITTEN])
def test_a_phrase_passes_exactly_the_values_that_its_sentence_names(file: str, key: str, values: set[str]) -> None:
    message = CATALOGUE[key]
    count = {"n"} if isinstance(message.id, tuple) else set()
    assert values - count == names_in(message) - count
    assert count <= values


def test_the_days_and_months_of_a_date_are_named() -> None:
    from datetime import date, timedelta

    days = [date(2026, 1, 5) + timedelta(days=29 * n) for n in range(13)]
    keys = {part.key for day in days for part in full_date(day).values.values() if isinstance(part, Phrase)}
    assert keys <= FAMILIES
    assert WORDS.plain(full_date(date(2026, 12, 4))) == "Friday, 4 December 2026"


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_an_errors_docstring_is_its_sentence(error: type[Exception]) -> None:
    key = vars(error).get("key")
    if key is None:
        assert error is storage_errors.OutageError
        return
    assert sentences(CATALOGUE[str(key)]) == (error.__doc__,)


def test_an_errors_values_are_those_of_its_sentence() -> None:
    """Where an error is raised, it is given every value that its sentence names."""
    by_name = {error.__name__: error for error in ERRORS}
    raised = 0
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in by_name:
                continue
            if any(one.arg is None for one in node.keywords):
                continue
            raised += 1
            sentence = by_name[node.func.id].__doc__ or ""
            named = {name for _, name, _, _ in Formatter().parse(sentence) if name}
            assert named <= {one.arg for one in node.keywords}, f"{path}:{node.lineno}"
    assert raised > 10


@pytest.mark.parametrize("path", sorted(LOCALE.glob("*/LC_MESSAGES/*.po")), ids=lambda path: path.parts[-3])
def test_every_language_has_every_sentence_with_its_values(path: Path) -> None:
    found = messages(read(path))
    assert set(found) == set(CATALOGUE)
    for key, message in found.items():
        assert all(sentence.strip() for sentence in sentences(message)), key
        assert not message.fuzzy, key
        count = {"n"} if isinstance(message.id, tuple) else set()
        assert names_in(message) - count == names_in(CATALOGUE[key]) - count, key
        assert "  " not in " ".join(sentences(message)), key


def test_the_compiled_catalogues_are_up_to_date() -> None:
    """Otherwise run python -m bot.catalogues."""
    found = catalogues.compiled()
    assert set(found) == set(LOCALE.glob("*/LC_MESSAGES/*.mo"))
    for path, content in found.items():
        assert meaning(path.read_bytes()) == meaning(content), path


def pieces(message: Message) -> Iterator[tuple[str, bool]]:
    """A message's texts, and whether each is set off as what can be typed; names of values stay in their braces."""
    for sentence in sentences(message):
        for index, piece in enumerate(sentence.split("`")):
            yield piece, index % 2 == 1


@pytest.mark.parametrize("key", messages(read(ENGLISH)))
def test_what_can_be_typed_is_set_off_so_that_every_platform_can_spell_it(key: str) -> None:
    """Slack has one command, behind which all others stand: what isn't between backticks can't be typed there."""
    for text, is_typed in pieces(CATALOGUE[key]):
        assert is_typed or not A_COMMAND.search(text), text


@pytest.mark.parametrize("key", messages(read(ENGLISH)))
def test_every_command_that_a_sentence_names_is_there(key: str) -> None:
    for text, is_typed in pieces(CATALOGUE[key]):
        found = A_COMMAND.match(text) if is_typed else None
        if found is None or found["name"].startswith("{") or key in OF_TELEGRAM:
            continue
        said = commands.read(text)
        assert isinstance(said, commands.Command), text
        word = said.argument.partition(" ")[0]
        if said.name in ACTIONS and word and not word.startswith("{"):
            assert word in ACTIONS[said.name], text


def test_a_key_without_a_sentence_is_shown_as_it_is() -> None:
    assert WORDS.sentence("no.such") == "no.such"
    assert WORDS.sentence("no.such", 2) == "no.such"
