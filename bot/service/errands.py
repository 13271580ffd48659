"""Short dialogs on top of the walk, as turns have them: begun, answered, left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from bot.service import offers
from bot.service.messages import prompt_of
from bot.service.ports import Chat, Project
from dialogs import errands as core
from dialogs.answers import Value
from dialogs.commands import Command
from dialogs.effects import Ask, Settle
from dialogs.engine import Event, Nudged, Said
from dialogs.questions.base import Option
from dialogs.state import Errand, Role, Seat, State
from dialogs.texts import Part, phrase

if TYPE_CHECKING:
    from bot.service.talk import Talk


class ErrandKind(Protocol):
    """What comes of one kind of errand, and the role that somebody needs to answer it."""

    needs: Role

    def options(self, talk: Talk, chat: Chat, errand: Errand, question: str) -> Sequence[Option]:
        """What a question offers beside what its type does."""
        ...

    def dress(self, talk: Talk, chat: Chat, errand: Errand, ask: Ask) -> Ask:
        """A question with the words that this errand has for it."""
        ...

    def choose(self, talk: Talk, chat: Chat, errand: Errand, option: str) -> str | None:
        """What one of the offered options stands for, as it could be typed; None when it was dealt with here."""
        ...

    def obey(self, talk: Talk, chat: Chat, errand: Errand, command: Command) -> bool:
        """Whether a command was dealt with here."""
        ...

    def object_to(self, talk: Talk, chat: Chat, errand: Errand, answers: Mapping[str, Value]) -> core.Objection | None:
        """What speaks against the answers so far; None for nothing."""
        del talk, chat, errand, answers
        return None

    def finish(self, talk: Talk, chat: Chat, errand: Errand, answers: Mapping[str, Value]) -> None:
        """Everything was answered."""
        ...

    def is_about(self, errand: Errand, about: Mapping[str, str]) -> bool:
        """Whether an errand of this kind is the one that a prompt tells of."""
        return dict(errand.about) == about

    def reopened(self, talk: Talk, chat: Chat, about: Mapping[str, str], member: str) -> Errand | None:
        """What a prompt belonged to that is not open any more, with all that was answered in it, so that one answer can
        be changed. None where that can't be."""
        del talk, chat, about, member
        return None

    def reopen(self, talk: Talk, chat: Chat, about: Mapping[str, str]) -> None:
        """Begin once more what a prompt belonged to, and can be `reopened`."""
        del talk, chat, about

    def hear(self, talk: Talk, chat: Chat, errand: Errand, text: str) -> str | None:
        """What is meant by what was typed, and is none of the options; None when it was dealt with here."""
        del talk, chat, errand
        return text

    def put_aside(self, talk: Talk, chat: Chat, errand: Errand, member: str) -> None:
        """Keep what a member answered so far: something else takes its place, or it is left."""
        del talk, chat, errand, member

    def begin_waiting(self, talk: Talk, chat: Chat, back: Mapping[str, str]) -> bool:
        """Begin what waited for an errand's end, and have it go `back` to another project; False where nothing does."""
        del talk, chat, back
        return False


def begin(talk: Talk, chat: Chat, errand: Errand) -> None:
    """Put an errand into the person's seat, and ask its first question."""
    take_seat(talk, chat, errand)
    run(talk, chat, Nudged(chat.id, talk.me.id, is_shared=chat.is_shared))


def take_seat(talk: Talk, chat: Chat, errand: Errand) -> None:
    """Put an errand into the person's seat, and ask nothing yet."""
    before, here = talk.turn.state(chat.workspace, chat.project), _here(talk, chat)
    _settle_open(talk, chat, before, here[1])
    talk.turn.save(chat.workspace, chat.project, before, core.begin(before, here, errand))


