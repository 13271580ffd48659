"""Arguments of a call, however they were sent: in the address, as JSON, as a form; and the token."""

import base64
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.http import Request
from tests.fakes.multipart import read_parts
from tests.fakes.parameters import BaseParameters
from tests.fakes.slack.wire import RefusalError


@dataclass(slots=True)
class Parameters(BaseParameters):
    """The values of one call, and who makes it."""

    token: str = ""

    def no_json(self, name: str) -> RefusalError:
        return RefusalError("invalid_blocks_format" if name == "blocks" else "invalid_arguments")


def read_parameters(request: Request) -> Parameters:
    """The values and the token of a call. Raises `RefusalError` for a body that cannot be read."""
    parameters = Parameters(dict(parse_qsl(request.query, keep_blank_values=True)) if request.query else {})
    if request.body:
        _read_body(request, parameters.values)
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    if kind == "Bearer":
        parameters.token = secret
    elif kind == "Basic":
        _read_client(secret, parameters.values)
    token = parameters.values.pop("token", None)
    parameters.token = parameters.token or str(token or "")
    return parameters


def read_file(request: Request) -> bytes:
    """The content that was posted to an upload address: the body itself, or the first part of a form."""
    if request.content_type.startswith("multipart/form-data"):
        return next((content for _, _, content in read_parts(request)), b"")
    return request.body


def _read_body(request: Request, values: dict[str, Any]) -> None:
    if request.content_type.startswith("application/json"):
        try:
            read = json.loads(request.body)
        except ValueError:
            raise RefusalError("invalid_json") from None
        if not isinstance(read, dict):
            raise RefusalError("json_not_object")
        values.update(read)
    elif request.content_type.startswith("multipart/form-data"):
        values.update({name: content.decode() for name, _, content in read_parts(request)})
    elif request.content_type.startswith("application/x-www-form-urlencoded"):
        try:
            values.update(_fields(request.body))
        except UnicodeError:
            raise RefusalError("invalid_form_data") from None
    else:
        raise RefusalError("invalid_form_data")


def _fields(body: bytes) -> dict[str, str]:
    """A form's fields. `parse_qsl` looks at each escape alone, which took more time than all the rest of a call."""
    pairs = (field.partition(b"=") for field in body.replace(b"+", b" ").split(b"&"))
    return {_decoded(name): _decoded(value) for name, _, value in pairs}


def _decoded(value: bytes) -> str:
    # Percent escapes are Python's hexadecimal escapes with another sign, and those are decoded without a loop.
    escaped = value.replace(b"\\", b"\\\\").replace(b"%", b"\\x")
    return escaped.decode("unicode_escape").encode("latin-1").decode()


def _read_client(secret: str, values: dict[str, Any]) -> None:
    """oauth.v2.access takes the client's id and secret as HTTP's basic authorization, too."""
    client_id, _, client_secret = base64.b64decode(secret).decode().partition(":")
    values |= {"client_id": client_id, "client_secret": client_secret}
