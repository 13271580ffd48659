"""Somebody whose earlier account turned out to be theirs: what they said there is theirs as well."""

from dataclasses import replace

from dialogs.state import Member, Role
from tests.unit.chatting import Room, questions


def test_what_was_said_under_the_earlier_account_can_be_undone_and_changed() -> None:
    room = Room(questions('[{id: a, type: text, text: "A?"}, {id: b, type: text, text: "B?"}]'))
    before, now = room.person("Ana on Telegram"), room.person("Ana")
    before.says("/next")
    now.says("/next")
    before.says("First")
    members = {**room.state.members}
    old = before.id
    members[old] = Member(old, "Ana", same_as=now.id)
    room.state = replace(room.state, members=members, roles={**room.state.roles, old: Role.REMOVED})
    now.says("Second")
    assert room.state.book.value("a") == "Second"
    now.says("/undo")
    now.says("/undo")
    assert room.state.book.value("a") is None
