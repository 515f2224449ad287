"""What the one process costs: seconds until a set-up installation answers, and memory of a demo that is used."""

import http.client
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.house.served import Served, city

START_S, MEMORY_MB = 5.0, 300.0
STARTS = 5
DEMO_S = float(os.environ.get("HUEIOC_BENCH_DEMO_S", "120"))
# What people open, so that templates, translations and maps are in memory as on an ordinary day.
PAGES = ("/", "/report/", "/reports/", "/map/", "/statistics/", "/open-data/", "/accounts/login/")
PROGRAMS = ("/api/v1/reports", "/api/v1/openapi.json", "/open311/v2/services.json", "/open-data/cases.csv")
TILES = ("/tiles/cases/12/3273/1860.mvt", "/tiles/areas/9/409/232.mvt")


def main() -> int:
    """Measure both, print them beside their limits, and fail above one."""
    with tempfile.TemporaryDirectory(prefix="hueioc-bench-") as directory:
        place = Path(directory)
        seconds = sorted(_starts(place / "empty"))
        median, worst = seconds[len(seconds) // 2], seconds[-1]
        print(f"start of a set-up installation: median {median:.2f} s, worst {worst:.2f} s (limit {START_S:.0f} s)")
        after, peak, requests = _demo(place / "demo")
        print(
            f"memory of the demo after {DEMO_S:.0f} s and {requests} requests: "
            f"{after:.0f} MB, peak {peak:.0f} MB (limit {MEMORY_MB:.0f} MB)"
        )
    return 0 if worst <= START_S and peak <= MEMORY_MB else 1


def _starts(home: Path) -> list[float]:
    with city(home, "--empty"):
        pass
    found = []
    for _ in range(STARTS):
        with city(home, "--empty") as served:
            found.append(served.seconds)
    return found


def _demo(home: Path) -> tuple[float, float, int]:
    """(memory at the end, highest seen, requests answered), while the demo plays and people look at it."""
    peak, requests = 0.0, 0
    with city(home) as served:
        until = time.monotonic() + DEMO_S
        while time.monotonic() < until:
            for path in (*PAGES, *PROGRAMS, *TILES):
                _answered(served, path)
                requests += 1
            _send(served, requests)
            peak = max(peak, served.memory_mb())
            time.sleep(1.0)
        return served.memory_mb(), peak, requests


def _answered(served: Served, path: str) -> None:
    status, _body = served.get(path)
    if status >= 500:
        raise SystemExit(f"{path} answered {status}.")


def _send(served: Served, number: int) -> None:
    """A report as a phone sends it."""
    body = f'{{"category": "drainage", "description": "Report {number}", "lat": 16.4778, "lon": 107.608}}'
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    connection.request("POST", "/api/v1/reports", body, {"Content-Type": "application/json"})
    connection.getresponse().read()
    connection.close()


if __name__ == "__main__":
    sys.exit(main())
