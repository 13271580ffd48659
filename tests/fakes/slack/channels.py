"""Channels: public, private, shared with other workspaces, groups of people, and direct messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.chats import BaseChat
from tests.fakes.slack.messages import Message
from tests.fakes.wire import Json

if TYPE_CHECKING:
    from tests.fakes.slack.accounts import Account
    from tests.fakes.slack.teams import Team
    from tests.fakes.slack.world import World


class Channel(BaseChat[str, Message]):
    """Messages in order, those of threads among them, and who is in it.

    `kind` is channel, group (a private channel), mpim or im.
    """

    world: World

    def __init__(self, world: World, team: Team, channel_id: str, name: str, kind: str) -> None:
        super().__init__(world)
        self.team = team
        self.id = channel_id
        self.name = name
        self.kind = kind
        self.teams = [team]
        self.members: dict[str, Account] = {}
        self.hidden: list[Message] = []
        self.pins: list[str] = []
        self.bookmarks: dict[str, Json] = {}
        self.is_archived = False
        self.is_read_only = False

    @property
    def is_shared(self) -> bool:
        """Whether people of another organization are in it (Slack Connect)."""
        return len(self.teams) > 1

    def seen_by(self, person: Account) -> list[Message]:
        """What stands in it for everybody, and what only this person sees."""
        with self.world.changes.lock:
            own = [message for message in self.hidden if message.only_for == person.id and not message.is_deleted]
            return sorted([*self.messages, *own], key=lambda message: message.ts)

    def thread(self, root: Message) -> list[Message]:
        """A message and the answers under it."""
        return [message for message in self.messages if root.ts in {message.ts, message.thread_ts}]

    def has(self, account: Account) -> bool:
        """Whether they are in it."""
        return account.id in self.members

    def adds(self, *accounts: Account) -> None:
        """Somebody comes in; apps hear of it."""
        with self.world.changes.lock:
            for account in accounts:
                if self.has(account):
                    continue
                self.members[account.id] = account
                if account.team not in self.teams:
                    self.teams.append(account.team)
                self._tell_membership("member_joined_channel", account)

    def kicks(self, account: Account) -> None:
        """Somebody is thrown out; apps hear of it, and an app that was thrown out hears so itself."""
        with self.world.changes.lock:
            if account.is_bot:
                kind = "group_left" if self.kind == "group" else "channel_left"
                event = {
                    "type": kind,
                    "channel": self.id,
                    "actor_id": next(iter(self.members)),
                    "event_ts": self._now(),
                }
                self.world.tell(event, self, only=account)
            self.members.pop(account.id, None)
            self._tell_membership("member_left_channel", account)

    def archives(self) -> None:
        """Nobody may write any more."""
        self._set_archived(is_archived=True)

    def unarchives(self) -> None:
        """They may again."""
        self._set_archived(is_archived=False)

    def to_json(self, for_account: Account) -> Json:
        """As conversations.info shows it."""
        common: Json = {
            "id": self.id,
            "created": 1_700_000_000,
            "is_archived": self.is_archived,
            "is_im": self.kind == "im",
            "is_org_shared": False,
            "context_team_id": for_account.team.id,
        }
        if self.kind == "im":
            other = next((other for other in self.members if other != for_account.id), for_account.id)
            return common | {"user": other, "is_user_deleted": self.world.accounts[other].is_deleted, "priority": 0}
        return common | {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == "channel",
            "is_group": self.kind == "group",
            "is_mpim": self.kind == "mpim",
            "is_private": self.kind != "channel",
            "is_general": False,
            "is_shared": self.is_shared,
            "is_ext_shared": self.is_shared,
            "is_member": self.has(for_account),
            "shared_team_ids": [team.id for team in self.teams],
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }

    def _set_archived(self, *, is_archived: bool) -> None:
        with self.world.changes.lock:
            self.is_archived = is_archived
            prefix = "group" if self.kind == "group" else "channel"
            kind = f"{prefix}_{'archive' if is_archived else 'unarchive'}"
            by = next(iter(self.members), "")
            self.world.tell({"type": kind, "channel": self.id, "user": by, "event_ts": self._now()}, self)

    def _tell_membership(self, kind: str, account: Account) -> None:
        if self.kind in {"channel", "group"}:
            letter = "C" if self.kind == "channel" else "G"
            event: Json = {"type": kind, "user": account.id, "channel": self.id, "channel_type": letter}
            self.world.tell(event | {"team": account.team.id, "event_ts": self._now()}, self)
        self.world.changes.ring()

    def _now(self) -> str:
        return self.world.next_ts()

    def _waited_for(self) -> list[Message]:
        return [*self.messages, *self.hidden]

    def __repr__(self) -> str:
        return f"<{self.kind} {self.id} {self.name}>"
