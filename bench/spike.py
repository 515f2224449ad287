"""A spike: many times what can be received, for half a minute, by clients that come back when they are told to."""

import argparse
import asyncio
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles

from bench.load import Connection, database, load, report_request
from tests.house.served import city

TIMES, FAILED_SHARE, NORMAL_AGAIN_S = 10, 0.01, 60
MOST_RETRIES = 8
_RETRY = re.compile(rb"retry-after: (\d+)", re.IGNORECASE)


@dataclass
class Spike:
    """What came of it."""

    offered: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    clients: Counter[str] = field(default_factory=Counter)


async def _client(port: int, number: int, spike: Spike) -> None:
    """One person with one report: asks again when told to, under the same key, and gives up in the end."""
    request = report_request(number, "/api/v1/reports", f"Idempotency-Key: spike-{number}")
    for turn in range(MOST_RETRIES):
        try:
            transport, wire = await asyncio.get_running_loop().create_connection(Connection, "127.0.0.1", port)
        except OSError as error:
            spike.answers[type(error).__name__] += 1
            await asyncio.sleep(1 + turn)
            continue
        spike.offered += 1
        status = await wire.ask(request)
        transport.close()
        told = _RETRY.search(wire.head)
        spike.answers[f"{status}{' with Retry-After' if told else ''}"] += 1
        if status in {201, 202}:
            spike.clients["served"] += 1
            return
        # Nobody comes back at the very moment with all the others.
        await asyncio.sleep((int(told[1]) if told else 1 + turn) + number % 97 / 97)
    spike.clients["failed"] += 1


async def _storm(port: int, rate: float, seconds: float) -> Spike:
    spike, began, clients = Spike(), time.perf_counter(), []
    for number in range(int(rate * seconds)):
        wait = began + number / rate - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        elif number % 50 == 0:
            await asyncio.sleep(0)
        clients.append(asyncio.create_task(_client(port, number, spike)))
    spike.clients["arriving for s"] = round(time.perf_counter() - began)
    await asyncio.gather(*clients)
    return spike


def _run(port: int, rate: float, seconds: float) -> Spike:
    return asyncio.run(_storm(port, rate, seconds))


def _normal(port: int) -> tuple[float, float]:
    with get_context("fork").Pool(1) as pool:
        account = pool.apply(load, (port, report_request), {"connections": 16, "seconds": 3.0})
    return account.rate, quantiles(account.spent_ms, n=100)[98]


def main(arguments: list[str]) -> int:
    """Measure what is sustainable, offer a multiple of it, and wait until answers are as quick as before."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=float, default=TIMES)
    options.add_argument("--seconds", type=float, default=30)
    wanted = options.parse_args(arguments)
    more = database()
    url = more.get("HUEIOC_DATABASE_URL", "")
    with (
        tempfile.TemporaryDirectory(prefix="hueioc-bench-") as place,
        city(Path(place) / "home", "--empty", **more) as served,
    ):
        _normal(served.port)
        rate, before = _normal(served.port)
        print(f"{'postgresql' if url else 'sqlite'}: {rate:.0f} a second, p99 {before:.0f} ms before", flush=True)
        with get_context("fork").Pool(1) as pool:
            spike = pool.apply(_run, (served.port, rate * wanted.times, wanted.seconds))
        ended = time.perf_counter()
        failed = spike.clients["failed"] / (spike.clients["served"] + spike.clients["failed"])
        print(f"  {spike.offered:,} requests, answers {dict(spike.answers)}, clients {dict(spike.clients)}")
        strange = set(spike.answers) - {"201", "202", "503 with Retry-After"}
        print(f"  nothing but 503 with Retry-After: {'kept' if not strange else f'MISSED: {strange}'}")
        print(f"  {100 * failed:.2f} % of clients failed (< 1 %): {'kept' if failed < FAILED_SHARE else 'MISSED'}")
        while (after := _normal(served.port)[1]) > 1.5 * before and time.perf_counter() - ended < 2 * NORMAL_AGAIN_S:
            pass
        spent = time.perf_counter() - ended
        kept = "kept" if spent <= NORMAL_AGAIN_S else "MISSED"
        print(f"  p99 {after:.0f} ms again after {spent:.0f} s (<= {NORMAL_AGAIN_S}): {kept}")
        print(f"  memory of the process {served.memory_mb():.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
