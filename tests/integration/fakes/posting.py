"""Calls to a fake platform as another process makes them: with nothing but the standard library."""

import json
from urllib.request import Request, urlopen

from tests.fakes.wire import Json


def post(url: str, wish: Json, token: str = "") -> Json:
    """Send JSON, get JSON. Raises `HTTPError`."""
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    request = Request(url, json.dumps(wish).encode(), headers)
    with urlopen(request, timeout=10) as response:
        answer: Json = json.load(response)
        return answer
