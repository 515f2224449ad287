"""Process mining: reading and analysing a log, against a naive reader, against SQL, and against pm4py where it may run.

`python -m bench.mining --peer PYTHON` compares with the pm4py of another interpreter, and checks that all figures are
equal; `--make-peer` makes such an environment in a temporary folder first. `--large` adds fifty million events.
"""

import argparse
import gzip
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from xml.etree import ElementTree

import django
import duckdb
import numpy as np
import pyarrow as pa

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
django.setup()

from hueioc.mining.reading import LogMapping, read_log  # noqa: E402
from hueioc.mining.rules.cases import durations_of, rework_of, variants_of  # noqa: E402
from hueioc.mining.rules.eventlog import Coded, EventLog, event_log  # noqa: E402
from hueioc.mining.rules.graph import edges_of  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
REAL = next((f / "shared/data/event-logs" for f in ROOT.parents if (f / "shared/data/event-logs").is_dir()), None)
PEER = Path(__file__).with_name("_mining_peer.py")
PEER_PACKAGES = ("pm4py==2.7.23", "pyarrow")
READ_RATIO, MEMORY_RATIO, ANALYSE_RATIO = 0.2, 0.5, 0.25
SECOND = 1_000_000
_SQL = """
    with steps as (
        select activity as a, lead(activity) over w as b, lead(moment) over w - moment as took
        from log window w as (partition by trace order by moment, row)
    )
    select a, b, count(*), sum(took), avg(took), median(took) from steps where b is not null group by a, b
"""


def figures(log: EventLog) -> dict[str, Any]:
    """What the peer is asked too."""
    ordered = np.sort(durations_of(log)).tolist()
    return {
        "edges": {
            (e.start, e.end): (e.spread.many, e.spread.total_s, e.spread.mean_s, e.spread.median_s)
            for e in edges_of(log)
        },
        "variants": len(variants_of(log).counts),
        "durations": hashlib.sha256(json.dumps(ordered).encode()).hexdigest(),
        "rework": {one.activity: one.cases for one in rework_of(log)},
    }


def analysed(log: EventLog) -> float:
    """CPU seconds of graph with performance, variants, durations and rework together."""
    return cpu(lambda: (edges_of(log), variants_of(log), durations_of(log), rework_of(log)))


def cpu(work: Callable[[], Any]) -> float:
    """CPU seconds of some work, the better of two."""
    spent = []
    for _ in range(2):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


def invented(events: int) -> EventLog:
    """A log of cases with two to fifteen steps among forty activities, on working days of a few years."""
    dice = np.random.default_rng(events)
    lengths = dice.integers(2, 16, events // 8 + 1)
    case = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)[:events]
    cases = int(case[-1]) + 1
    activity = dice.integers(0, 40, len(case)).astype(np.int32)
    begun = np.repeat(dice.integers(0, 900 * 86_400, cases), np.bincount(case))
    at = (1_600_000_000 + begun + np.arange(len(case)) % 16 * 7200 + dice.integers(0, 7200, len(case))) * SECOND
    names = Coded(case, tuple(map(str, range(cases))))
    return event_log(names, Coded(activity, tuple(f"step {n}" for n in range(40))), at)


def naive_figures(log: EventLog) -> None:
    """The same questions with dictionaries, event by event."""
    took: dict[tuple[int, int], list[int]] = defaultdict(list)
    ways: Counter[tuple[int, ...]] = Counter()
    again: Counter[int] = Counter()
    for begin, end in zip(log.first[:-1].tolist(), log.first[1:].tolist(), strict=True):
        names, at = log.activity.codes[begin:end].tolist(), log.at[begin:end].tolist()
        for place in range(len(names) - 1):
            took[names[place], names[place + 1]].append(at[place + 1] - at[place])
        ways[tuple(names)] += 1
        again.update(name for name, many in Counter(names).items() if many > 1)
    for spent in took.values():
        sum(spent), median(spent)


def naive_reading(path: Path) -> None:
    """What comes to mind first: iterparse, an element for every attribute."""
    with gzip.open(path) as stream:
        for _event, element in ElementTree.iterparse(stream):
            if element.tag.endswith("event"):
                {child.get("key"): child.get("value") for child in element}
            if element.tag.endswith("trace"):
                element.clear()


def sql_figures(log: EventLog) -> float:
    """CPU seconds of the graph alone as one window expression in DuckDB, on the same columns."""
    columns = {"trace": log.case.codes, "activity": log.activity.codes, "moment": log.at, "row": np.arange(len(log))}
    log_table = pa.table({name: pa.array(column) for name, column in columns.items()})
    with duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "12GB"}) as base:
        base.register("log", log_table)
        return cpu(lambda: base.execute(_SQL).fetchall())


def sample(folder: Path) -> Path:
    """The recorded log of fines, or an invented one where it is absent."""
    if REAL and (REAL / "road_traffic_fines.xes.gz").is_file():
        return REAL / "road_traffic_fines.xes.gz"
    log, path = invented(300_000), folder / "invented.xes.gz"
    with gzip.open(path, "wt", compresslevel=1) as out:
        out.write("<log>")
        for case in range(log.cases):
            out.write(f'<trace><string key="concept:name" value="{case}"/>')
            for n in range(log.first[case], log.first[case + 1]):
                name, at = log.activity.names[log.activity.codes[n]], np.datetime64(int(log.at[n]), "us")
                out.write(
                    f'<event><string key="concept:name" value="{name}"/><date key="time:timestamp" value="{at}Z"/>'
                )
                out.write('<int key="amount" value="35"/><string key="class" value="A"/></event>')
            out.write("</trace>")
        out.write("</log>")
    return path


