"""The life of a report over HTTP: opened, handed over, resolved, read back, by three people; lives a second."""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections import Counter
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from subprocess import run

from bench.load import Connection, database, report_request
from tests.house.served import ROOT, city, surroundings

LIVES = 150
UNIT = "ward-19777"


def staff(home: Path, more: dict[str, str]) -> dict[str, str]:
    """Cookies of an operator and an officer of a home that is not served yet."""
    env = surroundings(home, DJANGO_SETTINGS_MODULE="hueioc.config.settings", **more)
    program = [sys.executable, "-m", "tests.house.fill_staff", UNIT]
    done = run(program, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    cookies: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return cookies


def request(method: str, path: str, body: object = None, *headers: str) -> bytes:
    """One request with a JSON body."""
    data = json.dumps(body, ensure_ascii=False).encode() if body is not None else b""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json", *headers]
    return "\r\n".join([*lines, f"Content-Length: {len(data)}", "", ""]).encode() + data


def act(number: str, cookie: str, *acts: dict[str, str]) -> bytes:
    return request("POST", "/api/v1/acts", {"number": number, "acts": list(acts)}, f"Cookie: {cookie}")


async def _lives(port: int, cookies: dict[str, str], connections: int, seconds: float) -> tuple[float, Counter[str]]:
    lived: Counter[str] = Counter()
    until, began = time.perf_counter() + seconds, time.perf_counter()

    async def one(turn: int) -> None:
        loop = asyncio.get_running_loop()
        _transport, wire = await loop.create_connection(Connection, "127.0.0.1", port)
        answered = {"verb": "resolve", "outcome": "answered", "text": "Đã kiểm tra và trả lời người dân."}
        while time.perf_counter() < until:
            turn += connections
            opened = await wire.told(report_request(turn))
            number, secret = opened["number"], opened["secret"]
            handed = await wire.told(act(number, cookies["operator"], {"verb": "hand_over", "lead": UNIT}))
            resolved = await wire.told(act(number, cookies["officer"], {"verb": "accept"}, answered))
            read = await wire.told(request("GET", f"/api/v1/reports/{number}", None, f"Report-Secret: {secret}"))
            phases = (opened["phase"], handed["phase"], resolved["phase"], read["phase"])
            lived["whole" if phases == ("received", "assigned", "resolved", "resolved") else str(phases)] += 1

    await asyncio.gather(*(one(turn) for turn in range(connections)))
    return time.perf_counter() - began, lived


def _run(port: int, cookies: dict[str, str], connections: int, seconds: float) -> tuple[float, Counter[str]]:
    return asyncio.run(_lives(port, cookies, connections, seconds))


def main(arguments: list[str]) -> int:
    """Rounds on one served city; a filled home can be given, to see whether size matters."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=5.0)
    options.add_argument("--connections", type=int, default=32)
    options.add_argument("--home", type=Path, help="serve this filled home instead of an empty one")
    wanted = options.parse_args(arguments)
    more = database()
    url = more.get("HUEIOC_DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="hueioc-bench-") as place:
        home = wanted.home or Path(place) / "home"
        home.mkdir(exist_ok=True)
        cookies, rates = staff(home, more), []
        with city(home, "--empty", **more) as served:
            for turn in range(wanted.rounds + 1):
                with get_context("fork").Pool(1) as pool:
                    spent, lived = pool.apply(_run, (served.port, cookies, wanted.connections, wanted.seconds))
                if turn:  # the first one warms
                    rates.append(lived["whole"] / spent)
                    print(f"  round {turn}: {rates[-1]:6.1f} lives a second {dict(lived)}", flush=True)
            memory = served.memory_mb()
    kept = "kept" if median(rates) >= LIVES else "MISSED"
    print(f"{'postgresql' if url else 'sqlite'}: {median(rates):.0f} lives a second (>= {LIVES}): {kept}")
    print(f"  {min(rates):.0f} to {max(rates):.0f}; memory of the process {memory:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