def begin_like(talk: Talk, chat: Chat, errand: Errand, asked: Mapping[str, Any]) -> None:
    """Begin an errand whose first question was just asked of somebody else in the same words: `asked` is that message.

    A team is asked in a fraction of the time.
    """
    turn, token = talk.turn, talk.office.new_id()
    before = turn.state(chat.workspace, chat.project)
    _settle_open(talk, chat, before, talk.me.id)
    begun = replace(errand, seat=Seat(replace(prompt_of(asked), token=token)))
    turn.save(chat.workspace, chat.project, before, core.begin(before, _here(talk, chat), begun))
    prompt = {**asked["prompt"], "token": token}
    payload = {**asked, "prompt": prompt, "errand": {**asked["errand"], "about": dict(errand.about)}}
    talk.put(chat, payload, like=asked["prompt"]["token"])


def open_in(talk: Talk, chat: Chat) -> Errand | None:
    """The errand that is open in a chat for the person."""
    return open_of(talk, chat, _here(talk, chat)[1])


def open_of(talk: Talk, chat: Chat, member: str) -> Errand | None:
    """The errand that is open in a chat for a member; "" for all who share it."""
    if not chat.project:
        return None
    seat = talk.turn.state(chat.workspace, chat.project).seats.get((chat.id, member))
    return seat.errand if seat is not None else None


def open_for(talk: Talk, chat: Chat) -> Errand | None:
    """The errand that is open in a chat for the person, where they have a say in it."""
    errand = open_in(talk, chat)
    role = talk.turn.state(chat.workspace, chat.project).role(talk.me.id) if errand is not None else Role.REMOVED
    return errand if errand is not None and role.at_least(talk.office.errands[errand.kind].needs) else None


def concerned(talk: Talk, state: State, event: Event) -> Errand | None:
    """The errand that something in a seat is about, or is done beside.

    None where there is none, and for those who have no say in what others left open in a chat that they share: all that
    they don't say to its question goes past it.
    """
    errand = core.errand_of(state, event)
    if errand is None or state.role(event.member).at_least(talk.office.errands[errand.kind].needs):
        return errand
    return errand if core.is_said_to(errand, event) else None


def run(talk: Talk, chat: Chat, event: Event) -> None:
    """Let something happen in the open errand."""
    errand = open_in(talk, chat)
    if errand is None:
        raise LookupError(chat.id)
    kind = talk.office.errands[errand.kind]
    refusal = None if isinstance(event, Nudged) else talk.refusal(kind.needs)
    if refusal is not None:
        talk.whisper(refusal)
        return
    meant = offers.meant(talk, chat, errand, event)
    if meant is None:
        return
    turn = talk.turn
    project = turn.project(chat.workspace, chat.project)
    if project is None:
        raise LookupError(chat.project)
    plan = talk.office.playbooks.of_errand(turn, chat.workspace, errand.playbook)
    before = turn.state(chat.workspace, chat.project)
    object_to = partial(kind.object_to, talk, chat, errand)
    ran = core.run(plan, before, meant, talk.now, talk.office.new_id(), object_to=object_to)
    turn.save(chat.workspace, chat.project, before, ran.state)
    marked = {"project": project.id, "errand": mark(errand, project)}
    talk.entries += [(one, marked) for one in ran.written]
    dressed = [kind.dress(talk, chat, errand, one) if isinstance(one, Ask) else one for one in ran.effects]
    talk.carry_out(chat, project, ran.state, dressed, errand=errand)
    if ran.answers is not None:
        kind.finish(talk, chat, errand, ran.answers)
        resume(talk, chat, errand)


def answer_beside(talk: Talk, chat: Chat, answers: Mapping[str, Value]) -> None:
    """Keep what somebody said of other questions of the open errand than the one that it asks."""
    before, here, errand = talk.turn.state(chat.workspace, chat.project), _here(talk, chat), open_in(talk, chat)
    if errand is not None:
        said = core.given(answers, talk.now, talk.me.id, behind=len(errand.entries))
        after = core.begin(before, here, replace(errand, entries=(*errand.entries, *said)))
        talk.turn.save(chat.workspace, chat.project, before, after)


