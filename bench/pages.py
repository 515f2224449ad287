"""What one look costs: processor time and bytes of the pages people open, one after the other, on a filled city."""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

from bench.intake import cpu_seconds
from bench.load import database
from tests.house.served import ROOT, city, surroundings

PAGES = {
    "home of a citizen": "/",
    "form of a report": "/report/",
    "list of public reports": "/reports/",
    "public figures": "/statistics/",
    "map, the page": "/map/",
    "map, one tile": "/tiles/areas/11/1636/930.mvt",
    "a style sheet": "/static/ui/app.css",
}
FILL = "import django; django.setup()\nfrom bench.city import filled; filled({reports}, {reports} // 20)"


def looked(connection: HTTPConnection, path: str) -> tuple[int, int]:
    """Status and bytes of one answer, packed as browsers ask for it."""
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Accept-Language": "vi"})
    answer = connection.getresponse()
    return answer.status, len(answer.read())


def _at_rest(pid: int) -> float:
    """The share of a processor that the background work takes when nothing happens; not part of a look."""
    time.sleep(2)  # what is done once after a start
    before, began = cpu_seconds(pid), time.perf_counter()
    time.sleep(4)
    return (cpu_seconds(pid) - before) / (time.perf_counter() - began)


def main(arguments: list[str]) -> int:
    """Each page so many times; the first look is left out."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=2_000)
    options.add_argument("--times", type=int, default=40)
    wanted = options.parse_args(arguments)
    more = database()
    url = more.get("HUEIOC_DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="hueioc-bench-") as place:
        home = Path(place) / "home"
        env = surroundings(home, DJANGO_SETTINGS_MODULE="hueioc.config.settings", **more)
        filling = [sys.executable, "-c", FILL.format(reports=wanted.reports)]
        subprocess.run(filling, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        with city(home, "--empty", **more) as served:
            connection = HTTPConnection("127.0.0.1", served.port)
            at_rest = _at_rest(served.process.pid)
            memory = f"{served.memory_mb():.0f} MB, {100 * at_rest:.0f} % of a processor at rest"
            sys.stdout.write(f"{'postgresql' if url else 'sqlite'}, {wanted.reports:,} reports; {memory}\n")
            for name, path in PAGES.items():
                status, size = looked(connection, path)
                before, began = cpu_seconds(served.process.pid), time.perf_counter()
                for _ in range(wanted.times):
                    looked(connection, path)
                rest = at_rest * (time.perf_counter() - began)
                cpu = 1000 * (cpu_seconds(served.process.pid) - before - rest) / wanted.times
                sys.stdout.write(f"  {name:<26} {status}  {cpu:6.1f} ms of processor time, {size / 1000:6.1f} kB\n")
            sys.stdout.write(
                f"  scripts, styles, fonts and icons of a first visit {_first_visit(connection) / 1000:.0f} kB\n"
            )
    return 0


def _first_visit(connection: HTTPConnection) -> int:
    """Bytes of all files that the citizen's home names; a browser keeps them."""
    connection.request("GET", "/", headers={"Accept-Language": "vi"})
    page = connection.getresponse().read().decode()
    named = set(re.findall(r"""["'](/static/[^"'#]+)""", page))
    return sum(looked(connection, path)[1] for path in named)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
