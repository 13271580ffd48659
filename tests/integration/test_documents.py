"""Documents at any state of the answers: they render, keep their structure, and hold nothing that people made up."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.artefacts.markdown import MarkdownRenderer
from bot.resources import TEMPLATES
from dialogs.answers import Book, Entry, Kind, Value
from dialogs.plan import Plan
from dialogs.questions.choice import OTHER
from dialogs.state import Member, State
from tests.golden import ANA, NOW, Walk, messages

PARSER = MarkdownIt("commonmark").enable("table")
DOCUMENTS = ["brief", "requirements", "design", "development", "testing", "launch", "operation"]
HOSTILE = [
    "**b** __b__ _i_ *i* ~~s~~ # x",
    "[x](https://example.com) ![i](y) <https://example.com> www.example.com",
    "<script>alert(1)</script><b onclick=x>",
    "| a | b |\n| --- | --- |\n| c | d |",
    "`code` ```\nfence\n```",
    "{{ 7*7 }} {% raw %} {# x #} ${7*7} %(who)s %s",
    '"]; A --> B["x"] --> C',
    "x\n```\n%%{init: {'theme': 'dark'}}%%\nclick A href \"javascript:alert(1)\"",
    "end",
    "PK",
    "# head\n- list\n1. one\n> quote\n---\n===",
    "a\u2028| b |\x85# x\x0b- y",
    "&lt;i&gt; &#60; \\ \\| \\",
    "1. `fa:fa-car` $$x^2$$ style x:#f00;",
]


@dataclass(frozen=True)
class Desk:
    """What documents are made from."""

    renderer: MarkdownRenderer
    plan: Plan
    state: State

    def render(self, name: str, state: State | None = None, project: str = "Coffee Club") -> str:
        return self.renderer.render(name, project, self.plan, state or self.state)

    def all(self, state: State, project: str = "Coffee Club") -> dict[str, str]:
        return {name: self.render(name, state, project) for name in DOCUMENTS}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The whole example, walked once."""
    walk = Walk(tmp_path_factory.mktemp("walk"))
    walk.say(messages())
    yield Desk(walk.renderer, walk.plan, walk.state)
    walk.close()


def first(state: State, count: int) -> State:
    """The state after this many entries, which may end in the middle of a group."""
    return replace(state, book=Book().with_entries(state.book.entries[:count]))


def more(state: State, *changes: tuple[Kind, str, str, Value | None]) -> State:
    """The state with further entries: kind, question or group, item, value."""
    last = state.book.seq
    entries = [
        Entry(last + n, last + n, kind, question, item, value, ANA.name, NOW, replaces=1)
        for n, (kind, question, item, value) in enumerate(changes, 1)
    ]
    return replace(state, book=state.book.with_entries(entries))


def with_texts(desk: Desk, text: str) -> State:
    """The example with every text that people typed replaced by this one."""

    def changed(entry: Entry) -> Entry:
        asked = desk.plan.asked.get(entry.question)
        value = entry.value
        if asked is None or entry.kind is not Kind.ANSWER:
            return entry
        if asked.question.id == "waiver" and isinstance(value, list):
            return replace(entry, value=[text, *value[1:]])
        kind = asked.question.type
        if kind in ("text", "long_text"):
            return replace(entry, value=text)
        if kind == "person":
            return replace(entry, value=f"name:{text}")
        if kind == "list" and isinstance(value, list):
            return replace(entry, value=[text] * len(value))
        if kind == "choice" and getattr(asked.question, "other", False):
            return replace(entry, value=OTHER + text)
        return entry

    members = {id_: Member(id_, text) for id_ in desk.state.members}
    return State(Book().with_entries(map(changed, desk.state.book.entries)), members, desk.state.seats)


def harmless(text: str) -> str:
    """A text with the same lines, of plain words."""
    lines = [one for one in re.split(r"[\n\x0b\x85\u2028]", text) if one.strip()]
    return "\n".join("word" for _ in lines)


def inline_kinds(tokens: list[Token]) -> Counter[str]:
    found: Counter[str] = Counter()
    for token in tokens:
        found.update(child.type for child in token.children or [])
    return found


