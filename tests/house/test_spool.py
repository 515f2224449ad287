"""The database goes away in the middle of a burst: reports are kept on the disk, and received once when it is back."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import psycopg
import pytest

from tests.house.served import Served, city, free_port

GOOD = {"category": "drainage", "description": "Cống nghẹt", "lat": 16.4778, "lon": 107.608}


class Wire:
    """A way to the database that can be cut, with every connection on it, and mended."""

    def __init__(self, host: str, port: int) -> None:
        self.target, self.port = (host, port), free_port()
        self._open: list[socket.socket] = []
        self._listening: socket.socket | None = None

    def mend(self) -> None:
        """Let connections through."""
        listening = socket.create_server(("127.0.0.1", self.port))
        self._listening = listening
        threading.Thread(target=self._accept, args=(listening,), daemon=True).start()

    def cut(self) -> None:
        """Break every connection and refuse new ones."""
        if self._listening:
            with suppress(OSError):
                self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                near, _address = listening.accept()
                far = socket.create_connection(self.target)
            except OSError:
                return
            self._open += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    @staticmethod
    def _carry(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                sink.sendall(data)
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


@contextmanager
def wired(databases: list[dict[str, str]]) -> Iterator[tuple[Wire, dict[str, str], str]]:
    """A wire to a fresh database, the setting that leads over it, and the straight address."""
    url = databases[0].get("HUEIOC_DATABASE_URL", "")
    if not url:
        pytest.skip("SQLite is a file of the same machine; it does not go away")
    parts = urlsplit(url)
    wire = Wire(parts.hostname or "127.0.0.1", parts.port or 5432)
    wire.mend()
    user = f"{parts.username}:{parts.password}@" if parts.password else f"{parts.username}@"
    over = urlunsplit((parts.scheme, f"{user}127.0.0.1:{wire.port}", parts.path, parts.query, ""))
    try:
        yield wire, {"HUEIOC_DATABASE_URL": over}, url
    finally:
        wire.cut()


def ask(served: Served, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, Any]:
    """Status and JSON of one request."""
    connection = HTTPConnection("127.0.0.1", served.port, timeout=60)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        return answer.status, json.loads(data) if data[:1] in (b"{", b"[") else data
    finally:
        connection.close()


def report(served: Served, key: str = "", **changes: Any) -> tuple[int, Any]:
    """One report over the API."""
    headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
    return ask(served, "POST", "/api/v1/reports", json.dumps(GOOD | changes), **headers)


def file_request(served: Served) -> tuple[int, Any]:
    """One report by the standard."""
    fields = {"service_code": "drainage", "lat": 16.4778, "long": 107.608, "description": "Ngập", "api_key": "k"}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return ask(served, "POST", "/open311/v2/requests.json", urlencode(fields), **kind)


def number_behind(served: Served, token: str) -> str:
    """Wait until a token has its number."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        status, told = ask(served, "GET", f"/open311/v2/tokens/{token}.json")
        if status == 200:
            return str(told[0]["service_request_id"])
        threading.Event().wait(0.2)
    raise AssertionError(f"no number behind {token}")


def test_reports_survive_a_database_that_is_away(tmp_path: Path, databases: list[dict[str, str]]) -> None:
    with (
        wired(databases) as (wire, over, straight),
        city(tmp_path / "home", "--empty", HUEIOC_OPEN311_KEYS="k", **over) as served,
    ):
        before = [report(served, f"early-{turn}")[1]["number"] for turn in range(3)]
        wire.cut()
        kept = [report(served, f"late-{turn}", contact={"phone": "0900000001"}) for turn in range(5)]
        kept += [report(served) for _ in range(5)]
        assert {status for status, _told in kept} == {202}
        by_standard = [file_request(served) for _ in range(2)]
        assert {status for status, _told in by_standard} == {200}
        refused, told = report(served, lat=10.0)
        assert (refused // 100, "number" in told if isinstance(told, dict) else False) != (2, True)
        lines = b"".join(path.read_bytes() for path in (tmp_path / "home" / "spool").glob("*.lines"))
        assert lines.count(b"\n") == 12
        assert b"0900000001" not in lines
        assert "Cống".encode() not in lines
        wire.mend()
        tokens = [told["token"] for _status, told in kept] + [told[0]["token"] for _status, told in by_standard]
        numbers = [number_behind(served, token) for token in tokens]
        assert len(set(numbers)) == 12
        again = [report(served, f"late-{turn}")[1]["number"] for turn in range(5)]
        assert again == numbers[:5]
        assert report(served)[0] == 201
    with psycopg.connect(straight) as connection:
        found = connection.execute("SELECT code FROM cases_case ORDER BY id").fetchall()
    codes = [code for (code,) in found]
    assert codes[:3] == before
    assert codes[3:15] == numbers, "received in the order in which they were laid down"
    assert len(codes) == 16
    assert not list((tmp_path / "home" / "spool").glob("*.lines"))
