"""One turn of a conversation: steps through the core, collects what has to be said where, and writes it at the end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.service import cards, elsewhere, errands, people
from bot.service.alike import Alike
from bot.service.arrivals import Place, Press
from bot.service.boxes import WALK, ChatKey, Load, Queued
from bot.service.errands import ErrandKind
from bot.service.leads import Leads
from bot.service.messages import to_payload
from bot.service.names import follow_name
from bot.service.people import Speaker
from bot.service.playbooks import Playbooks
from bot.service.ports import Chat, Clock, Composer, Project, Turn
from bot.service.standups import planning
from bot.service.standups.calendars import Holidays, NoHolidays
from dialogs import errands as core_errands
from dialogs.answers import Entry, Kind
from dialogs.effects import Ask, Call, Deliver, Effect, Refuse, Retick, Say, Whisper
from dialogs.engine import Event, Nudged, Opened, Ticked
from dialogs.roles import refusal
from dialogs.state import Errand, Member, Role, State
from dialogs.texts import Part, Words, phrase, plain


def _no_composer(platform: str) -> Composer | None:
    del platform
    return None


@dataclass(frozen=True)
class Office:
    """What every turn needs. `carrier` is the replica that sends what turns say; "" where nobody sends it."""

    playbooks: Playbooks
    words: Words
    clock: Clock
    new_id: Callable[[], str]
    composer: Callable[[str], Composer | None] = _no_composer
    """By the first part of a bot's id; None where messages are shown as they are."""
    carrier: str = ""
    leads: Leads = field(default_factory=Leads)
    errands: Mapping[str, ErrandKind] = field(default_factory=dict)
    """Short dialogs on top of the walk, by their kind."""
    holidays: Holidays = field(default_factory=NoHolidays)


@dataclass(frozen=True, slots=True)
class Toast:
    """A word about a pressed button, shown only to who pressed it; `callback` is the platform's id of the press."""

    bot: str
    callback: str
    text: str = ""


