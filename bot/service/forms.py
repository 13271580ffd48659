"""What a form shows and what is wrong with what was filled in: looked up in a snapshot, nothing is changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from bot.service.arrivals import Account, Place
from bot.service.people import Speaker, role_by_speaking
from bot.service.ports import Chat, Project, Turn
from bot.service.projects import visible
from bot.service.talk import Office, Talk
from dialogs.answers import Slot
from dialogs.asking import situation, slot_label
from dialogs.cursor import slots
from dialogs.filling import faults
from dialogs.forms import Fault, Form, Given, form, form_after
from dialogs.plan import NEW, Plan
from dialogs.state import Member, Role, State
from dialogs.texts import Part
from dialogs.view import View

STRANGER = "?"
"""The member's id of somebody who has not spoken yet."""


class Page(NamedTuple):
    """A page that was sent: its dialog and item, the ids of questions on it and before it, whether more follow."""

    dialog: str
    item: str
    done: tuple[str, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form of a project, for one person."""

    workspace: str
    project: str
    form: Form


@dataclass(frozen=True)
class Sight:
    """A project as one person sees it now, who need not have spoken yet."""

    project: Project
    plan: Plan
    state: State
    me: str
    now: datetime

    @property
    def may_write(self) -> bool:
        return self.state.role(self.me).at_least(Role.MEMBER)

    def sheet(self, slot: Slot) -> Sheet | None:
        """The form in which a question stands; None where there is nothing to fill in."""
        return self._sheet(form(self.plan, self.state, self.me, *slot, now=self.now))

    def faults(self, given: Sequence[Given]) -> Mapping[Slot, Fault]:
        """What has to be put right before a form can be taken, by field."""
        return faults(self.plan, self.state, self.me, given, now=self.now)

    def after(self, sent: Slot, page: Page) -> Sheet | None:
        """What is left to fill in after a page with this slot; None where that is nothing."""
        found = form_after(self.plan, self.state, self.me, page.dialog, page.item, now=self.now, but=page.done)
        if found is None and page.has_more and not page.item.startswith(NEW):
            whole = form(self.plan, self.state, self.me, *sent, now=self.now)
            left = [field for field in whole.fields if field.ask.prompt.question not in page.done] if whole else []
            found = replace(whole, fields=tuple(left)) if whole and left else None
        return self._sheet(found)

    def questions(self) -> Iterator[tuple[Slot, int, Part]]:
        """Every question that can be answered now, open ones first: slot, the seq that counts for it, and its name."""
        view, book = View(self.plan, self.state.book), self.state.book
        around = situation(view, self.state.members, self.me, self.now)
        sections = (section for section in self.plan.sections if not section.is_gate)
        places = [(asked.id, item) for section in sections for asked, item in slots(view, section)]
        for slot in sorted(places, key=lambda slot: book.entry(*slot) is not None):
            newest = book.newest.get(slot)
            yield slot, newest.seq if newest else 0, slot_label(view, slot, around)

    def _sheet(self, found: Form | None) -> Sheet | None:
        return None if found is None else Sheet(self.project.workspace, self.project.id, found)


class Forms:
    """Everything takes the turn that reads."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def asked(self, turn: Turn, place: Place, token: str) -> tuple[tuple[str, str], Slot] | None:
        """What a prompt asks: the project, as (workspace, id), and the slot; None where the chat left it."""
        message = turn.outbox.asked((place.bot, place.chat), token)
        chat = turn.chat(place.bot, place.chat)
        ask = message.get("ask") if message is not None else None
        if chat is None or ask is None or ask["prompt"]["project"] != chat.project:
            return None
        return (chat.workspace, chat.project), (str(ask["prompt"]["question"]), str(ask["slot_item"]))

    def see(self, turn: Turn, place: Place, author: Account, about: tuple[str, str]) -> Sight | None:
        """A project, by (workspace, id), as this person sees it; None for one that isn't there."""
        project = turn.project(*about)
        if project is None:
            return None
        state = turn.state(*about)
        me = turn.directory(project.workspace).accounts.get(author.id, STRANGER)
        if me == STRANGER:
            state = replace(state, members={**state.members, me: Member(me, author.name, zone=author.zone)})
        if me not in state.roles:
            here = Chat(place.bot, place.chat, project.workspace)
            role = role_by_speaking(turn.directory(project.workspace), project, here, is_guest=author.is_guest)
            state = replace(state, roles={**state.roles, me: role})
        return Sight(project, self._office.playbooks.plan(turn, project), state, me, self._office.clock())

    def projects(self, turn: Turn, place: Place, author: Account) -> list[Project]:
        """The projects that the person may write in, that of this chat first."""
        chat = turn.chat(place.bot, place.chat) or Chat(place.bot, place.chat, place.home, is_shared=place.is_shared)
        speaker = Speaker(place.bot, place.chat, place.home, author.name, author.id, is_shared=place.is_shared)
        talk = Talk(self._office, turn, speaker, chat, Member("", ""))
        seen = (self.see(turn, place, author, (project.workspace, project.id)) for project in visible(talk))
        found = [one.project for one in seen if one is not None and one.may_write]
        return sorted(found, key=lambda one: (one.workspace, one.id) != (chat.workspace, chat.project))