def alone(*arguments: str) -> dict[str, Any]:
    """A part of this measurement in a process of its own, for its memory and CPU."""
    done = subprocess.run([sys.executable, "-m", "bench.mining", *arguments], cwd=ROOT, capture_output=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def peak_kib() -> int:
    """The most memory this process ever held; what `getrusage` says begins with that of the process that started it."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def one(what: str, path: Path) -> None:
    """Read a log in this process, and print what it cost."""
    began = time.process_time()
    if what == "naive":
        naive_reading(path)
    else:
        read_log(path)
    peak = peak_kib()
    print(json.dumps({"cpu": time.process_time() - began, "peak_kib": peak}))


def compare_reading(path: Path) -> dict[str, Any]:
    """Reading against the naive reader, in processes of their own."""
    ours, naive = alone("--one", "read", str(path)), alone("--one", "naive", str(path))
    print(f"reading {path.name}: {ours['cpu']:.2f} s CPU, {ours['peak_kib'] / 1024:.0f} MiB; ", end="")
    print(f"naive {naive['cpu']:.2f} s, {naive['peak_kib'] / 1024:.0f} MiB; ratio {ours['cpu'] / naive['cpu']:.2f}")
    return ours


def compare_sizes(sizes: list[int]) -> None:
    """Analysis of invented logs: time for a million events, beside the naive way and SQL."""
    for events in sizes:
        log = invented(events)
        ours = analysed(log)
        line = f"analysing {len(log):,} events: {ours:.2f} s CPU, {ours / len(log) * 1e9:.0f} ms a million events"
        graph = cpu(lambda log=log: edges_of(log))  # type: ignore[misc]
        line += f"; the graph alone {graph:.2f} s, DuckDB {sql_figures(log):.2f} s"
        if events <= SECOND:
            line += f"; naive ratio {ours / cpu(lambda log=log: naive_figures(log)):.3f}"  # type: ignore[misc]
        print(line, flush=True)


def compare_with_peer(peer: Path, folder: Path) -> bool:
    """Reading and analysing the recorded logs against pm4py; all figures must be equal. False for a broken promise."""
    if REAL is None:
        print("The recorded logs are not on this machine: nothing to compare with pm4py.")
        return True
    kept_all = True
    for name in ("receipt", "bpic2012", "road_traffic_fines"):
        path, kept = REAL / f"{name}.xes.gz", folder / f"{name}.parquet"
        first, second = (_ask(peer, path, kept) for _ in range(2))
        ours = alone("--one", "read", str(path))
        columns = {"case": "case:concept:name", "activity": "concept:name", "at": "time:timestamp"}
        log = read_log(kept, LogMapping(**columns, resource="org:resource"))
        spent = analysed(log)
        same = _equal(figures(log), second) and _equal(figures(read_log(path)), second)
        ratios = (
            ours["cpu"] / first["cost"]["read_xes"],
            ours["peak_kib"] / first["cost"]["peak_kib_after_reading"],
            spent / second["cost"]["analyse"],
        )
        print(f"{name}: figures {'equal' if same else 'DIFFER'}; of pm4py {second['pm4py']}: ", end="")
        print(f"reading {ratios[0]:.3f}, its memory {ratios[1]:.3f}, analysing {ratios[2]:.3f}", flush=True)
        is_large = name == "road_traffic_fines"
        kept_all &= same and (not is_large or _kept(ratios))
    return kept_all


def _kept(ratios: tuple[float, float, float]) -> bool:
    return all(ratio <= limit for ratio, limit in zip(ratios, (READ_RATIO, MEMORY_RATIO, ANALYSE_RATIO), strict=True))


def _ask(peer: Path, path: Path, kept: Path) -> dict[str, Any]:
    done = subprocess.run([str(peer), str(PEER), str(path), str(kept)], capture_output=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _equal(ours: dict[str, Any], theirs: dict[str, Any]) -> bool:
    edges = {(start, end): numbers for start, end, *numbers in theirs["edges"]}
    same_edges = ours["edges"].keys() == edges.keys() and all(
        abs(a - b) <= 1e-9 * abs(b) + 1e-6
        for pair, numbers in edges.items()
        for a, b in zip(ours["edges"][pair], numbers, strict=True)
    )
    rest = (ours["variants"], ours["durations"], ours["rework"])
    return same_edges and rest == (theirs["variants"], theirs["durations"]["sha256"], theirs["rework"])


def made_peer(folder: Path) -> Path:
    """An environment of its own with pm4py in it."""
    venv.create(folder / "peer", with_pip=True)
    python = folder / "peer" / "bin" / "python"
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PEER_PACKAGES], check=True)
    return python


def main() -> int:
    """Print the ratios; 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", type=Path, help="interpreter of an environment with pm4py")
    parser.add_argument("--make-peer", action="store_true", help="make such an environment for this run")
    parser.add_argument("--large", action="store_true", help="also fifty million events (about 8 GB of memory)")
    parser.add_argument("--one", nargs=2, metavar=("WHAT", "FILE"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        one(chosen.one[0], Path(chosen.one[1]))
        return 0
    with tempfile.TemporaryDirectory(prefix="hueioc-mining-") as place:
        folder = Path(place)
        compare_reading(sample(folder))
        compare_sizes([SECOND // 2, 5 * SECOND, *([50 * SECOND] if chosen.large else [])])
        peer = made_peer(folder) if chosen.make_peer else chosen.peer
        return 0 if peer is None or compare_with_peer(peer, folder) else 1


if __name__ == "__main__":
    sys.exit(main())
