"""From commit to screen: so many open walls, so many facts a second, over HTTP; complete, in order, and how late."""

import argparse
import asyncio
import contextlib
import random
import re
import socket
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.life import staff
from bench.load import Connection, database, report_request
from tests.house.served import city

P99_MS = 150
_LINE = re.compile(rb'id: (\d+)\nevent: fact\ndata: \{[^\n]*?"subject":"([^"]+)"')


class Wall(asyncio.Protocol):
    """One open screen: what it heard, and when."""

    def __init__(self, cookie: str, after: int | None = None, kinds: str = "") -> None:
        self.cookie, self.after, self.kinds = cookie, after, kinds
        self.heard: list[tuple[int, bytes, float]] = []
        self.is_open = asyncio.Event()
        self._rest = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        lines = [f"GET /live?kinds={self.kinds} HTTP/1.1", "Host: localhost"]
        lines += [f"Cookie: {self.cookie}"] if self.cookie else []
        lines += [f"Last-Event-ID: {self.after}"] if self.after is not None else []
        transport.write("\r\n".join([*lines, "", ""]).encode())

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        data = self._rest + data
        end = data.rfind(b"\n\n")
        if end < 0:
            self._rest = data
            return
        whole, self._rest = data[: end + 2], data[end + 2 :]
        self.is_open.set()
        self.heard += [(int(found[1]), found[2], now) for found in _LINE.finditer(whole)]


async def _opened(port: int, wall: Wall) -> Wall:
    await asyncio.get_running_loop().create_connection(lambda: wall, "127.0.0.1", port)
    await asyncio.wait_for(wall.is_open.wait(), 60)
    return wall


async def _post(port: int, rate: float, seconds: float, committed: dict[bytes, float]) -> None:
    """Reports at a steady rate over a few connections; when each was acknowledged."""
    loop, began = asyncio.get_running_loop(), time.perf_counter()
    turns = iter(range(int(rate * seconds)))

    async def one() -> None:
        _transport, wire = await loop.create_connection(Connection, "127.0.0.1", port)
        for turn in turns:
            await asyncio.sleep(max(0.0, began + turn / rate - time.perf_counter()))
            told = await wire.told(report_request(turn))
            committed[f"case:{told['number']}".encode()] = time.perf_counter()

    await asyncio.gather(*(one() for _ in range(32)))


async def _reconnecting(port: int, cookie: str, until: asyncio.Event) -> list[Wall]:
    """One screen that is cut again and again and comes back with the place it had."""
    lives = [await _opened(port, Wall(cookie))]
    while not until.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(until.wait(), random.uniform(0.2, 0.6))
        seen = [place for life in lives for place, _subject, _at in life.heard]
        if seen and not until.is_set():
            lives[-1].transport.abort()
            lives.append(await _opened(port, Wall(cookie, max(seen))))
    return lives


def _deaf(port: int, cookie: str) -> socket.socket:
    """A screen that asks and never reads."""
    wire = socket.create_connection(("127.0.0.1", port))
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    wire.sendall(f"GET /live HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode())
    return wire


async def _measure(port: int, cookie: str, walls: int, idle: int, deaf: int, rate: float, seconds: float) -> str:
    screens = [await _opened(port, Wall(cookie)) for _ in range(walls)]
    quiet = [await _opened(port, Wall("", kinds="none")) for _ in range(idle)]
    stuck = [_deaf(port, cookie) for _ in range(deaf)]
    committed: dict[bytes, float] = {}
    over = asyncio.Event()
    cut = [asyncio.create_task(_reconnecting(port, cookie, over)) for _ in range(5)]
    await _post(port, rate, seconds, committed)
    deadline = time.perf_counter() + 30
    while any(len(screen.heard) < len(committed) for screen in screens) and time.perf_counter() < deadline:
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)
    over.set()
    lives = [await task for task in cut]
    while any(sum(len(life.heard) for life in one) < len(committed) for one in lives):
        assert time.perf_counter() < deadline, "a screen that came back missed something"
        await asyncio.sleep(0.05)
    returned = [[heard for life in one for heard in life.heard] for one in lives]
    for wire in stuck:
        wire.close()
    assert not any(wall.heard for wall in quiet)
    return _judged(screens, returned, committed, seconds)


def _judged(screens: list[Wall], returned: list[list[Any]], committed: dict[bytes, float], seconds: float) -> str:
    late: list[float] = []
    for heard in [screen.heard for screen in screens]:
        places = [place for place, _subject, _at in heard]
        assert places == sorted(set(places)), "out of order, or twice"
        assert {subject for _place, subject, _at in heard} == set(committed), "not complete"
        late += [1000 * (at - committed[subject]) for _place, subject, at in heard]
    for heard in returned:
        places = [place for place, _subject, _at in heard]
        assert places == sorted(set(places)), "a screen that came back heard something twice"
        assert {subject for _place, subject, _at in heard} == set(committed), "a screen that came back missed something"
    shares = quantiles(late, n=100)
    kept = "kept" if shares[98] <= P99_MS else "MISSED"
    return (
        f"{len(committed) / seconds:.0f} facts a second, each on every screen once and in order; "
        f"commit to screen p50 {shares[49]:.0f} ms, p99 {shares[98]:.0f} ms (<= {P99_MS}): {kept}"
    )


def _run(*given: Any) -> str:
    return asyncio.run(_measure(*given))


def main(arguments: list[str]) -> int:
    """The walls alone, then beside idle screens and screens that never read."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--walls", type=int, default=200)
    options.add_argument("--rate", type=float, default=200)
    options.add_argument("--seconds", type=float, default=10)
    options.add_argument("--idle", type=int, default=2000)
    options.add_argument("--deaf", type=int, default=20)
    options.add_argument("--rounds", type=int, default=2)
    wanted = options.parse_args(arguments)
    more = database()
    url = more.get("HUEIOC_DATABASE_URL", "")
    print("postgresql" if url else "sqlite")
    with tempfile.TemporaryDirectory(prefix="hueioc-bench-") as place:
        home = Path(place) / "home"
        home.mkdir()
        cookie = staff(home, more)["operator"]
        with city(home, "--empty", **more) as served:
            for _turn in range(wanted.rounds):
                for idle, deaf in ((0, 0), (0, wanted.deaf), (wanted.idle, 0)):
                    given = (served.port, cookie, wanted.walls, idle, deaf, wanted.rate, wanted.seconds)
                    with get_context("fork").Pool(1) as pool:
                        told = pool.apply(_run, given)
                    print(f"  {wanted.walls} walls, {idle} idle, {deaf} that never read: {told}", flush=True)
                    print(f"    memory of the process {served.memory_mb():.0f} MB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
