"""What a command can't do, named for the person; the docstring is the default message."""

from typing import ClassVar


class ServiceError(Exception):
    """The command could not be carried out."""

    key: ClassVar[str] = "service.failed"

    def __init__(self, **values: str) -> None:
        super().__init__(values)
        self.values = values


class UnknownProjectError(ServiceError):
    """There is no project “{project}”. There are: {projects}"""

    key = "service.unknown_project"


class NotAnExportError(ServiceError):
    """{file} is not an export of Phasewalk: {reason}"""

    key = "service.not_an_export"


class ProjectExistsError(ServiceError):
    """The database has a project “{project}” already. Import into an empty database."""

    key = "service.project_exists"


class PlaybookGoneError(ServiceError):
    """The playbook “{playbook}” is not among those of this program, so the project can't be moved to a newer one."""

    key = "service.playbook_gone"


class UnwritableFolderError(ServiceError):
    """{folder} can't be written: {reason}"""

    key = "service.unwritable_folder"


class NoPlatformError(ServiceError):
    """No platform is configured. Set PHASEWALK_TELEGRAM_TOKEN for Telegram, or PHASEWALK_SLACK_BOT_TOKEN for Slack."""

    key = "service.no_platform"


class NoHttpsError(ServiceError):
    """Slack only calls addresses that begin with https://, and “{url}” does not."""

    key = "service.no_https"


class PortTakenError(ServiceError):
    """Nothing can listen on {host}, port {port}: {reason}. PHASEWALK_HTTP_PORT sets another one."""

    key = "service.port_taken"


class DifferentZonesError(ServiceError):
    """Time zones are as of {mine} here and as of {agreed} elsewhere: run one version, then phasewalk migrate."""

    key = "service.different_zones"


class NothingStuckError(ServiceError):
    """Nothing there waits for a decision: {which}. The list is phasewalk queue."""

    key = "service.nothing_stuck"
