"""From a request to its answer: which bot, which method, which fault."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus

from tests.fakes.faults import Fault, finish, go_wrong
from tests.fakes.http import Answer, Connection, Request
from tests.fakes.telegram.bots import FakeBot, Poll
from tests.fakes.telegram.control import Control
from tests.fakes.telegram.faults import Call
from tests.fakes.telegram.files import MAX_UPLOAD_BYTES
from tests.fakes.telegram.methods import METHODS, poll_limit, updates_now
from tests.fakes.telegram.parameters import Parameters, read_parameters
from tests.fakes.telegram.wire import Encoded, RefusalError
from tests.fakes.telegram.world import World
from tests.fakes.wire import to_bytes

_NO_UPDATES = b'{"ok":true,"result":[]}'
_NOT_FOUND = RefusalError(404, "Not Found")


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A poll that stays open."""

    bot: FakeBot
    call: Call
    connection: Connection
    fault: Fault[Call] | None


class Api:
    """Answers requests."""

    def __init__(self, world: World, control: Control) -> None:
        self._world = world
        self._control = control

    def handle(self, request: Request, connection: Connection) -> None:
        """Answer, now or later."""
        with self._world.changes.lock:
            try:
                if request.path.startswith("/bot"):
                    self._call(request, connection)
                elif request.path.startswith("/file/bot"):
                    connection.reply(self._download(request.path.removeprefix("/file/bot")))
                elif request.path == "/control":
                    connection.reply(Answer(HTTPStatus.OK, self._control.handle(request.body)))
                else:
                    raise _NOT_FOUND
            except RefusalError as refusal:
                connection.reply(refusal.to_answer())

    def _call(self, request: Request, connection: Connection) -> None:
        token, _, name = request.path.removeprefix("/bot").partition("/")
        bot = self._world.bots_by_token.get(token)
        if bot is None:
            raise RefusalError(401, "Unauthorized")
        if name.lower() not in METHODS:
            raise _NOT_FOUND
        if len(request.body) > MAX_UPLOAD_BYTES:
            raise RefusalError(413, "Request Entity Too Large")
        parameters = read_parameters(request)
        call = Call(self._world.clock(), bot.username, name, parameters.values)
        self._world.calls.append(call)
        fault = self._world.faults.meet(call)
        if fault is not None and not fault.accepted:
            go_wrong(call, connection, None, fault.mishap)
            return
        timeout_s = parameters.integer("timeout") or 0
        answer = self._answer(bot, call, parameters)
        if call.method.lower() == "getupdates" and timeout_s > 0 and answer.body == _NO_UPDATES:
            self._wait(_Waiting(bot, call, connection, fault), poll_limit(parameters), min(timeout_s, 50))
        else:
            self._finish(fault, call, connection, answer)

    def _finish(self, fault: Fault[Call] | None, call: Call, connection: Connection, answer: Answer) -> None:
        finish(call, connection, answer, fault.mishap if fault else None)
        self._world.changes.ring()

    def _answer(self, bot: FakeBot, call: Call, parameters: Parameters) -> Answer:
        try:
            result = METHODS[call.method.lower()](self._world, bot, parameters)
        except RefusalError as refusal:
            call.refusal = refusal.description
            return refusal.to_answer()
        return _yes(result)

    def _wait(self, waiting: _Waiting, limit: int, timeout_s: int) -> None:
        """Leave a poll open until there is something to tell."""
        bot, call = waiting.bot, waiting.call

        def finish(refusal: RefusalError | None) -> None:
            timer.cancel()
            if refusal is not None:
                call.refusal = refusal.description
            answer = refusal.to_answer() if refusal else _yes(updates_now(bot, limit))
            self._finish(waiting.fault, call, waiting.connection, answer)

        def forget() -> None:
            timer.cancel()
            if bot.poll is poll:
                bot.poll = None

        bot.poll = poll = Poll(finish)
        timer = asyncio.get_running_loop().call_later(timeout_s, bot.end_poll, None)
        waiting.connection.on_lost = forget
        self._world.changes.ring()

    def _download(self, path: str) -> Answer:
        token, _, name = path.partition("/")
        file = self._world.files.by_path.get(name)
        if token not in self._world.bots_by_token or file is None:
            raise _NOT_FOUND
        return Answer(HTTPStatus.OK, file.content, "application/octet-stream")


def _yes(result: object) -> Answer:
    body = result.body if isinstance(result, Encoded) else to_bytes(result)
    return Answer(HTTPStatus.OK, b'{"ok":true,"result":' + body + b"}")
