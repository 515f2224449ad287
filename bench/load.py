"""A small load generator over raw sockets: so many connections that send one request after the other, and what came."""

import asyncio
import json
import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


def database() -> dict[str, str]:
    """The settings of the database to measure on: nothing for SQLite.

    A database knows the keys of its city; all runs have the same ones, so that they can go on where others were.
    """
    url = os.environ.get("HUEIOC_DATABASE_URL", "")
    keys = Path(tempfile.gettempdir()) / "hueioc-bench-keys"
    return {"HUEIOC_DATABASE_URL": url, "HUEIOC_SHARED": str(keys)} if url else {}


@dataclass
class Account:
    """What a run found: answers by status, and the milliseconds of each."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    spent_ms: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Accepted requests a second."""
        return sum(many for status, many in self.statuses.items() if 200 <= status < 300) / self.seconds

    def share(self, percent: int) -> float:
        """The milliseconds within which so many per cent were answered."""
        return statistics.quantiles(self.spent_ms, n=100)[percent - 1]


class Connection(asyncio.Protocol):
    """Reads answers with a length, as our server sends them."""

    def __init__(self) -> None:
        self.rest = b""
        self.waiting: asyncio.Future[int] | None = None
        self.head = self.body = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.rest += data
        head = self.rest.find(b"\r\n\r\n")
        if head < 0:
            return
        low = self.rest[:head].lower()
        at = low.index(b"content-length: ") + 16
        length = int(low[at : low.find(b"\r", at) if low.find(b"\r", at) > 0 else None])
        if len(self.rest) < head + 4 + length:
            return
        self.head, status = self.rest[:head], int(self.rest[9:12])
        self.body = self.rest[head + 4 : head + 4 + length]
        self.rest = self.rest[head + 4 + length :]
        if self.waiting and not self.waiting.done():
            self.waiting.set_result(status)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.waiting and not self.waiting.done():
            self.waiting.set_result(599)

    async def ask(self, request: bytes) -> int:
        """Send one request and wait for the status of its answer; 599 when the connection was lost."""
        self.waiting = asyncio.get_running_loop().create_future()
        self.transport.write(request)  # type: ignore[attr-defined]
        return await self.waiting

    async def told(self, request: bytes) -> dict[str, Any]:
        """The JSON of a good answer. Raises AssertionError for any other."""
        status = await self.ask(request)
        assert status in {200, 201}, (status, self.body[:300])
        found: dict[str, Any] = json.loads(self.body)
        return found


def report_request(number: int, path: str = "/api/v1/reports", *headers: str) -> bytes:
    """A POST of one report of about 600 bytes."""
    body = json.dumps(
        {
            "category": "drainage",
            "description": f"Cống trước nhà số {number} nghẹt từ tối qua, nước tràn vào nhà, mùi hôi rất khó chịu. "
            * 2,
            "lat": 16.4778 + (number % 400) * 0.0001,
            "lon": 107.608 + (number % 300) * 0.0001,
            "address": f"Kiệt {number % 90} Nguyễn Sinh Cung",
        },
        ensure_ascii=False,
    ).encode()
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json", *headers]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


async def _run(port: int, make: Callable[[int], bytes], connections: int, seconds: float) -> Account:
    account, loop = Account(), asyncio.get_running_loop()
    until, turn = time.perf_counter() + seconds, iter(range(1 << 60))

    async def one() -> None:
        _transport, connection = await loop.create_connection(Connection, "127.0.0.1", port)
        while time.perf_counter() < until:
            began = time.perf_counter()
            status = await connection.ask(make(next(turn)))
            account.statuses[status] += 1
            account.spent_ms.append(1000 * (time.perf_counter() - began))
            if status == 599:
                _transport, connection = await loop.create_connection(Connection, "127.0.0.1", port)

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    account.seconds = time.perf_counter() - began
    return account


def load(port: int, make: Callable[[int], bytes], *, connections: int = 64, seconds: float = 5.0) -> Account:
    """Ask as fast as answers come, on so many connections at once."""
    return asyncio.run(_run(port, make, connections, seconds))
