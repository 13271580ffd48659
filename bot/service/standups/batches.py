"""Some dues that are dealt with in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from bot.service.alike import Alike
from bot.service.boxes import Load
from bot.service.people import Speaker
from bot.service.ports import Chat, Turn
from bot.service.standups.materials import Materials
from bot.service.standups.model import CheckIn, Due, Standup
from bot.service.standups.planning import summary_due
from bot.service.talk import Office, Talk
from dialogs.state import Member, Role


@dataclass
class Batch:
    """Some dues that are dealt with in one transaction, and what comes of them."""

    office: Office
    turn: Turn
    now: datetime
    materials: Materials
    next: list[Due] = field(default_factory=list)
    over: list[tuple[str, str]] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)
    new: list[CheckIn] = field(default_factory=list)
    """Check-ins that are to be kept unless they are there already."""
    firsts: dict[Any, Mapping[str, Any]] = field(default_factory=dict)
    """First questions as they were asked of somebody."""
    _alike: Alike = field(default_factory=lambda: Alike(keeps=True))
    _summed: set[tuple[str, str, date, datetime]] = field(default_factory=set)

    def put(self, due: Due, following: Due | None) -> None:
        """What comes after a due; None where that is nothing."""
        if following is not None and following.id == due.id:
            self.next.append(following)
        else:
            self.over.append(due.key)

    def sum_up(self, standup: Standup, check_in: CheckIn, zone: str) -> None:
        """The check-in's round is to be summed up; once, however many take part."""
        key = (standup.workspace, standup.id, check_in.day, check_in.cutoff_at)
        if key not in self._summed:
            self._summed.add(key)
            self.next.append(summary_due(standup, check_in.day, zone, check_in.cutoff_at))

    def talk(self, chat: Chat, member: Member) -> Talk:
        """A talk in which somebody is told something of their own accord."""
        talk = Talk(self.office, self.turn, Speaker(*chat.key, chat.workspace, member.name), chat, member)
        talk.alike = self._alike
        return talk

    def talk_for_all(self, standup: Standup) -> Talk:
        """A talk in the chat of a stand-up's summaries, by nobody."""
        chat = self.turn.chat(*standup.chat) or Chat(*standup.chat, standup.workspace)
        return self.talk(replace(chat, workspace=standup.workspace, project=standup.project), Member("", ""))

    def kept(self, due: Due) -> Standup | None:
        """The stand-up of a due, also while it rests; where it was deleted, the due is over."""
        found = self.materials.routines.get((due.workspace, due.routine))
        if isinstance(found, Standup) and not found.is_deleted:
            return found
        self.over.append(due.key)
        return None

    def standup(self, due: Due) -> Standup | None:
        """The stand-up of a due, while it goes on and the member takes part; otherwise the due is over."""
        found = self.materials.routines.get((due.workspace, due.routine))
        if isinstance(found, Standup) and not found.rests:
            directory = self.turn.directory(due.workspace)
            role = directory.roles.get(due.project, {}).get(due.member, Role.REMOVED)
            is_in = not found.members or due.member in found.members
            if not due.member or (is_in and role.at_least(Role.MEMBER) and due.member not in directory.same_as):
                return found
        self.over.append(due.key)
        return None
