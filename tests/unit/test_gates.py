"""Checks and gates: what warns, what stops a phase, who signs, and who waives."""

from tests.unit.chatting import Room, playbook

BOOK = """
- id: one
  title: One
  ask:
    - id: kind
      type: choice
      text: "Kind?"
      options: {own: Own, shared: Shared}
      checks: [{id: shared_stops, block_if: "kind == 'shared'", message: "{{ kind }} stops.", fact: rule}]
    - id: pages
      type: number
      text: "Pages?"
      checks:
        - {id: many, warn_if: "pages > facts.limit", message: "More than {{ facts.limit }} pages."}
        - {id: late, warn_if: "answered_on == '2026-11-20'", message: "On {{ answered_on }}."}
  checks: [{id: both, warn_if: "kind == 'shared' and pages > 1", message: Both.}]
"""
FACTS = """
- {id: limit, platform: WeChat, text: At most ten., value: 10, source: docs, date: "2026", trust: official}
- {id: rule, platform: WeChat, text: A rule., source: docs, date: "2026", trust: official}
"""
PHASE_CHECKS = '[{id: none_own, block_if: "kind != \'own\'", message: "Not own."}]'


def room(checks: str = "") -> Room:
    return Room(playbook(BOOK, FACTS, sign_off=True, checks=checks))


def test_a_check_speaks_up_as_soon_as_it_is_true() -> None:
    ana = room().person("Ana").opens().says("shared")
    assert ana.sees("Stops the phase: Shared stops. (WeChat, 2026)")
    assert ana.says("12").sees("Careful: More than 10 pages.")
    assert ana.sees("Careful: On 2026-11-20.")
    assert ana.sees("Careful: Both.")


def test_a_phase_without_blocks_is_signed_off_by_name() -> None:
    ana = room().person("Ana").opens().says("own", "3")
    assert ana.documents == ["plan?"]
    assert ana.question == "Do you sign off “Planning”?"
    assert ana.asked.type == "yes_no"
    assert ana.says("yes").sees("Planning is signed off by Ana.")
    assert ana.documents == ["plan"]
    assert ana.sees("Every question is answered")


def test_a_sign_off_can_wait() -> None:
    ana = room().person("Ana").opens().says("own", "3", "no")
    assert ana.sees("stays open for now")
    assert not ana.documents
    ana.says("/edit sign off")
    assert ana.question == "Do you sign off “Planning”?"
    assert ana.says("yes").documents == ["plan"]


def test_a_block_stops_the_phase_until_it_is_mended() -> None:
    ana = room(PHASE_CHECKS).person("Ana").opens().says("shared", "3")
    assert ana.sees("2 things stop Planning")
    assert ana.sees("Not own.")
    assert "why?" in ana.question
    ana.says("/edit kind", "own")
    assert ana.question == "Do you sign off “Planning”?"


def test_a_block_can_be_waived_with_a_reason_and_the_waiver_holds_for_it_alone() -> None:
    ana = room().person("Ana").opens().says("shared", "3", "The lawyer says so")
    assert ana.question == "Do you sign off “Planning”?"
    assert ana.room.state.book.value("plan.waiver") == ["The lawyer says so", "shared_stops"]
    assert ana.says("yes").documents == ["plan"]


def test_a_waiver_does_not_cover_a_later_block() -> None:
    ana = room(PHASE_CHECKS).person("Ana").opens().says("shared", "3", "Because")
    assert ana.room.state.book.value("plan.waiver") == ["Because", "shared_stops", "none_own"]
    ana = room().person("Ana").opens().says("own", "3", "/edit kind", "shared")
    assert "why?" in ana.question


def test_skipping_the_waiver_leaves_the_phase_unsigned() -> None:
    ana = room().person("Ana").opens().says("shared", "3", "/skip")
    assert ana.sees("stays open for now")
    assert ana.sees("Every question is answered")
    ana.says("/edit waiver", "Fine")
    assert ana.question == "Do you sign off “Planning”?"


def test_a_waiver_is_read_back_as_its_reason() -> None:
    ana = room().person("Ana").opens().says("shared", "3", "Because of that")
    ana.says("/edit waiver")
    assert ana.asked.current == "Because of that"


def test_a_check_whose_values_are_missing_stays_silent() -> None:
    ana = Room(
        playbook("""
- id: one
  title: One
  ask:
    - id: a
      type: number
      text: "A?"
      required: false
      checks: [{id: big, warn_if: "a > 3", message: Big.}]
    - id: b
      type: number
      text: "B?"
      checks: [{id: sum, warn_if: "a + b > 3", message: "Sum {{ a + b }}."}]
""")
    ).person("Ana")
    assert not ana.opens().says("/skip").sees("Big")
    assert not ana.says("9").sees("Sum")
    assert ana.says("/edit a", "1").room.value("a") == 1
    assert ana.says("/edit b", "4").sees("Sum 5.")
