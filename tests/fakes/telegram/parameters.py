"""Parameters of a call, however they were sent: in the address, as JSON, as a form, as a form with files."""

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from tests.fakes.http import Request
from tests.fakes.multipart import read_parts
from tests.fakes.parameters import BaseParameters
from tests.fakes.telegram.wire import RefusalError, bad_request


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime_type: str
    content: bytes


@dataclass(slots=True)
class Parameters(BaseParameters):
    """The values and the files of one call."""

    uploads: dict[str, Upload] = field(default_factory=dict)

    def integer(self, name: str, default: int | None = None) -> int | None:
        """A whole number."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            return default

    def no_json(self, name: str) -> RefusalError:
        return bad_request(f"can't parse {name} JSON object")

    def upload(self, name: str) -> Upload | None:
        """A file under its own name, or under the name that `attach://` gives."""
        value = self.text(name)
        return self.uploads.get(value.removeprefix("attach://") if value.startswith("attach://") else name)


def read_parameters(request: Request) -> Parameters:
    """The values and files of a call."""
    parameters = Parameters(dict(parse_qsl(request.query, keep_blank_values=True)) if request.query else {})
    if not request.body:
        return parameters
    if request.content_type.startswith("application/json"):
        try:
            parameters.values.update(json.loads(request.body))
        except ValueError:
            raise bad_request("can't parse JSON object") from None
    elif request.content_type.startswith("multipart/form-data"):
        _read_multipart(request, parameters)
    else:
        parameters.values.update(parse_qsl(request.body.decode(), keep_blank_values=True))
    return parameters


def _read_multipart(request: Request, into: Parameters) -> None:
    for name, headers, content in read_parts(request):
        filename = headers.get_filename()
        if filename is None:
            into.values[name] = content.decode()
        else:
            into.uploads[name] = Upload(filename, headers.get_content_type(), content)