class Talk:
    """A turn in one chat, by one person."""

    def __init__(
        self, office: Office, turn: Turn, speaker: Speaker, chat: Chat, me: Member, *, callback: str = ""
    ) -> None:
        self.office = office
        self.turn = turn
        self.speaker = speaker
        self.chat = chat
        self.me = me
        self.entries: list[tuple[Entry, Mapping[str, Any]]] = []
        """What this turn has written, each with where: the project, and the errand whose answer it is."""
        self.toasts: list[Toast] = []
        self.news: list[tuple[ChatKey, tuple[str, str], str]] = []
        """For which chats, about which project, and what was answered last."""
        self.pressed: tuple[Press, Mapping[str, Any]] | None = None
        """The button that was pressed, and the payload of its prompt."""
        self.alike = Alike()
        """What was asked of others just before."""
        self._likes: dict[ChatKey, str] = {}
        self._callback = callback
        self._can_wait = False
        self._resent: Sequence[Queued] = ()
        self._payloads: dict[ChatKey, list[Mapping[str, Any]]] = {}
        self._chats: dict[ChatKey, Chat] = {}

    @property
    def now(self) -> datetime:
        return self.office.clock()

    def project(self) -> Project:
        """What is being talked about."""
        found = self.turn.project(self.chat.workspace, self.chat.project)
        if found is None:
            raise LookupError(self.chat.project)
        return found

    def role(self) -> Role:
        """What the person may do in the project that is talked about, who joins it if this chat lets them."""
        project = self.project()
        before = self.turn.directory(project.workspace).roles.get(project.id, {})
        role = people.give_role(self.turn, project, self.chat, self.me, is_guest=self.speaker.is_guest)
        if self.me.id not in before and role is not Role.REMOVED:
            planning.follow_team(self.turn, project.workspace, project.id, self.now)
        return role

    def refusal(self, needs: Role) -> Part | None:
        """Why the person may not do what needs this role; None where they may."""
        if needs is Role.REMOVED or self.role().at_least(needs):
            return None
        return refusal(self.turn.state(self.chat.workspace, self.chat.project), self.me.id, needs)

    def talk_about(self, project: Project) -> None:
        """From now on, the chat is about this project, and the person its member."""
        self.chat = replace(self.chat, workspace=project.workspace, project=project.id)
        self.turn.put_chat(self.chat)
        self.me = people.member_of(self.turn, project.workspace, self.speaker, self.office.new_id, self.now)
        self.role()

    def run(self, event: Event) -> None:
        """Take a step in the project, and remember what came of it."""
        self.role()
        self.run_in(self.chat, event)

    def greet(self) -> None:
        """Say where the project stands, and what is asked next."""
        self.run(Opened(self.chat.id, self.me.id, is_shared=self.chat.is_shared))

    def ask_again(self) -> None:
        """After something that is not about the answers: ask again what was asked last."""
        self.run(Nudged(self.chat.id, self.me.id, is_shared=self.chat.is_shared))

    def run_in(self, chat: Chat, event: Event) -> None:
        """Take a step of the chat's project, in this chat or in another one."""
        turn, office = self.turn, self.office
        project = turn.project(chat.workspace, chat.project)
        if project is None:
            raise LookupError(chat.project)
        plan = office.playbooks.plan(turn, project)
        before = turn.state(project.workspace, project.id)
        errand = errands.concerned(self, before, event)
        if errand is not None and core_errands.is_meant(errand, event):
            errands.run(self, chat, event)
            return
        go = core_errands.beside if errand is not None else core_errands.pass_by
        done = go(plan, before, event, office.clock(), office.new_id())
        turn.save(project.workspace, project.id, before, done.state)
        called = project.name
        project = follow_name(turn, project, plan, done.state)
        self.carry_out(chat, project, done.state, done.effects)
        written = done.state.book.entries[len(before.book.entries) :]
        self.entries += [(one, {"project": project.id}) for one in written]
        if any(entry.kind is Kind.ANSWER for entry in written):
            elsewhere.tell_news(self, project, plan, done.state, written)
            cards.follow(self, project, plan, done, is_renamed=project.name != called)
        if errand is not None and not isinstance(event, Ticked) and event.member == self.me.id:
            errands.ask_again(self, chat)

    def carry_out(
        self, chat: Chat, project: Project, state: State, effects: Sequence[Effect], *, errand: Errand | None = None
    ) -> None:
        """Put what a step wants done into what is said in a chat; its questions are the `errand`'s, if there is one."""
        for effect in effects:
            if isinstance(effect, Call):
                elsewhere.call(self, project, effect)
            elif isinstance(effect, Whisper):
                self.whisper(effect.text)
            else:
                payload = to_payload(effect, self.office.words, project.id, state.book.seq)
                if isinstance(effect, Deliver):
                    payload["workspace"] = project.workspace
                if errand is not None and isinstance(effect, Ask):
                    payload["errand"] = errands.mark(errand, project)
                if isinstance(effect, Retick) and self.pressed is not None:
                    press, asked = self.pressed
                    payload |= {"ask": asked, "view": "", "at": press.value}
                self.put(chat, payload)

    def say(self, text: Part) -> None:
        """Something to read, in this chat."""
        self.tell(self.chat, text)

    def tell(self, chat: Chat, text: Part) -> None:
        """Something to read, in any chat."""
        self.put(chat, to_payload(Say(text), self.office.words, chat.project, 0))

    def refuse(self, text: Part) -> None:
        """A sentence that says what was expected."""
        self.put(self.chat, to_payload(Refuse(text), self.office.words, self.chat.project, 0))

    def whisper(self, text: Part) -> None:
        """Something that only the person should see: with the pressed button, or in their own chat."""
        if self._callback:
            rich, composer = self.office.words.rich(text), self.composer(self.chat)
            shown = plain(rich if composer is None else composer.spelled(rich))
            self.toasts.append(Toast(self.chat.bot, self._callback, shown))
            return
        own = elsewhere.own_chat(self.turn, self.chat, self.speaker) if self.chat.is_shared else self.chat
        self.tell(own or self.chat, text)

    def put(self, chat: Chat, payload: Mapping[str, Any], *, like: str = "") -> None:
        """Add a payload to what is said in a chat; `like` is the token of a question that reads the same."""
        self._chats[chat.key] = chat
        self._likes[chat.key] = like
        self._payloads.setdefault(chat.key, []).append(payload)

    def composer(self, chat: Chat) -> Composer | None:
        """What makes a chat's messages; None where they are shown as they are."""
        return self.office.composer(chat.bot.partition(":")[0])

    def thread_of(self, chat: Chat) -> str:
        """The token of the card on which all that is said about the project in a chat hangs; "" where nothing does."""
        composer = self.composer(chat)
        has_thread = composer is not None and composer.has_threads and chat.is_shared and chat.project
        return f"{WALK}{chat.project}" if has_thread else ""

    def hangs(self, chat: Chat, thread: str) -> bool:
        """Whether the thread's card was sent, or will be."""
        return self.turn.outbox.asked(chat.key, thread) is not None

    def take_back_question(self) -> None:
        """Leave the newest question in this chat unasked, because it is about to be answered."""
        last = self.last_question(self.chat)
        if last is not None:
            self._payloads[self.chat.key].remove(last)

    def last_question(self, chat: Chat) -> Mapping[str, Any] | None:
        """What this turn has asked last in a chat."""
        payloads = self._payloads.get(chat.key, [])
        return next((one for one in reversed(payloads) if one["kind"] == "ask"), None)

    def discard(self) -> None:
        """Leave unsaid what this turn would have said so far."""
        self._payloads.clear()

    def send(self) -> Mapping[ChatKey, Sequence[Queued]]:
        """Queue everything that was said; returns the messages by chat."""
        sent = {key: self._send(self._chats[key], payloads) for key, payloads in self._payloads.items()}
        for chat, project, what in self.news:
            self.turn.upkeep.add_news(chat, project, self.me.name, what, self.now + elsewhere.NEWS_AFTER)
        return sent

    def loads(self, *, can_wait: bool = False) -> Sequence[Load]:
        """Queue everything that was said; returns what this replica has to send.

        What `can_wait` is sent behind what somebody is waiting for.
        """
        self._can_wait = can_wait
        carrier, outbox = self.office.carrier, self.turn.outbox
        sent = dict(self.send())
        if self._resent:
            sent[self.chat.key] = [*self._resent, *sent.get(self.chat.key, ())]
        loads = (outbox.load(key, messages, carrier) for key, messages in sent.items())
        return [load for load in loads if load is not None]

    def resend(self, seq: str) -> None:
        """Send a message once more of which it isn't known whether it arrived."""
        found = self.turn.outbox.again(self.chat.key, int(seq), self.office.carrier) if seq.isdecimal() else ()
        self._resent = found
        if not found:
            self.whisper(phrase("again.gone"))

    def _send(self, chat: Chat, payloads: Sequence[Mapping[str, Any]]) -> Sequence[Queued]:
        composer = self.composer(chat)
        if composer is None:
            shown = [payload for payload in payloads if payload["kind"] not in _ONLY_EDITS]
            return self.turn.outbox.send(chat.key, shown)
        thread = self.thread_of(chat)
        place = Place(chat.bot, chat.id, "", chat.is_shared, thread=thread)
        whole = [self._with_lead(chat, payload) for payload in payloads]
        needs_card = any(payload["kind"] not in _ON_THEIR_OWN for payload in payloads)
        if thread and needs_card and not self.hangs(chat, thread):
            whole.insert(0, cards.opening(self, chat))
        today = self.office.clock().date()
        platform, like = chat.bot.partition(":")[0], self._likes[chat.key]
        composed = self.alike.composed(platform, whole, like, lambda: composer.compose(whole, place, today))
        for message in composed:
            if "lead" in message:
                self.office.leads.keep(message["token"], message["lead"])
        if self._can_wait:
            composed = [{**message, "can_wait": True} for message in composed]
        return self.turn.outbox.send(chat.key, composed, self.office.carrier)

    def _with_lead(self, chat: Chat, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        """What settles a question, with what stands before that question in its message."""
        if payload["kind"] != "settle":
            return payload
        lead = self.office.leads.get(payload["token"])
        if lead is None:
            asked = self.turn.outbox.asked(chat.key, payload["token"])
            lead = asked.get("lead", "") if asked else ""
        return {**payload, "lead": lead}


_ON_THEIR_OWN = frozenset({"board", "reboard", "details", "redetails", "summary", "mention"})
"""What stands in a chat by itself, opens a thread of its own, or says on what it hangs."""
_ONLY_EDITS = frozenset({"settle", "ticks", "redraw", "reboard", "redetails"})
"""What changes a message that was shown before; where nothing can be changed, it is left out."""
