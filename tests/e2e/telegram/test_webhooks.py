"""Updates that Telegram pushes, and what else is to be had over HTTP."""

import http.client
import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.e2e.telegram.scene import BASICS, Scene

SECRET = "open-sesame"
HOOK = "/telegram/123456"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass
class Front:
    """A bot behind a webhook, and its port."""

    scene: Scene
    port: int

    def posts(self, body: bytes, path: str = HOOK, secret: bytes | None = SECRET.encode()) -> int:
        """What is answered to somebody who posts."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        headers: dict[str, str | bytes] = {} if secret is None else {HEADER: secret}
        connection.request("POST", path, body, headers)
        status = connection.getresponse().status
        connection.close()
        return status

    def gets(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.request("GET", path)
        response = connection.getresponse()
        found = response.status, response.read().decode()
        connection.close()
        return found


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def settings(port: int) -> dict[str, str]:
    """Telegram is to push updates to this port."""
    return {
        "PHASEWALK_HTTP_PORT": str(port),
        "PHASEWALK_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "PHASEWALK_TELEGRAM_WEBHOOK_SECRET": SECRET,
    }


@pytest.fixture
def front(stage: Scene) -> Iterator[Front]:
    port = free_port()
    stage.starts(**settings(port))
    stage.waits(lambda: stage.bot.webhook)
    yield Front(stage, port)
    running = stage.running[-1]
    assert running.has_ended or running.stops() == 0
    assert "Traceback" not in running.said


def test_a_walk_over_a_webhook(front: Front) -> None:
    ana = front.scene.person("Ana")
    ana.starts()
    ana.says(*BASICS[:3])
    assert ana.presses("WeChat", "Done (1)").startswith("✓ WeChat")


WRONG = (b"wrong", b"", None, "öpen-sesame".encode(), b"\xff\xfe", SECRET.encode() + b"x", b"x" * 4000)


def test_whoever_does_not_know_the_secret_is_turned_away(front: Front) -> None:
    assert {secret: front.posts(b'{"update_id":1}', secret=secret) for secret in WRONG} == dict.fromkeys(WRONG, 401)


def test_what_is_no_update_is_refused_and_harms_nothing(front: Front) -> None:
    malformed = [b"", b"{", b"[]", b"null", b"7", b'"x"', b"\xff\xfe", b"{}", b'{"update_id":"x"}', b"[" * 100_000]
    assert [front.posts(body) for body in malformed] == [400] * len(malformed)
    assert front.posts(b'{"update_id":1' + b" " * 2_000_000 + b"}") in (400, 413)
    odd = [
        {"update_id": 1},
        {"update_id": 2, "message": None},
        {"update_id": 3, "message": {"message_id": "x", "chat": [], "from": 5, "text": {}}},
        {"update_id": 4, "callback_query": {"id": 1, "data": "\0" * 100}},
        {"update_id": 5, "message": {"message_id": 1, "chat": {"id": 1, "type": "private"}, "date": 1, "text": "hm"}},
        {"update_id": 2**70, "my_chat_member": {"chat": {"id": 1}}},
    ]
    assert [front.posts(json.dumps(update).encode()) for update in odd] == [200] * len(odd)
    assert "What is the project called?" in front.scene.person("Ana").starts()


def test_other_addresses_lead_nowhere(front: Front) -> None:
    assert front.posts(b"{}", path="/telegram/999") == 404
    assert front.posts(b"{}", path="/") == 404
    assert front.gets(HOOK)[0] == 405


def test_health_readiness_and_numbers(front: Front) -> None:
    front.scene.person("Ana").starts()
    assert front.gets("/healthz") == (200, "ok\n")
    assert front.gets("/readyz") == (200, "ok\n")
    status, text = front.gets("/metrics")
    assert status == 200
    assert 'phasewalk_events_total{what="run"} 1.0' in text
    assert 'phasewalk_messages_total{outcome="sent"} 1.0' in text
    assert 'phasewalk_box{box="inbox",state="waiting"} 0.0' in text


@pytest.mark.postgres
def test_web_and_workers_share_the_work(postgres_url: str, stage: Scene) -> None:
    stage.database_url = postgres_url
    port = free_port()
    stage.starts("web", **settings(port))
    workers = [stage.starts("worker", **settings(port)) for _ in range(2)]
    stage.waits(lambda: stage.bot.webhook)
    people = [stage.person(f"Person {number}") for number in range(4)]
    for guest in people:
        assert "1 of 8" in guest.starts()
    for text in BASICS[:4]:
        for guest in people:
            guest.person.says(text)
    stage.settles()
    assert all("5 of 8" in guest.prompt.text for guest in people)
    workers[0].is_killed()
    for guest in people:
        assert "6 of 8" in guest.presses("Enterprise")
    assert workers[1].stops() == 0
    assert stage.running[0].stops() == 0


@pytest.mark.postgres
def test_a_chat_a_group_and_the_terminal_on_one_project(postgres_url: str, stage: Scene) -> None:
    stage.database_url = postgres_url
    stage.runs()
    ana, ben = stage.person("Ana"), stage.person("Ben")
    ana.starts()
    ana.says("Coffee Club")
    codes = [text.split("/join ")[1].split()[0] for text in (ana.says("/invite"), ana.says("/invite lead"))]
    group = stage.group("Coffee team", ana, ben)
    stage.settles()
    assert "Coffee Club" in ben.within(group).says(f"/join {codes[0]}")
    assert "3 of 8" in ben.within(group).says("/answer Order ahead")
    typed = f"/join {codes[1]}\nQueues\n/team\n"
    done = stage.phasewalk.run("chat", "--as", "Cy", "--database", postgres_url, typed=typed)
    assert "This chat now talks about Coffee Club. You are its lead." in done.stdout, done.stderr
    assert "4 of 8" in done.stdout
    assert "Cy: lead" in done.stdout
    assert "5 of 8" in ana.says("/next", "wechat")
