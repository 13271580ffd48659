"""Phase documents in Markdown: the same answers give the same bytes."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from bot.artefacts import escaping
from bot.artefacts.answers import GAP, Answer, contributors
from bot.artefacts.context import Context
from bot.artefacts.escaping import Sentence, Typed
from bot.service.standups import briefs
from bot.service.standups.reported import Report
from dialogs.model import Dialog, Phase
from dialogs.plan import Plan
from dialogs.state import State
from dialogs.texts import Part, Words
from dialogs.view import View

GENERIC = "generic.md.j2"
"""For playbooks that bring no template of their own."""
REPORT = "report.md.j2"
"""For those who lead a project, whatever its playbook."""
OWN_FOLDER = "templates"
"""Where a playbook's folder keeps its templates, one file a document."""


class MarkdownRenderer:
    """Renders documents from templates; one folder a playbook, one file a document."""

    def __init__(
        self,
        templates: Path,
        words: Words,
        translations: NullTranslations | None = None,
        playbooks: Sequence[Path] = (),
    ) -> None:
        """`playbooks` are folders called like their playbook; templates in them go before those in `templates`."""
        self._templates = templates
        self._words = words
        self._translations = translations or NullTranslations()
        self._playbooks = playbooks

    def render(self, name: str, project: str, plan: Plan, state: State) -> str:
        """A document's text, in Markdown. Raises jinja2.TemplateError when a template uses what does not exist."""
        phase = next(one for one in plan.playbook.phases if name in _documents_of(one))
        context = Context(plan, state, self._words, phase)
        return _tidied(self._template(plan.playbook.id, name).render(**context.names(project)))

    def document(self, report: Report) -> str:
        """A report for those who lead a project, in Markdown. The same report gives the same bytes."""
        template = self._environment.get_template(REPORT)
        return _tidied(template.render(report=report, say=self._say, **briefs.names(report)))

    def has_begun(self, phase: Phase, plan: Plan, state: State) -> bool:
        """Whether anything of a phase is answered."""
        return next(iter(contributors(View(plan, state.book), phase.id)), None) is not None

    def _say(self, part: Part) -> Typed:
        return Typed(self._words.plain(part))

    def _template(self, playbook: str, name: str) -> Template:
        return self._environment.select_template([f"{playbook}/{name}.md.j2", GENERIC])

    @cached_property
    def _environment(self) -> ImmutableSandboxedEnvironment:
        own: dict[str, BaseLoader] = {one.name: FileSystemLoader(one / OWN_FOLDER) for one in self._playbooks}
        environment = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader([PrefixLoader(own), FileSystemLoader(self._templates)]),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_finalized,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        environment.newstyle_gettext = True  # type: ignore[attr-defined]
        environment.globals.update(_gettext(self._translations))
        environment.filters.update(_FILTERS)
        return environment


def _tidied(text: str) -> str:
    """A document without blanks at the ends of its lines, nor two empty lines in a row."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip() + "\n"


def _documents_of(phase: Phase | Dialog) -> Iterator[str]:
    if phase.document:
        yield phase.document
    for dialog in getattr(phase, "dialogs", ()):
        yield from _documents_of(dialog)


def _gettext(translations: NullTranslations) -> dict[str, Callable[..., Sentence]]:
    """Jinja2's own would escape what is put into a sentence for HTML, and let Markdown through."""

    def gettext(message: str, /, **values: Any) -> Sentence:
        return Sentence(translations.gettext(message)) % values

    def ngettext(one: str, many: str, /, num: int, **values: Any) -> Sentence:
        return Sentence(translations.ngettext(one, many, num)) % {"num": num, **values}

    return {"gettext": gettext, "ngettext": ngettext}


def _text(value: Any) -> str:
    return value.text if isinstance(value, Answer) else str(value)


def _filter(escape: Callable[..., str]) -> Callable[..., Markup]:
    """Escapes an answer or a text; an answer that is missing leaves the mark of a gap."""

    def apply(value: Any, *arguments: Any) -> Markup:
        if isinstance(value, Answer) and not value.given:
            return value.gap
        return Markup(escape(_text(value), *arguments))  # noqa: S704

    return apply


def _mermaid(value: Any, limit: int = 60) -> Markup:
    return Markup(escaping.mermaid(_text(value) or "…", limit))  # noqa: S704


def _node(value: Any) -> Markup:
    return Markup(escaping.node(_text(value)))  # noqa: S704


def _stacked(value: Any) -> Markup:
    """Entries one below the other inside a table's cell."""
    if isinstance(value, Answer) and not value.given:
        return value.gap
    entries = value.entries if isinstance(value, Answer) else value
    return Markup("<br>").join(Sentence.escape(one) for one in entries)


def _number(value: Any) -> Markup:
    """A number without its unit, thousands apart, at most two digits behind the point."""
    if isinstance(value, Answer):
        if not value.given:
            return value.gap
        value = value.value
    if not isinstance(value, int | float):
        return GAP
    return Markup(f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip("."))  # noqa: S704


def _finalized(value: Any) -> Any:
    """Everything that a template prints, escaped for Markdown unless it already is."""
    if value is None:
        return ""
    return value if hasattr(value, "__html__") else Typed(value)


_FILTERS: dict[str, Callable[..., Any]] = {
    "code": _filter(escaping.code),
    "line": _filter(escaping.line),
    "mermaid": _mermaid,
    "node": _node,
    "number": _number,
    "paragraphs": _filter(escaping.paragraphs),
    "stacked": _stacked,
}
