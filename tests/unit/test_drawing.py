"""A playbook as a flowchart."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dialogs.drawing import CONDITION_LIMIT, draw
from dialogs.loader import load
from dialogs.model import Playbook
from tests.unit.annotated import HEAD, dialogs, write

LONG = " or ".join(["kind == 'company'"] * 5)
DIALOGS = f"""
- id: first
  title: 'The "first" <dialog> #1'
  ask:
  - {{id: kind, type: choice, text: K?, options: {{company: Company, person: Person}}}}
  - group: parts
    item: part
    title: Parts
    prefix: P
    label: name
    when: kind == 'company'
    ask:
    - {{id: name, type: text, text: N?}}
    - {{id: size, type: number, text: S?}}
    - {{group: bits, item: bit, title: Bits, prefix: B, label: name, ask: [{{id: name, type: text, text: N?}}]}}
- id: each
  title: Each
  for_each: parts
  when: item.size > 3
  ask: [{{id: flow, type: text, text: F?}}, {{id: more, type: text, text: M?}}]
- id: last
  title: Last
  when: {LONG}
  ask: [{{group: ends, item: end, title: Ends, prefix: E, label: name, ask: [{{id: name, type: text, text: N?}}]}}]
"""
DRAWN = """\
flowchart TD
  start(["Small"])
  subgraph p_plan["Planning"]
    d_first["The #34;first#34; #60;dialog#62; #35;1<br/>1 question"]
    g_parts[["Parts<br/>2 questions each"]]
    g_bits[["Bits<br/>1 question each"]]
    d_each["Each<br/>2 questions"]
    d_last["Last"]
    g_ends[["Ends<br/>1 question each"]]
    e_plan{{"Sign-off<br/>document: plan"}}
  end
  start --> d_first
  d_first -.->|"if kind == 'company'"| g_parts
  g_parts -.-> g_parts
  g_parts -.-> g_bits
  g_bits -.-> g_bits
  d_first -->|"for each of parts, if item.size #62; 3"| d_each
  d_each -->|"if kind == 'company' or kind == 'company' or kind == 'company'…"| d_last
  d_last -.-> g_ends
  g_ends -.-> g_ends
  d_last --> e_plan
"""


def test_phases_dialogs_groups_and_conditions_are_drawn(tmp_path: Path) -> None:
    assert draw(load(write(tmp_path, dialogs(DIALOGS)))) == DRAWN


def test_one_phase_leads_to_the_next_and_the_first_without_sign_off_is_done(tmp_path: Path) -> None:
    plan = dialogs("- {id: one, title: One, ask: [{id: a, type: yes_no, text: A?}]}")["plan.yaml"]
    build = plan.replace("plan", "build").replace("id: one", "id: two").replace("dialogs", "sign_off: false\ndialogs")
    head = HEAD.replace("[plan]", "[plan, build]")
    drawn = draw(load(write(tmp_path, {"playbook.yaml": head, "plan.yaml": plan, "build.yaml": build})))
    assert "  e_plan --> d_two\n" in drawn
    assert 'e_build{{"Done<br/>document: build"}}' in drawn


@given(st.text(min_size=1, max_size=80))
def test_no_text_breaks_out_of_its_label(text: str) -> None:
    question = {"id": "a", "type": "yes_no", "text": "A?", "when": text}
    group = {"group": "g", "item": text, "title": text, "prefix": "G", "label": "name"}
    group["ask"] = [{"id": "name", "type": "text", "text": "N?"}]  # type: ignore[assignment]
    group["when"] = text
    dialog = {"id": "d", "title": text, "when": text, "ask": [question, group]}
    phase = {"id": "p", "title": text, "summary": "S", "document": "p", "dialogs": [dialog]}
    playbook = Playbook.model_validate({"id": "x", "title": text, "summary": "S", "phases": [phase]})
    drawn = draw(playbook)
    assert len(drawn.splitlines()) == 11
    outside = re.sub(r'"[^"]*"', "", drawn)
    assert re.fullmatch(r"[a-z_\s\[\](){}|.>TD-]*", outside)


def test_the_shipped_playbook_stays_readable() -> None:
    drawn = draw(load(Path("dialogs/playbooks/mini_program")))
    assert len(drawn.splitlines()) < 250
    assert max(map(len, drawn.splitlines())) < CONDITION_LIMIT + 120
