"""What was meant for a chat that turned out to be closed: who was to be asked there, a summary that nobody got."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.service import elsewhere
from bot.service.boxes import is_change
from bot.service.people import account_of
from bot.service.ports import Chat
from bot.service.standups import planning, rounds
from bot.service.standups.model import Reply, Standup
from dialogs.texts import phrase

if TYPE_CHECKING:
    from bot.service.talk import Talk


def ask_in_the_open(talk: Talk, chat: Chat) -> None:
    """Mention who was to be asked in a private chat that is closed, for each round that is not over."""
    turn, today = talk.turn, talk.now.date()
    account = account_of(chat)
    for workspace, id_ in turn.bound(*chat.key):
        project = turn.project(workspace, id_)
        member = turn.directory(workspace).accounts.get(account)
        if project is None or member is None:
            continue
        for standup in turn.rota.routines(workspace, id_):
            if not isinstance(standup, Standup) or standup.is_deleted:
                continue
            known = turn.rota.check_ins(workspace, standup.id, today - planning.AROUND, today + planning.AROUND)
            mine = (one for one in known if one.member == member and one.reply is Reply.ASKED)
            if any(one.chat == chat.key and one.cutoff_at > talk.now for one in mine):
                elsewhere.mention(talk, project, member, phrase("check_in.in_private", name=standup.name))


def sum_up_elsewhere(talk: Talk, chat: Chat, lost: Sequence[Mapping[str, Any]]) -> None:
    """Post the summaries that are among what could not be sent to a chat where they can be read now."""
    tokens = [str(one.get("token", "")) for one in lost if not is_change(one)]
    for workspace, id_ in talk.turn.bound(*chat.key) if any(tokens) else ():
        for standup in talk.turn.rota.routines(workspace, id_):
            if isinstance(standup, Standup) and not standup.is_deleted:
                for token in tokens:
                    round_ = rounds.cutoff_of(talk.turn, standup, token)
                    if round_ is not None:
                        rounds.post(talk, standup, *round_)
