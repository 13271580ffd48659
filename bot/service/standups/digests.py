"""What a digest tells those who lead a project: a text, a picture and the full report."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.service.messages import spans
from bot.service.ports import Turn
from bot.service.standups.briefs import text
from bot.service.standups.files import picture_payload, report_payload
from bot.service.standups.model import Digest
from bot.service.standups.reports import gather
from bot.service.talk import Office
from dialogs.texts import lines, phrase


def scheduled_payloads(turn: Turn, office: Office, digest: Digest, now: datetime) -> Sequence[Mapping[str, Any]]:
    """The same as a message of its own, whatever else is talked about in the chat, with the files hanging on it.

    All have tokens, so that a reply to one of them is known to be no answer.
    """
    token = f"digest:{digest.id}:{now:%Y%m%dT%H%M%S}"
    found = digest_payloads(turn, office, digest, now)
    if not found:
        return ()
    said, *files = found
    hanging = [{**one, "under": token, "token": f"{token}:{number}"} for number, one in enumerate(files, start=1)]
    return [{**said, "kind": "board", "token": token}, *hanging]


def digest_payloads(turn: Turn, office: Office, digest: Digest, now: datetime) -> Sequence[Mapping[str, Any]]:
    """What is to be said of a digest's project about the time since `told_until`; nothing where the project is gone.

    Whoever calls it moves `told_until` on to `now`.
    """
    project = turn.project(digest.workspace, digest.project)
    if project is None:
        return ()
    since = digest.told_until
    report = gather(turn, office.playbooks, project, since, now, zone=digest.zone)
    seq = turn.state(project.workspace, project.id).book.seq
    said = lines([text(report, office.words), phrase("digest.follows")])
    return (
        {"kind": "say", "text": spans(office.words, said)},
        picture_payload(project, seq, since, now, digest.zone),
        report_payload(project, seq, since, now, digest.zone),
    )
