"""POST /control: lets another process be the people. One JSON object in, one JSON object out."""

from typing import Any

from tests.fakes.controls import Action, BaseControl
from tests.fakes.slack.channels import Channel
from tests.fakes.slack.messages import Message
from tests.fakes.slack.people import Person
from tests.fakes.slack.world import World
from tests.fakes.wire import Json


class Control(BaseControl):
    """What `do` may be, with what it takes; ids go in and come out.

    app(app, settings) team(team, name) install(team, app, bot_token) person(team, name, zone)
    channel(team, name, people, apps, is_private) dm(person, app) says(person, text | texts, chat, thread)
    presses(person, label, chat, on) selects(person, label, chat, on) commands(person, command, text, chat)
    does(person, what, with, chat, on) is any other thing that `Person` does on a message: what=ticks, with=["A", "B"]
    home(person) fill(person, values) submits(person) closes(person) view(person) allows(person, app, state)
    uninstalls(team, app) disconnects(app, reason) fault(kind, ...) clear_faults()
    messages(chat) sent(since) calls(since, method) pending()
    """

    _world: World

    def __init__(self, world: World) -> None:
        actions: dict[str, Action] = {
            "app": self._app,
            "team": self._team,
            "install": self._install,
            "person": self._person,
            "channel": self._channel,
            "dm": self._dm,
            "says": self._says,
            "presses": self._presses,
            "selects": self._selects,
            "commands": self._commands,
            "does": self._does,
            "home": self._home,
            "fill": self._fill,
            "submits": self._submits,
            "closes": self._closes,
            "view": self._view,
            "allows": self._allows,
            "uninstalls": self._uninstalls,
            "disconnects": self._disconnects,
            "messages": self._messages,
            "sent": self._sent,
            "pending": self._pending,
        }
        super().__init__(world, actions)

    def _app(self, wish: Json) -> Json:
        app = self._world.add_app(wish["app"], **wish.get("settings", {}))
        return {"id": app.id, "app_token": app.app_token, "signing_secret": app.signing_secret}

    def _team(self, wish: Json) -> Json:
        return self._world.add_team(wish["team"], wish["name"], wish.get("domain"), wish.get("enterprise")).to_json()

    def _install(self, wish: Json) -> Json:
        team, app = self._world.teams[wish["team"]], self._world.apps[wish["app"]]
        install = team.install(app, bot_token=wish.get("bot_token"), scopes=wish.get("scopes"))
        return {"bot_token": install.bot_token, "bot": install.bot.id}

    def _person(self, wish: Json) -> Json:
        person = self._world.teams[wish["team"]].person(wish["name"], zone=wish.get("zone", "Europe/Lisbon"))
        return {"id": person.id}

    def _channel(self, wish: Json) -> Json:
        people = [self._world.accounts[user_id] for user_id in wish["people"]]
        apps = [self._world.apps[app_id] for app_id in wish.get("apps", [])]
        team = self._world.teams[wish["team"]]
        channel = team.channel(wish["name"], *people, apps=apps, is_private=bool(wish.get("is_private")))
        return {"id": channel.id}

    def _dm(self, wish: Json) -> Json:
        return {"id": self._chat(wish).id}

    def _says(self, wish: Json) -> Json:
        person, chat = self._who(wish), self._chat(wish)
        thread = chat.all_messages[wish["thread"]] if wish.get("thread") else None
        texts = wish["texts"] if "texts" in wish else [wish["text"]]
        messages = [person.says(text, chat, thread=thread) for text in texts]
        return messages[-1].content

    def _presses(self, wish: Json) -> Json:
        return self._who(wish).presses(wish["label"], self._on(wish), chat=self._chat(wish)).payload

    def _selects(self, wish: Json) -> Json:
        delivery = self._who(wish).selects(wish["label"], self._on(wish), chat=self._chat(wish))
        return delivery.payload if delivery else {}

    def _commands(self, wish: Json) -> Json:
        return self._who(wish).commands(wish["command"], wish.get("text", ""), self._chat(wish)).payload

    def _does(self, wish: Json) -> Json:
        act = getattr(self._who(wish), wish["what"])
        delivery = act(*wish.get("with", []), on=self._on(wish))
        return delivery.payload if delivery else {}

    def _home(self, wish: Json) -> Json:
        view = self._who(wish).opens_home()
        return {"view": view.to_json() if view else None, "seen": view.as_seen() if view else ""}

    def _fill(self, wish: Json) -> Json:
        return {"seen": self._who(wish).sees_view().fill(wish["values"]).as_seen()}

    def _submits(self, wish: Json) -> Json:
        return {"is_sent": self._who(wish).sees_view().submits() is not None}

    def _closes(self, wish: Json) -> Json:
        return {"is_sent": self._who(wish).sees_view().closes() is not None}

    def _allows(self, wish: Json) -> Json:
        return {"url": self._who(wish).allows(self._world.apps[wish["app"]], state=wish.get("state", ""))}

    def _uninstalls(self, wish: Json) -> Json:
        self._world.apps[wish["app"]].installs[wish["team"]].uninstalls()
        return {}

    def _disconnects(self, wish: Json) -> Json:
        self._world.apps[wish["app"]].disconnects(wish.get("reason", "refresh_requested"))
        return {}

    def _view(self, wish: Json) -> Json:
        form = self._who(wish).sees_view()
        return {"view": form.view.to_json(), "seen": form.as_seen()}

    def _messages(self, wish: Json) -> Json:
        return {"messages": [message.content for message in self._chat(wish).messages]}

    def _sent(self, wish: Json) -> Json:
        sent = self._world.sent[wish.get("since", 0) :]
        told = [{"at": one.sent_at, "channel": one.channel.id, "message": one.content} for one in sent]
        return {"sent": told}

    def _pending(self, wish: Json) -> Json:
        pending = {app.id: app.pending for app in self._world.apps.values()}
        return {"pending": pending, "sent": len(self._world.sent)}

    def _who(self, wish: Json) -> Person:
        person: Any = self._world.accounts[wish["person"]]
        assert isinstance(person, Person)
        return person

    def _chat(self, wish: Json) -> Channel:
        if "chat" in wish:
            return self._world.channels[wish["chat"]]
        person = self._who(wish)
        apps = [app for app in self._world.apps.values() if person.team.id in app.installs]
        return person.dm(self._world.apps[wish["app"]] if "app" in wish else apps[0])

    def _on(self, wish: Json) -> Message | None:
        return self._chat(wish).all_messages[wish["on"]] if "on" in wish else None