def ask_again(talk: Talk, chat: Chat) -> None:
    """Ask once more what the open errand asked last."""
    run(talk, chat, Nudged(chat.id, talk.me.id, is_shared=chat.is_shared))


def pause(talk: Talk, argument: str) -> None:
    """/pause: leave the errand that is open, or else let the walk rest."""
    errand = open_for(talk, talk.chat)
    if errand is None:
        said = f"/pause {argument}".strip()
        talk.run(Said(talk.chat.id, talk.me.id, said, is_shared=talk.chat.is_shared))
    else:
        leave(talk, talk.chat, errand, phrase("errand.paused"))


def leave(talk: Talk, chat: Chat, errand: Errand, why: Part) -> None:
    """End the open errand; the walk goes on where it was."""
    drop(talk, chat)
    talk.tell(chat, why)
    _go_back(talk, chat, errand)


def drop(talk: Talk, chat: Chat, why: Part | None = None) -> None:
    """End the open errand; `why` stands in the place of its last question's buttons."""
    withdraw(talk, chat, _here(talk, chat)[1], why)


def withdraw(talk: Talk, chat: Chat, member: str, why: Part | None = None) -> None:
    """End what is open for a member in a chat, whoever does it; "" for all who share it."""
    before = talk.turn.state(chat.workspace, chat.project)
    _settle_open(talk, chat, before, member, why)
    talk.turn.save(chat.workspace, chat.project, before, core.end(before, (chat.id, member)))


def resume(talk: Talk, chat: Chat, errand: Errand) -> None:
    """After an errand: what waited for its end; or else back to the project that was talked about before, and to the
    question that was open there."""
    if open_in(talk, chat) is not None:
        return
    if any(kind.begin_waiting(talk, chat, back_of(errand)) for kind in talk.office.errands.values()):
        return
    _go_back(talk, chat, errand)


def back_of(errand: Errand) -> Mapping[str, str]:
    """What an errand knows of the project to which it goes back afterwards."""
    return {key: value for key, value in errand.about.items() if key.startswith("back_")}


def turn_back(talk: Talk, chat: Chat, errand: Errand) -> Chat:
    """Let a chat be about what was talked about there before an errand; returns it so."""
    workspace, project = errand.about.get("back_workspace", ""), errand.about.get("back_project", "")
    found = talk.turn.project(workspace, project) if project and project != chat.project else None
    if found is None:
        return chat
    chat = replace(chat, workspace=workspace, project=project)
    talk.turn.put_chat(chat)
    if chat.key == talk.chat.key:
        talk.talk_about(found)
    talk.tell(chat, phrase("errand.back", project=found.name))
    return chat


def _go_back(talk: Talk, chat: Chat, errand: Errand) -> None:
    there = turn_back(talk, chat, errand)
    if errand.resumes or there is not chat:
        talk.run_in(there, Nudged(there.id, talk.me.id, is_shared=there.is_shared))


def _settle_open(talk: Talk, chat: Chat, state: State, member: str, why: Part | None = None) -> None:
    """Take the buttons away from what an errand asked last, and keep what was answered so far."""
    seat = state.seats.get((chat.id, member))
    errand = seat.errand if seat is not None else None
    if errand is not None:
        talk.office.errands[errand.kind].put_aside(talk, chat, errand, member)
    prompt = errand.seat.prompt if errand is not None else None
    project = talk.turn.project(chat.workspace, chat.project)
    if prompt is not None and project is not None:
        talk.carry_out(chat, project, state, [Settle(prompt.token, why or phrase("errand.left"))])


def _here(talk: Talk, chat: Chat) -> tuple[str, str]:
    return chat.id, "" if chat.is_shared else talk.me.id


def mark(errand: Errand, project: Project) -> dict[str, Any]:
    """How a prompt's payload tells what errand it belongs to."""
    return {"kind": errand.kind, "about": dict(errand.about), "workspace": project.workspace}
