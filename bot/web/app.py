"""The HTTP side: webhooks, whether the program lives and is ready, and its numbers."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.service.platform import Hook, Reply
from bot.service.platform import Request as Asked
from bot.web.metrics import Metrics

BODY_LIMIT = 1_000_000
"""Bytes; what platforms send is far smaller."""


def build_app(
    hooks: Callable[[], Mapping[str, Hook]], is_ready: Callable[[], Awaitable[bool]], metrics: Metrics
) -> ASGIApp:
    """`hooks` gives what is open to platforms now, by its path."""
    pages = _pages(is_ready, metrics)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        """What platforms call comes often, and goes the short way: the whole of Starlette takes three times as long."""
        hook = hooks().get(scope["path"]) if scope["type"] == "http" else None
        if hook is None:
            await pages(scope, receive, send)
        else:
            await _answer(hook, scope, receive, send)

    return app


async def _answer(hook: Hook, scope: Scope, receive: Receive, send: Send) -> None:
    body = await _body(receive)
    if body is None:
        reply = Reply(400)
    else:
        reply = await hook(Asked(scope["method"], scope["query_string"].decode("latin-1"), scope["headers"], body))
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers.items()]
    headers.append((b"content-length", str(len(reply.body)).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})


def _pages(is_ready: Callable[[], Awaitable[bool]], metrics: Metrics) -> Starlette:
    async def healthz(request: Request) -> Response:
        del request
        return PlainTextResponse("ok\n")

    async def readyz(request: Request) -> Response:
        del request
        return PlainTextResponse("ok\n") if await is_ready() else PlainTextResponse("not ready\n", 503)

    async def numbers(request: Request) -> Response:
        del request
        return Response(await metrics.text(), media_type=metrics.media_type)

    return Starlette(
        routes=[
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/metrics", numbers),
        ]
    )


async def _body(receive: Receive) -> bytes | None:
    """None where it is larger than any platform's, and where the caller has hung up."""
    found, has_more = b"", True
    while has_more:
        message = await receive()
        if message["type"] != "http.request":
            return None
        found += message.get("body", b"")
        has_more = message.get("more_body", False)
        if len(found) > BODY_LIMIT:
            return None
    return found
