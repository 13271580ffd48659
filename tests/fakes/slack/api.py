"""From a request to its answer: which app, which method, which fault."""

import json
from http import HTTPStatus

from tests.fakes.faults import finish, go_wrong
from tests.fakes.http import Answer, Connection, Request
from tests.fakes.slack.apps import Token
from tests.fakes.slack.control import Control
from tests.fakes.slack.faults import Call
from tests.fakes.slack.granting import connections_open, oauth_access
from tests.fakes.slack.methods import METHODS
from tests.fakes.slack.parameters import Parameters, read_file, read_parameters
from tests.fakes.slack.uploading import take_content
from tests.fakes.slack.wire import RefusalError, missing_scope
from tests.fakes.slack.world import World
from tests.fakes.wire import Json, to_bytes

_RESPONSES = ("/actions/", "/commands/")


class Api:
    """Answers requests."""

    def __init__(self, world: World, control: Control) -> None:
        self._world = world
        self._control = control

    def handle(self, request: Request, connection: Connection) -> None:
        """Answer, now or later."""
        with self._world.changes.lock:
            try:
                if request.path.startswith("/api/"):
                    self._call(request, connection)
                elif request.path == "/control":
                    connection.reply(Answer(HTTPStatus.OK, self._control.handle(request.body)))
                else:
                    connection.reply(self._serve(request))
                    self._world.changes.ring()
            except RefusalError as refusal:
                connection.reply(Answer(refusal.status, refusal.error.encode(), "text/plain"))

    def _serve(self, request: Request) -> Answer:
        """Uploads, downloads, and answers at a response_url."""
        if request.path.startswith("/upload/"):
            return Answer(HTTPStatus.OK, take_content(self._world, request.path, read_file(request)), "text/plain")
        if request.path.startswith(_RESPONSES):
            self._world.responses.answer(request.path, json.loads(request.body))
            return Answer(HTTPStatus.OK, b"ok", "text/plain")
        parts = request.path.split("/")
        file = self._world.files.by_id.get(parts[2]) if parts[1] == "files-pri" else None
        token = self._world.tokens.get(request.headers.get("authorization", "").removeprefix("Bearer "))
        if file is None or token is None:
            raise RefusalError("not_found", status=404)
        return Answer(HTTPStatus.OK, file.content, "application/octet-stream")

    def _call(self, request: Request, connection: Connection) -> None:
        name = request.path.removeprefix("/api/")
        try:
            parameters = read_parameters(request)
        except RefusalError as refusal:
            connection.reply(refusal.to_answer())
            return
        token = self._world.tokens.get(parameters.token)
        call = Call(self._world.clock(), token.app.id if token else "", name, parameters.values)
        self._world.calls.append(call)
        fault = self._world.faults.meet(call)
        if fault is not None and not fault.accepted:
            go_wrong(call, connection, None, fault.mishap)
            return
        answer = self._answer(call, token, parameters)
        finish(call, connection, answer, fault.mishap if fault else None)
        self._world.changes.ring()

    def _answer(self, call: Call, token: Token | None, parameters: Parameters) -> Answer:
        try:
            result = self._result(call.method, token, parameters)
        except RefusalError as refusal:
            call.refusal = refusal.error
            return refusal.to_answer(_scopes(token))
        return Answer(HTTPStatus.OK, to_bytes({"ok": True, **result}), headers=_scopes(token))

    def _result(self, name: str, token: Token | None, parameters: Parameters) -> Json:
        world = self._world
        if name == "oauth.v2.access":
            return oauth_access(world, parameters)
        if name == "api.test":
            return {"args": parameters.values}
        method = METHODS.get(name)
        if method is None and name != "apps.connections.open":
            raise RefusalError("unknown_method", {"req_method": name})
        self._check(token, parameters)
        assert token is not None
        if method is None or token.install is None:
            if method is not None or token.install is not None:
                raise RefusalError("not_allowed_token_type")
            return connections_open(world, token.app, parameters)
        install = token.install
        if method.scope and method.scope not in install.scopes:
            raise missing_scope(method.scope, install.scope_header)
        if install.rates is not None:
            install.rates.count_call(name, world.clock())
        return method.run(world, install, parameters)

    def _check(self, token: Token | None, parameters: Parameters) -> None:
        """Whether a token is any good."""
        if token is None:
            raise RefusalError("invalid_auth" if parameters.token else "not_authed")
        if token.is_revoked:
            raise RefusalError("token_revoked")
        if token.install is not None and not token.install.is_active:
            raise RefusalError("account_inactive")
        if token.expires_at is not None and self._world.clock() >= token.expires_at:
            raise RefusalError("token_expired")


def _scopes(token: Token | None) -> str:
    return f"X-OAuth-Scopes: {token.install.scope_header}\r\n" if token and token.install else ""
