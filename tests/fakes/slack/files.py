"""Files that were sent, by people and by apps."""

import itertools
import mimetypes
from dataclasses import dataclass, field

from tests.fakes.wire import Json


@dataclass
class StoredFile:
    """A file in Slack's store; `is_complete` once it was shared or at least finished."""

    id: str
    name: str
    size_bytes: int
    user_id: str
    content: bytes = b""
    title: str = ""
    is_uploaded: bool = False
    is_complete: bool = False

    def to_json(self, api_url: str) -> Json:
        """As messages and files.info tell of it."""
        mimetype = mimetypes.guess_type(self.name)[0] or "application/octet-stream"
        suffix = self.name.rpartition(".")[2]
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": mimetype,
            "filetype": suffix,
            "pretty_type": suffix.upper(),
            "user": self.user_id,
            "size": len(self.content),
            "mode": "hosted",
            "is_external": False,
            "url_private": f"{api_url}/files-pri/{self.id}/{self.name}",
            "url_private_download": f"{api_url}/files-pri/{self.id}/download/{self.name}",
        }


@dataclass
class Files:
    """The store."""

    by_id: dict[str, StoredFile] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def expect(self, name: str, size_bytes: int, user_id: str) -> StoredFile:
        """Make room for a file that will be uploaded."""
        file = StoredFile(f"F{next(self._numbers):08d}", name, size_bytes, user_id)
        self.by_id[file.id] = file
        return file

    def keep(self, name: str, content: bytes, user_id: str) -> StoredFile:
        """Put a file into the store."""
        file = self.expect(name, len(content), user_id)
        file.content, file.is_uploaded, file.is_complete = content, True, True
        return file
