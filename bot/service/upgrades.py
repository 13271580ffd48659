"""`phasewalk upgrade`: a project moves to the newer playbook, and says what happens before it does."""

from collections.abc import Iterator
from dataclasses import replace

from bot.service.errors import PlaybookGoneError
from bot.service.exports import find_project
from bot.service.people import Speaker
from bot.service.ports import Project, Store, Turn
from bot.service.turns import Conversations
from dialogs.plan import plan_of
from dialogs.texts import Phrase, phrase
from dialogs.upgrade import Change, Fate, Upgrade, upgrade


def upgrade_project(
    store: Store, conversations: Conversations, wanted: str, speaker: Speaker, *, dry_run: bool
) -> Iterator[Phrase]:
    """Move a project, or only say what would happen. Yields what to tell, first of all the plan.

    Raises UnknownProjectError and PlaybookGoneError.
    """
    project, found = store.read(lambda turn: _planned(turn, conversations, wanted))
    if found is None:
        yield phrase("upgrade.current", project=project.name)
        return
    if dry_run:
        yield phrase("upgrade.planned", project=project.name)
    else:
        yield phrase("upgrade.heading", project=project.name)
    yield from (_told(change) for change in found.changes)
    if not found.changes:
        yield phrase("upgrade.nothing")
    if not dry_run:
        store.submit(lambda turn: _carry_out(turn, conversations, project, speaker)).result()


def _planned(turn: Turn, conversations: Conversations, wanted: str) -> tuple[Project, Upgrade | None]:
    project = find_project(turn, wanted)
    return project, _upgrade(turn, conversations, project, author="")


def _upgrade(turn: Turn, conversations: Conversations, project: Project, author: str) -> Upgrade | None:
    old = conversations.playbooks.plan(turn, project)
    newest = conversations.playbooks.offered(old.playbook.id)
    if newest is None:
        raise PlaybookGoneError(playbook=old.playbook.id)
    if newest.content_hash == project.playbook:
        return None
    state = turn.state(project.workspace, project.id)
    return upgrade(old, plan_of(newest), state, author=author, now=conversations.now())


def _carry_out(turn: Turn, conversations: Conversations, project: Project, speaker: Speaker) -> None:
    found = _upgrade(turn, conversations, project, conversations.member(turn, project.workspace, speaker).id)
    newest = conversations.playbooks.offered(conversations.playbooks.plan(turn, project).playbook.id)
    if found is None or newest is None:
        return
    before = turn.state(project.workspace, project.id)
    after = replace(before, book=before.book.with_entries(found.entries))
    turn.save(project.workspace, project.id, before, after)
    turn.put_project(replace(project, playbook=conversations.playbooks.pin(turn, project.workspace, newest)))


def _told(change: Change) -> Phrase:
    item = f" ({change.item})" if change.item else ""
    return {
        Fate.ADDED: phrase("upgrade.added", question=change.question),
        Fate.REMOVED: phrase("upgrade.removed", question=change.question),
        Fate.RENAMED: phrase("upgrade.renamed", question=change.question, was=change.was),
        Fate.CONVERTED: phrase("upgrade.converted", question=change.question, item=item),
        Fate.ASKED_AGAIN: phrase("upgrade.asked_again", question=change.question, item=item),
    }[change.fate]
