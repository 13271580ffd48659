"""Forms with files in them, as HTTP carries them."""

from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP

from tests.fakes.http import Request


def read_parts(request: Request) -> Iterator[tuple[str, EmailMessage, bytes]]:
    """The parts of a body of type multipart/form-data: name, headers, content."""
    boundary = request.content_type.partition("boundary=")[2].strip('"').encode()
    for part in request.body.split(b"--" + boundary)[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = BytesParser(EmailMessage, policy=HTTP).parsebytes(head + b"\r\n\r\n")
        name = str(headers.get_param("name", "", "content-disposition"))
        yield name, headers, content.removesuffix(b"\r\n")