def body(document: str) -> list[Token]:
    """The tokens before the closing sections: how many warnings there are depends on the length of texts."""
    tokens = PARSER.parse(document)
    closing = {"Open questions", "Warnings", "Sign-off"}
    ends = [i for i, one in enumerate(tokens) if one.content in closing and tokens[i - 1].tag == "h2"]
    return tokens[: ends[0] - 1] if ends else tokens


def structure(tokens: list[Token]) -> list[str]:
    """The blocks of a document; of diagrams, their lines without labels and names."""
    found: list[str] = []
    for token in tokens:
        if token.type == "fence":
            found += [re.sub(r"\w+", "w", re.sub(r'"[^"]*"', '""', line)) for line in token.content.split("\n")]
        elif token.type != "inline":
            found.append(f"{token.type} {token.tag} {token.level}")
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_renders_when_nothing_is_answered(desk: Desk, name: str) -> None:
    text = desk.render(name, State())
    assert text.startswith("# Coffee Club: ")
    assert "## Open questions" in text
    assert "|" not in text


def test_documents_render_wherever_the_walk_stands(desk: Desk) -> None:
    for count in range(1, desk.state.book.seq, 20):
        for name, text in desk.all(first(desk.state, count)).items():
            assert text.startswith("# Coffee Club: "), (name, count)
            assert not PARSER.parse(text)[-1].type.startswith("html"), (name, count)


def test_documents_render_without_any_of_the_items(desk: Desk) -> None:
    book = desk.state.book
    for group in desk.plan.rounds:
        gone = [(Kind.REMOVE, group, item.id, None) for item in book.items.values() if item.group == group]
        documents = desk.all(more(desk.state, *gone))
        assert all(text.startswith("# ") for text in documents.values()), group


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("platforms", ["douyin", "baidu", "qq", "kuaishou", "other:Own"]),
        ("made_by", "service_provider"),
        ("back_end", "no_back_end"),
        ("has_accounts", False),
        ("takes_payment", False),
        ("traits", ["ugc", "courses", "ai_output", "marketplace", "virtual_goods", "news", "ordering_platform"]),
    ],
)
def test_documents_render_on_other_branches(desk: Desk, question: str, value: Value) -> None:
    documents = desk.all(more(desk.state, (Kind.ANSWER, question, "", value)))
    assert all(text.startswith("# ") for text in documents.values())


def test_documents_render_when_every_optional_answer_is_skipped(desk: Desk) -> None:
    skips = [
        (Kind.SKIP, question, item, None)
        for question, item in desk.state.book.newest
        if question in desk.plan.asked and not desk.plan.asked[question].question.required
    ]
    assert len(skips) > 300
    assert all(text.startswith("# ") for text in desk.all(more(desk.state, *skips)).values())


