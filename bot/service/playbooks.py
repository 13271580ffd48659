"""Which playbook a project walks: pinned by content hash, kept in the store, read once a process."""

from collections.abc import Callable

from bot.service.ports import Project, Turn
from dialogs.model import Playbook
from dialogs.plan import Plan, plan_of


def _no_errand(name: str) -> Playbook:
    raise LookupError(name)


class Playbooks:
    """The playbooks that new projects can begin with, and the pinned ones of older projects."""

    def __init__(self, offered: dict[str, Playbook], errands: Callable[[str], Playbook] = _no_errand) -> None:
        """`offered` has them by id; the first one is what a new project gets. `errands` finds an errand's by id."""
        self._offered = offered
        self._errands = errands
        self._pinned: dict[str, Plan] = {}

    @property
    def newest(self) -> Playbook:
        """What a new project begins with."""
        return next(iter(self._offered.values()))

    def offered(self, playbook_id: str) -> Playbook | None:
        """The current playbook of this id; None when the program has none."""
        return self._offered.get(playbook_id)

    def pin(self, turn: Turn, workspace: str, playbook: Playbook) -> str:
        """Keep a playbook in the store, and return its hash."""
        if turn.playbook(workspace, playbook.content_hash) is None:
            turn.add_playbook(workspace, playbook.content_hash, playbook.content())
        return playbook.content_hash

    def plan(self, turn: Turn, project: Project) -> Plan:
        """The plan that a project is pinned to. Raises LookupError when the store has lost it."""
        found = self._pinned.get(project.playbook)
        if found is None:
            found = self._pinned[project.playbook] = plan_of(self._read(turn, project))
        return found

    def errand(self, name: str) -> Playbook:
        """What an errand asks unless a team has something else asked. Raises LookupError for an unknown one."""
        return self._errands(name)

    def of_errand(self, turn: Turn, workspace: str, wanted: str) -> Plan:
        """The plan of an errand, by its name, or by the content hash of what a team has asked."""
        found = self._pinned.get(wanted)
        if found is None:
            content = turn.playbook(workspace, wanted)
            playbook = self._errands(wanted) if content is None else Playbook.model_validate(content)
            found = self._pinned[wanted] = plan_of(playbook)
        return found

    def _read(self, turn: Turn, project: Project) -> Playbook:
        for playbook in self._offered.values():
            if playbook.content_hash == project.playbook:
                return playbook
        content = turn.playbook(project.workspace, project.playbook)
        if content is None:
            raise LookupError(project.playbook)
        return Playbook.model_validate(content)
