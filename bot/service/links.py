"""Links that open a private chat where somebody was called; whether they may is looked up when they come."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from bot.service.ports import Project, Turn

PREFIX = "at-"
CODE_LIMIT = 64
"""core.telegram.org/bots/features, deep linking: up to 64 of A-Z, a-z, 0-9, _ and -."""
NOWHERE = "hello"


def code_of(project: Project) -> str:
    """What a link to the bot carries to lead to a project; it leads to none where their ids are too long for that."""
    code = PREFIX + urlsafe_b64encode(f"{project.workspace}\n{project.id}".encode()).decode().rstrip("=")
    return code if len(code) <= CODE_LIMIT else NOWHERE


def project_of(turn: Turn, code: str) -> Project | None:
    """The project that a code leads to; None for any other text."""
    if not code.startswith(PREFIX) or len(code) > CODE_LIMIT:
        return None
    content = code.removeprefix(PREFIX)
    try:
        workspace, _, id_ = urlsafe_b64decode(content + "=" * (-len(content) % 4)).decode().partition("\n")
    except ValueError:
        return None
    return turn.project(workspace, id_) if "\x00" not in workspace + id_ else None