def test_no_feature_of_the_first_release_is_left(desk: Desk) -> None:
    wonts = [(Kind.ANSWER, "features.moscow", f"F-{n}", "wont") for n in range(1, 8)]
    documents = desk.all(more(desk.state, *wonts))
    assert "M-1 Order desk" not in documents["design"]
    assert "T-1 " not in documents["testing"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_type_changes_no_structure(desk: Desk, text: str) -> None:
    hostile = desk.all(with_texts(desk, text), project=text)
    plain = desk.all(with_texts(desk, harmless(text)), project=harmless(text))
    for name in DOCUMENTS:
        assert structure(body(hostile[name])) == structure(body(plain[name])), name
        tokens = PARSER.parse(hostile[name])
        allowed = {"text", "softbreak", "strong_open", "strong_close", "code_inline", "html_inline"}
        assert set(inline_kinds(tokens)) <= allowed, name
        strong = [inline_kinds(body(one[name]))["strong_open"] for one in (hostile, plain)]
        assert strong[0] == strong[1], name
        after = {token.type.rpartition("_")[0] for token in tokens[len(body(hostile[name])) :]}
        assert after <= {"heading", "bullet_list", "list_item", "paragraph", ""}, name
        for token in tokens:
            assert token.type not in ("html_block", "code_block"), name
            assert {one.content for one in token.children or [] if one.type == "html_inline"} <= {"<br>"}, name


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_type_can_be_read(desk: Desk, text: str) -> None:
    wanted = " ".join(re.split(r"[\n\x0b\x85\u2028]", text))
    for name, document in desk.all(with_texts(desk, text)).items():
        read = [
            "".join(" " if one.type == "html_inline" else one.content for one in token.children or [])
            for token in PARSER.parse(document)
            if token.type == "inline"
        ]
        assert any(wanted in one for one in read), name


def test_the_same_answers_give_the_same_bytes(desk: Desk) -> None:
    again = MarkdownRenderer(TEMPLATES, desk.renderer._words)
    for name in DOCUMENTS:
        assert desk.render(name) == again.render(name, "Coffee Club", desk.plan, desk.state)


def test_a_gap_is_marked_and_listed(desk: Desk) -> None:
    open_answer = more(desk.state, (Kind.CLEAR, "features.effort", "F-1", None))
    text = desk.render("requirements", open_answer)
    assert "> Draft, one question is still open." in text
    assert "| F-1 Order ahead | Must have | 600 | High | Medium: some signs | `…` | `…` |" in text
    assert '- F-1 Order ahead: How many person-days will "Order ahead" take?' in text


def test_a_group_that_lacks_an_item_is_listed_with_the_question_that_begins_one(desk: Desk) -> None:
    gone = [(Kind.REMOVE, "modules", id_, None) for id_ in ("M-1", "M-2")]
    assert '- F-1 Order ahead: Which module does "Order ahead" need?' in desk.render("design", more(desk.state, *gone))
    assert "- What do you call this group of users?" in desk.render("requirements", State())


def test_features_are_ranked_by_rice(desk: Desk) -> None:
    text = desk.render("requirements").partition("## Functions")[2].partition("###")[0]
    scores = [float(row.split("|")[-2]) for row in text.splitlines() if row.startswith("| F-")]
    assert scores == sorted(scores, reverse=True)
    assert "| F-3 Stamp card | Must have | 450 | Massive | Medium: some signs | 4 | 270 |" in text


def test_a_block_stands_first_with_its_source_and_a_waiver_says_why(desk: Desk) -> None:
    blocked = more(desk.state, (Kind.ANSWER, "flows.login_point", "J-1", "at_start"))
    text = desk.render("design", blocked)
    warnings = text.partition("## Warnings")[2]
    assert warnings.strip().startswith("- **Stops the phase:** J-1 Order a flat white for 8:30: WeChat refuses a login")
    assert '(developers.weixin.qq.com (unofficial mirror), "' in warnings
    waived = more(blocked, (Kind.ANSWER, "design.waiver", "", ["We know the reviewer", "wechat_login_first J-1"]))
    text = desk.render("design", waived)
    assert "- **Waived:** J-1" in text
    assert "We know the reviewer" in text.partition("## Sign-off")[2]


def test_what_hangs_on_a_changed_item_is_pointed_out(desk: Desk) -> None:
    changed = more(
        desk.state, (Kind.ANSWER, "features.story", "F-1", "As a driver I want it handed through the window")
    )
    text = desk.render("requirements", more(changed, (Kind.ANSWER, "personas.goal", "P-2", "Quiet")))
    assert "F-1 Order ahead was written for an earlier P-2 Library students: look at it again." in text


def test_a_summary_is_read_in_half_a_minute(desk: Desk) -> None:
    for name in DOCUMENTS[1:]:
        summary = desk.render(name).partition("## Summary")[2].partition("\n## ")[0]
        assert 3 <= len(summary.strip().splitlines()) <= 12, name
        assert len(summary) < 900, name


def test_a_playbook_brings_its_own_templates(desk: Desk, tmp_path: Path) -> None:
    own = tmp_path / "mini_program" / "templates"
    own.mkdir(parents=True)
    own.joinpath("brief.md.j2").write_text('{{ idea }} {% include "closing.md.j2" %}', encoding="utf-8")
    renderer = MarkdownRenderer(TEMPLATES, desk.renderer._words, playbooks=[own.parent])
    assert renderer.render("brief", "X", desk.plan, desk.state).startswith("Order coffee ahead, pay,")
    assert renderer.render("design", "X", desk.plan, desk.state).startswith("# X: Functional design")


def test_a_playbook_without_templates_gets_the_general_one(desk: Desk, tmp_path: Path) -> None:
    for file in TEMPLATES.glob("*.j2"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    text = MarkdownRenderer(tmp_path, desk.renderer._words).render("design", "X", desk.plan, desk.state)
    assert text.startswith("# X: Functional design")
    assert '- U-1 Menu: Which path does "Menu" have in the code? **pages/menu/index**' in text
