"""The HTTP side: webhooks, whether the program lives and is ready, and its numbers."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.service.platform import Hook
from bot.service.platform import Request as Asked
from bot.web.metrics import Metrics

BODY_LIMIT = 1_000_000
"""Bytes; what platforms send is far smaller."""


def build_app(
    hooks: Callable[[], Mapping[str, Hook]], is_ready: Callable[[], Awaitable[bool]], metrics: Metrics
) -> Starlette:
    """`hooks` gives what is open to platforms now, by its path."""

    async def hook(request: Request) -> Response:
        take = hooks().get(request.url.path)
        if take is None:
            return PlainTextResponse("", 404)
        try:
            body = await _body(request)
        except ClientDisconnect:
            return PlainTextResponse("", 400)
        if body is None:
            return PlainTextResponse("", 400)
        reply = await take(Asked(request.method, request.url.query, request.headers.raw, body))
        return Response(reply.body, reply.status, reply.headers)

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
            Route("/{platform}/{place}", hook, methods=["GET", "POST"]),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/metrics", numbers),
        ]
    )


async def _body(request: Request) -> bytes | None:
    """None where it is larger than any platform's."""
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > BODY_LIMIT:
            return None
    return bytes(found)
