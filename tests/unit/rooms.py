"""Rooms that several tests begin in."""

from dialogs.effects import Ask
from dialogs.state import Role
from tests.unit.chatting import Person, Room, playbook, questions

ASKED = """
- {id: name, type: text, text: "Name?"}
- {id: kind, type: choice, text: "Kind?", options: {cafe: Café, shop: Shop}, required: false}
- {id: extra, type: text, text: "Extra?", when: "kind == 'shop'"}
- {id: path, type: text, text: "Path?", example: /orders}
- {id: last, type: text, text: "Last?"}
"""
TEAM_BOOK = """
- id: start
  title: The start
  ask:
    - {id: name, type: text, text: "What is it called?"}
    - {id: market_gap, type: text, text: "What is missing today?"}
    - {id: size, type: text, text: "How big is it?"}
- id: who
  title: Target users
  ask:
    - group: personas
      item: persona
      title: Personas
      prefix: P
      label: name
      ask:
        - {id: name, type: text, text: "Who?"}
        - {id: goal, type: text, text: "Goal of {{ item.name }}?"}
        - group: pets
          item: pet
          title: Pets
          prefix: A
          label: call
          min: 0
          ask: [{id: call, type: text, text: "Pet?"}, {id: big, type: yes_no, text: "Big?"}]
- id: tasks
  title: Tasks
  for_each: personas
  ask: [{id: task, type: text, text: "Task of {{ item.name }}?"}]
- {id: end, title: End, ask: [{id: last, type: text, text: "Last?"}]}
"""

MIXED = """
- {id: name, type: text, text: "Name?", help: "Any name.", example: Coffee Club}
- {id: kinds, type: multi_choice, text: "Kinds?", options: {x: Ex, y: Why, z: Zed}, other: true, required: false}
- {id: sells, type: yes_no, text: "Sells?"}
- {id: price, type: number, text: "Price?", unit: EUR, decimals: 2, when: sells}
- {id: day, type: date, text: "Day?"}
- {id: steps, type: list, text: "Steps?", required: false}
- {id: last, type: text, text: "Last?", required: false}
"""


def team_room(*, sign_off: bool = False) -> Room:
    return Room(playbook(TEAM_BOOK, sign_off=sign_off))


def team(*, sign_off: bool = False) -> tuple[Person, Person]:
    """Ana, who leads, and Ben, a member."""
    here = team_room(sign_off=sign_off)
    return here.person("Ana").opens(), here.person("Ben", role=Role.MEMBER).opens()


def walked() -> tuple[Person, Ask, Ask]:
    """Ana has answered the name and the kind; with the prompts of both."""
    ana = Room(questions(ASKED)).person("Ana").opens()
    name = ana.asked
    kind = ana.says("Coffee Club").asked
    return ana.says("cafe"), name, kind


def mixed() -> Person:
    """Ana, before the first of several kinds of questions."""
    return Room(questions(MIXED)).person("Ana").opens()
