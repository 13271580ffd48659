"""Who may do what in a project, and the sentence for those who may not."""

from dialogs.state import Role, State
from dialogs.texts import Part, Phrase, lines, phrase


def refusal(state: State, member: str, needs: Role) -> Phrase | None:
    """Why a person may not do what needs this role, and who may; None where they may."""
    role = state.role(member)
    if role.at_least(needs):
        return None
    if role is Role.REMOVED:
        return phrase("role.removed", who=names(state, Role.LEAD))
    if role is Role.OBSERVER:
        return phrase("role.observer", who=names(state, Role.LEAD))
    return phrase("role.needs", who=names(state, needs))


def names(state: State, least: Role) -> Part:
    """Everybody who has at least this role, by name."""
    found = sorted(member.name for member in state.members.values() if state.role(member.id).at_least(least))
    return lines(found, between=", ") if found else phrase("role.nobody")
