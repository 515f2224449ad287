"""Intake over HTTP: the hot path beside the plain Django view with the same rows, in turns, on one served city."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from bench.load import Account, database, load, report_request
from tests.house.served import city

RATE, P99_MS, TIMES, CPU_MS = 2_500, 150, 5, 0.35
TICKS = os.sysconf("SC_CLK_TCK")


def hot(turn: int) -> bytes:
    """As a phone or a partner sends it."""
    return report_request(turn)


def plain(turn: int) -> bytes:
    """The same report; a cookie leads it past the hot path to the Django view."""
    return report_request(turn, "/api/v1/reports", "Cookie: a=b")


def cpu_seconds(pid: int) -> float:
    """Processor time of the serving process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _loaded(port: int, make: Callable[[int], bytes], connections: int, seconds: float) -> Account:
    # The generator has a process of its own: in ours its work would count as the server's.
    with get_context("fork").Pool(1) as pool:
        return pool.apply(load, (port, make), {"connections": connections, "seconds": seconds})


def main(arguments: list[str]) -> int:
    """Rounds in turn; prints each, and the medians beside the promises."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=5.0)
    options.add_argument("--connections", type=int, default=64)
    wanted = options.parse_args(arguments)
    more = database()
    url = more.get("HUEIOC_DATABASE_URL", "")
    ways = {"hot path": hot, "plain Django view": plain}
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in ways}
    with (
        tempfile.TemporaryDirectory(prefix="hueioc-bench-") as place,
        city(Path(place) / "home", "--empty", **more) as served,
    ):
        for make in ways.values():
            _loaded(served.port, make, 8, 1.0)
        for turn in range(1, wanted.rounds + 1):
            for name, make in ways.items():
                before = cpu_seconds(served.process.pid)
                account = _loaded(served.port, make, wanted.connections, wanted.seconds)
                cpu = 1000 * (cpu_seconds(served.process.pid) - before) / max(1, account.statuses.total())
                found[name].append((account.rate, account.share(99), cpu))
                print(
                    f"  round {turn} {name:<18} {account.rate:7.0f}/s  p50 {account.share(50):6.1f} ms"
                    f"  p99 {account.share(99):7.1f} ms  CPU {cpu:5.2f} ms each  {dict(account.statuses)}",
                    flush=True,
                )
    rate, p99, cpu = (median(values) for values in zip(*found["hot path"], strict=True))
    naive = median(one[0] for one in found["plain Django view"])
    print(f"{'postgresql' if url else 'sqlite'}, median of {wanted.rounds} rounds:")
    for words, is_kept in (
        (f"{rate:.0f} reports a second (>= {RATE})", rate >= RATE),
        (f"p99 {p99:.0f} ms (<= {P99_MS})", p99 <= P99_MS),
        (f"{rate / naive:.1f} times the plain view (>= {TIMES})", rate / naive >= TIMES),
        (f"{cpu:.2f} ms of processor time each, followers included (<= {CPU_MS})", cpu <= CPU_MS),
    ):
        print(f"  {words}: {'kept' if is_kept else 'MISSED'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
