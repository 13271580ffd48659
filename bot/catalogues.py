"""The translators' files: `python -m bot.catalogues` writes the templates (.pot) and compiles what is translated."""

import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from bot.resources import LOCALE, PLAYBOOKS, TEMPLATES
from dialogs.loader import load
from dialogs.translation import texts

HEADER = """\
# {about}
msgid ""
msgstr ""
"Project-Id-Version: phasewalk\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def main() -> None:
    for file, content in {**message_templates(), **compiled()}.items():
        file.write_bytes(content)


def message_templates() -> dict[Path, bytes]:
    """What the .pot files have to contain: the playbooks' texts, a file each, and the documents' templates."""
    found = {}
    for folder in sorted(path.parent for path in PLAYBOOKS.glob("*/playbook.yaml")):
        playbook = load(folder)
        about = f"What people read in the playbook {playbook.id}. {{{{ expressions }}}} stay as they are."
        found[LOCALE / f"{playbook.id}.pot"] = _template(about, ((text, ()) for text in texts(playbook)))
    about = "What stands in the documents' templates. %(names)s stand for values."
    found[LOCALE / "templates.pot"] = _template(about, _messages_in_templates())
    return found


def compiled() -> dict[Path, bytes]:
    """What the .mo files have to contain."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    found = {}
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file)
        content = BytesIO()
        write_mo(content, catalogue)
        found[path.with_suffix(".mo")] = content.getvalue()
    return found


def _messages_in_templates() -> Iterable[tuple[str | tuple[str, ...], Iterable[tuple[str, int]]]]:
    from babel.messages.extract import DEFAULT_KEYWORDS
    from jinja2.ext import babel_extract

    options = {"silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
    for path in sorted(TEMPLATES.rglob("*.j2")):
        with path.open("rb") as file:
            for line, _, message, _ in babel_extract(file, list(DEFAULT_KEYWORDS), [], options):
                forms = [one for one in (message if isinstance(message, tuple) else (message,)) if one]
                place = (path.relative_to(TEMPLATES).as_posix(), line)
                yield forms[0] if len(forms) == 1 else tuple(forms), [place]


def _template(about: str, messages: Iterable[tuple[str | tuple[str, ...], Iterable[tuple[str, int]]]]) -> bytes:
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    catalogue = Catalog()
    for message, places in messages:
        is_python_format = re.search(r"%\(\w+\)s", str(message)) is not None
        catalogue.add(message, locations=places, flags=("python-format",) if is_python_format else ())
    content = BytesIO()
    write_po(content, catalogue, omit_header=True, include_lineno=False)
    return HEADER.format(about=about).encode() + content.getvalue()


if __name__ == "__main__":
    main()
