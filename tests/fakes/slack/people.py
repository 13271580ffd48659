"""People: they write, press, choose, fill forms, give commands, upload files, and look."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import aiohttp

from tests.fakes.slack import acting, payloads
from tests.fakes.slack.accounts import Account
from tests.fakes.slack.channels import Channel
from tests.fakes.slack.deliveries import Delivery
from tests.fakes.slack.elements import PICKERS
from tests.fakes.slack.forms import Form
from tests.fakes.slack.messages import Message
from tests.fakes.slack.responses import ResponseUrl
from tests.fakes.slack.typed import as_typed, typed_block
from tests.fakes.slack.views import View
from tests.fakes.slack.wire import RefusalError
from tests.fakes.wire import Json, to_text

if TYPE_CHECKING:
    from tests.fakes.slack.apps import FakeApp, Install
    from tests.fakes.slack.teams import Team
    from tests.fakes.slack.world import World

_EXTERNAL = frozenset({"external_select", "multi_external_select"})
_OVERFLOW = frozenset({"overflow"})


class Person(Account):
    """Somebody in a workspace. `stack` is the modals that are open, the topmost last."""

    def __init__(self, world: World, team: Team, user_id: str, name: str) -> None:
        super().__init__(world, team, user_id, name)
        self.stack: list[View] = []
        self.homes: dict[str, View] = {}

    def dm(self, app: FakeApp) -> Channel:
        """The direct messages with an app."""
        with self.world.changes.lock:
            return self.world.direct(self._install(app), self)

    def says(
        self, text: str, chat: Channel, *, thread: Message | None = None, also_in_channel: bool = False
    ) -> Message:
        """Write a message. @names, #channels and addresses become what Slack makes of them."""
        with self.world.changes.lock:
            self._check_may_write(chat)
            kept = as_typed(text, chat)
            content: Json = {"user": self.id, "text": kept, "team": self.team.id, "blocks": self._blocks(kept)}
            content |= {"client_msg_id": self.world.secret("client")} | self._abroad(chat)
            if thread is not None:
                content |= self._in_thread(thread, also_in_channel=also_in_channel)
            return self.world.post(chat, content)

    def edits(self, message: Message, text: str) -> None:
        """Change one's own message."""
        with self.world.changes.lock:
            kept = as_typed(text, message.channel)
            self.world.change(message, {"text": kept, "blocks": self._blocks(kept)}, by=self)

    def unfurls(self, message: Message, title: str) -> None:
        """Slack adds a preview to a message with a link: a change that nobody made."""
        with self.world.changes.lock:
            self.world.change(message, {"attachments": [{"title": title, "id": 1}]}, by=self)
            message.content.pop("edited")

    def deletes(self, message: Message) -> None:
        """Take a message away."""
        self.world.remove(message)

    def uploads(
        self, name: str, content: bytes, chat: Channel, *, text: str = "", thread: Message | None = None
    ) -> Message:
        """Share a file, with or without words."""
        with self.world.changes.lock:
            file = self.world.files.keep(name, content, self.id)
            body: Json = {"subtype": "file_share", "user": self.id, "text": as_typed(text, chat), "upload": False}
            body |= {"files": [file.to_json(self.world.api_url)], "display_as_bot": False} | self._abroad(chat)
            if thread is not None:
                body |= self._in_thread(thread, also_in_channel=False)
            message = self.world.post(chat, body)
            message.files = [file]
            return message

    def joins(self, chat: Channel) -> None:
        """Come into a channel."""
        chat.adds(self)

    def leaves(self, chat: Channel) -> None:
        """Go out of it."""
        chat.kicks(self)

    def is_deactivated(self) -> None:
        """An administrator deactivates the account; apps hear user_change."""
        self.is_deleted = True
        self.changes_profile()

    def changes_profile(self, **fields: Any) -> None:
        """Change `name`, `zone` or `locale`; apps hear user_change."""
        with self.world.changes.lock:
            for field, value in fields.items():
                setattr(self, field, value)
            event = {"type": "user_change", "user": self.to_json(for_team=self.team, with_locale=True), "cache_ts": 1}
            for app in self.world.apps.values():
                install = app.installs.get(self.team.id)
                if install is not None and "user_change" in app.subscribes and install.grants("user_change"):
                    app.tell(event, install)
            self.world.changes.ring()

    def presses(self, what: str | Json, on: Message | View | None = None, *, chat: Channel | None = None) -> Delivery:
        """Press a button: by its label, on a message or a view, or on the newest message in the chat that has it; or
        an element as it was (`message.button(…)`), although the message may have lost it since."""
        with self.world.changes.lock:
            surface = on or self._newest(lambda message: what in message.buttons, chat)
            block, element = acting.find_button(surface, what)
            return acting.acts(self, surface, block, element)

    def selects(self, label: str, on: Message | View | None = None, *, chat: Channel | None = None) -> Delivery | None:
        """Choose an option of a menu or of radio buttons. None when the app is not told (an input)."""
        with self.world.changes.lock:
            surface = on or self._newest(lambda message: label in message.options, chat)
            block, element, options = acting.find_options(surface, (label,), acting.ONE)
            return acting.changes(self, surface, block, element, options[0])

    def ticks(self, *labels: str, on: Message | View | None = None, chat: Channel | None = None) -> Delivery | None:
        """Choose exactly these options of a multi-select or of checkboxes. None when the app is not told (an input)."""
        with self.world.changes.lock:
            surface = on or self._newest(lambda message: set(labels) <= set(message.options), chat)
            block, element, options = acting.find_options(surface, labels, acting.SEVERAL)
            return acting.changes(self, surface, block, element, options)

    def picks_date(self, date: str, on: Message | View, *, label: str | None = None) -> Delivery | None:
        """Pick a date, written YYYY-MM-DD."""
        return self._picks("datepicker", date, on, label)

    def picks_time(self, time: str, on: Message | View, *, label: str | None = None) -> Delivery | None:
        """Pick a time, written HH:MM."""
        return self._picks("timepicker", time, on, label)

    def chooses_from_menu(
        self, label: str, on: Message | View | None = None, *, chat: Channel | None = None
    ) -> Delivery:
        """Choose from an overflow menu (the three dots)."""
        with self.world.changes.lock:
            surface = on or self._newest(lambda message: label in message.options, chat)
            block, element, options = acting.find_options(surface, (label,), _OVERFLOW)
            return acting.acts(self, surface, block, element, options[0])

    def types_into_select(self, query: str, on: Message | View, *, label: str | None = None) -> Delivery:
        """Type into a menu whose options the app knows; once it is over, `options` has their labels."""
        with self.world.changes.lock:
            block, element = acting.find_kind(on, _EXTERNAL, label)
            return acting.asks_options(self, on, block, element, query)

    def commands(self, command: str, text: str, chat: Channel, *, app: FakeApp | None = None) -> Delivery:
        """Give a slash command. If the app does not answer in time, Slackbot says so to this person alone."""
        with self.world.changes.lock:
            install = self._install(app)
            fields = payloads.slash_command(install, self, chat, command=command, text=text)

            def show(delivery: Delivery) -> None:
                self._show_answer(delivery, install, chat, command)

            delivery = Delivery(install.app, "slash_commands", to_text(fields), on_over=show)
            install.app.deliveries.send(delivery)
            return delivery

    def shortcut(self, callback_id: str, on: Message | None = None, *, app: FakeApp | None = None) -> Delivery:
        """Choose an app's shortcut: in a message's menu, or the global one."""
        with self.world.changes.lock:
            install = self._install(app)
            if on is None:
                payload = payloads.shortcut(install, self, callback_id)
            else:
                payload = payloads.message_action(install, self, callback_id, on)
            delivery = Delivery(install.app, "interactive", to_text(payload))
            install.app.deliveries.send(delivery)
            return delivery

    def opens_home(self, app: FakeApp | None = None, *, tab: str = "home") -> View | None:
        """Look at an app's Home tab (or its messages tab); the view that it has published so far."""
        with self.world.changes.lock:
            install = self._install(app)
            view = self.homes.get(install.app.id)
            chat = self.world.direct(install, self)
            event: Json = {"type": "app_home_opened", "user": self.id, "channel": chat.id, "tab": tab}
            if view is not None and tab == "home":
                event["view"] = view.to_json()
            if "app_home_opened" in install.app.subscribes:
                install.app.tell(event, install)
            return view

    def sees_home(self, app: FakeApp | None = None) -> str:
        """The Home tab as it looks now; empty if nothing was published."""
        view = self.homes.get(self._install(app).app.id)
        return view.as_seen() if view else ""

    def home(self, app: FakeApp | None = None) -> View:
        """The Home tab. Raises `KeyError` if nothing was published."""
        return self.homes[self._install(app).app.id]

    def sees_view(self) -> Form:
        """The modal in front. Raises `AssertionError` if none is open."""
        assert self.stack, f"no view is open for {self.name}"
        return Form(self, self.stack[-1])

    async def waits_for_view(self, title: str = "", *, timeout_s: float = 5.0) -> Form:
        """The modal in front, as soon as there is one with this in its title."""
        await self.world.changes.wait(lambda: self._has_view(title), timeout_s)
        return self.sees_view()

    def waits_for_view_blocking(self, title: str = "", *, timeout_s: float = 5.0) -> Form:
        """The same for a synchronous test."""
        self.world.changes.wait_blocking(lambda: self._has_view(title), timeout_s)
        return self.sees_view()

    def sees(self, n: int = 1, chat: Channel | None = None) -> str:
        """The newest messages of a chat as they look to this person, one after the other."""
        messages = self._chat(chat).seen_by(self)
        return "\n\n".join(message.as_seen(self.id) for message in messages[-n:])

    async def installs(self, app: FakeApp, *, state: str = "") -> int:
        """Press Allow on an app's authorize page: Slack sends the browser to the app's redirect URL with a code.
        The status of the page that it gets there."""
        url = self.allows(app, state=state)
        async with aiohttp.ClientSession() as session, session.get(url, allow_redirects=False) as response:
            return response.status

    def allows(self, app: FakeApp, *, state: str = "") -> str:
        """The same up to the address that the browser is sent to."""
        with self.world.changes.lock:
            code = self.world.secret("code")
            redirect = app.redirect_url or "https://example.com/slack/oauth"
            self.world.codes[code] = (app, self.team, self, redirect)
            return f"{redirect}?{urlencode({'code': code, 'state': state})}"

    def _has_view(self, title: str) -> bool:
        return bool(self.stack) and title in self.stack[-1].title

    def _install(self, app: FakeApp | None) -> Install:
        if app is not None:
            return app.installs[self.team.id]
        installs = [one.installs[self.team.id] for one in self.world.apps.values() if self.team.id in one.installs]
        if len(installs) != 1:
            raise ValueError(f"say which app {self.name} means")
        return installs[0]

    def _chat(self, chat: Channel | None) -> Channel:
        return chat or self.world.direct(self._install(None), self)

    def _newest(self, fits: Callable[[Message], bool], chat: Channel | None) -> Message:
        messages = self._chat(chat).seen_by(self)
        for message in reversed(messages):
            if fits(message):
                return message
        raise LookupError(f"nothing like that in the chat; the last are {messages[-3:]}")

    def _picks(self, kind: str, value: str, on: Message | View, label: str | None) -> Delivery | None:
        with self.world.changes.lock:
            block, element = acting.find_kind(on, frozenset({kind}) & PICKERS, label)
            return acting.changes(self, on, block, element, value)

    def _check_may_write(self, chat: Channel) -> None:
        if chat.is_archived:
            raise RuntimeError(f"{chat.name} is archived")
        if not chat.has(self):
            raise RuntimeError(f"{self.name} is not in {chat.name}")

    def _abroad(self, chat: Channel) -> Json:
        """What messages in shared channels carry of where their author comes from."""
        return {"user_team": self.team.id, "source_team": self.team.id} if chat.is_shared else {}

    def _in_thread(self, thread: Message, *, also_in_channel: bool) -> Json:
        root_ts = thread.thread_ts or thread.ts
        if not also_in_channel:
            return {"thread_ts": root_ts, "parent_user_id": thread.user_id}
        return {"thread_ts": root_ts, "subtype": "thread_broadcast", "root": thread.content}

    def _blocks(self, kept: str) -> list[Json]:
        return [{**typed_block(kept), "block_id": self.world.secret("b")[-5:]}] if kept else []

    def _show_answer(self, delivery: Delivery, install: Install, chat: Channel, command: str) -> None:
        """What an app answers to a command at once is shown; without an answer Slackbot complains."""
        if delivery.body_taken is None:
            text = f"{command} failed because the app did not respond. Learn more about troubleshooting slash commands"
            self.world.post(chat, {"user": "USLACKBOT", "text": text}, only_for=self.id)
            return
        answer = delivery.answer if isinstance(delivery.answer, dict) else {"text": delivery.body_taken}
        if answer.get("text") or answer.get("blocks"):
            url = ResponseUrl(install, chat, self, self.world.clock())
            try:
                self.world.responses.respond(url, answer)
            except RefusalError as refusal:
                delivery.reason = refusal.error
