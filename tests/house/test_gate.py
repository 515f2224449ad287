"""The gate in front of the site: hot paths by method and path, everything else to the site, readiness with reasons."""

import asyncio
import json
import threading
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection

from hueioc.config import asgi, health, rooms
from hueioc.config.asgi import Gate
from hueioc.config.background import Background

Sent = list[Mapping[str, Any]]


def _ask(application: Any, method: str, path: str, kind: str = "http") -> Sent:
    """Everything the application sends in answer to one request."""
    sent: Sent = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    scope = {"type": kind, "method": method, "path": path, "headers": [], "query_string": b""}
    asyncio.run(application(scope, receive, send))
    return sent


async def _hot(scope: Any, receive: Any, send: Any) -> None:
    await health.answer(send, 200, {"from": "hot path"})


async def _site(scope: Any, receive: Any, send: Any) -> None:
    await health.answer(send, 200, {"from": "site"})


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    offer = SimpleNamespace(ROUTES=[("POST", "/hot", _hot)])
    monkeypatch.setattr(rooms, "modules", lambda name: iter([offer] if name == "gate" else []))
    monkeypatch.setattr(asgi, "WSGIMiddleware", lambda site, workers: _site)
    return Gate()


def test_a_room_brings_a_hot_path_by_its_gate_file(gate: Gate) -> None:
    assert json.loads(_ask(gate, "POST", "/hot")[1]["body"]) == {"from": "hot path"}


@pytest.mark.parametrize(("method", "path"), [("GET", "/hot"), ("POST", "/hot/"), ("GET", "/")])
def test_what_no_hot_path_matches_goes_to_the_site(gate: Gate, method: str, path: str) -> None:
    assert json.loads(_ask(gate, method, path)[1]["body"]) == {"from": "site"}


def test_the_process_says_that_it_lives_without_the_database(gate: Gate) -> None:
    start, body = _ask(gate, "GET", "/healthz")
    assert start["status"] == 200
    assert (b"cache-control", b"no-store") in start["headers"]
    assert json.loads(body["body"]) == {"status": "ok"}


def test_a_connection_of_another_kind_is_closed(gate: Gate) -> None:
    assert _ask(gate, "GET", "/live", kind="websocket") == [{"type": "websocket.close", "code": 1000}]


@pytest.mark.django_db
def test_a_migrated_database_is_ready() -> None:
    assert health.readiness() == {"database": "ok", "migrations": "ok", "followers": "ok"}


def test_a_silent_database_is_named_as_the_reason(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise DatabaseError("away")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert health.readiness() == {"database": "The database does not answer."}


def test_not_being_ready_is_said_with_503(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "readiness", lambda: {"database": "The database does not answer."})
    start, body = _ask(gate, "GET", "/readyz")
    assert start["status"] == 503
    assert json.loads(body["body"]) == {"status": "not ready", "database": "The database does not answer."}


def test_a_stopped_follower_is_named_as_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    states = [
        SimpleNamespace(name="maps", seq=7, is_stopped=True),
        SimpleNamespace(name="live", seq=9, is_stopped=False),
    ]
    monkeypatch.setattr(health, "follower_states", lambda: states)
    monkeypatch.setattr(health, "_database", lambda: "ok")
    monkeypatch.setattr(health, "_migrations", lambda: "ok")
    assert health.readiness()["followers"] == "maps stopped at fact 7"


def test_background_work_that_fails_starts_again_until_it_is_stopped(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("hueioc.config.background.REST_AFTER_FAILURE_S", 0.0)
    third_try = threading.Event()
    tries: list[int] = []

    def task(stopping: threading.Event) -> None:
        tries.append(len(tries))
        if len(tries) < 3:
            raise RuntimeError("the database is away")
        third_try.set()
        stopping.wait()

    work = Background([task])
    work.start()
    assert third_try.wait(10)
    work.stop()
    assert tries == [0, 1, 2]
    assert not any(thread.is_alive() for thread in work.threads)
    assert "failed and starts again" in caplog.text
