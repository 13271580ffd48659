"""Files that were sent, by people and by bots."""

import itertools
import struct
from dataclasses import dataclass, field

from tests.fakes.telegram.parameters import Parameters, Upload
from tests.fakes.telegram.wire import bad_request
from tests.fakes.wire import Json

MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_UPLOAD_BYTES = 50 * 1024 * 1024
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")


@dataclass(frozen=True)
class StoredFile:
    """A file in Telegram's store."""

    id: str
    unique_id: str
    name: str
    mime_type: str
    content: bytes
    path: str

    def to_json(self) -> Json:
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.content)}

    def to_document(self) -> Json:
        return self.to_json() | {"file_name": self.name, "mime_type": self.mime_type}

    def to_photo(self) -> list[Json]:
        width, height = image_size(self.content)
        small = {"file_id": f"{self.id}-s", "file_unique_id": f"{self.unique_id}-s", "file_size": 1200}
        return [small | {"width": 90, "height": 67}, self.to_json() | {"width": width, "height": height}]


@dataclass
class Files:
    """The store."""

    by_id: dict[str, StoredFile] = field(default_factory=dict)
    by_path: dict[str, StoredFile] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def keep(self, name: str, content: bytes, mime_type: str, folder: str) -> StoredFile:
        """Put a file into the store."""
        number = next(self._numbers)
        suffix = name.rpartition(".")[2]
        file = StoredFile(
            f"BQACAgIAAx{number:06d}", f"AgAD{number:06d}", name, mime_type, content, f"{folder}/file_{number}.{suffix}"
        )
        self.by_id[file.id] = self.by_path[file.path] = file
        return file

    def sent(self, parameters: Parameters, name: str) -> StoredFile:
        """The file of a call: a new one, or one that is in the store already."""
        upload = parameters.upload(name)
        if upload is not None:
            return self._uploaded(upload, name)
        file = self.by_id.get(parameters.text(name))
        if file is None:
            missing = name not in parameters.values
            raise bad_request(
                f"there is no {name} in the request" if missing else "wrong file identifier/HTTP URL specified"
            )
        return file

    def _uploaded(self, upload: Upload, name: str) -> StoredFile:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if name == "photo":
            _check_photo(upload.content)
        return self.keep(upload.name, upload.content, upload.mime_type, f"{name}s")


def image_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG; other pictures are taken to be of a usual size."""
    if content.startswith(_IMAGES[0]) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    return 1280, 960


def _check_photo(content: bytes) -> None:
    if len(content) > MAX_PHOTO_BYTES:
        raise bad_request("file is too big")
    if not content.startswith(_IMAGES):
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = image_size(content)
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
