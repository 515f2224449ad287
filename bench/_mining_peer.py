"""Runs pm4py, in an environment of its own, and prints its figures and its cost as JSON; see bench/mining.py.

pm4py is under the AGPL: nothing of HueIOC imports it, requires it or ships it. This file is started by another
interpreter, reads a log by pm4py's default reader and answers the questions that `hueioc mine` answers.
"""

import hashlib
import json
import sys
import time
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path


def peak_kib() -> int:
    """The most memory this process ever held; what `getrusage` says begins with that of the process that started it."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def main(path: Path, kept: Path) -> dict:
    """Figures and CPU seconds for one log; the table is kept as Parquet for the second measurement."""
    with redirect_stdout(sys.stderr):  # it greets on the standard output
        pandas, pm4py = import_module("pandas"), import_module("pm4py")
    started = time.process_time()
    if kept.exists():
        table = pandas.read_parquet(kept)
    else:
        with redirect_stdout(sys.stderr):
            table = pm4py.read_xes(str(path))
    reading, memory = time.process_time() - started, peak_kib()
    was_kept = kept.exists()
    if not was_kept:
        table.to_parquet(kept)
    started = time.process_time()
    with redirect_stdout(sys.stderr):
        counts, begins, ends = pm4py.discover_dfg(table)
        spent, _, _ = pm4py.discover_performance_dfg(table, perf_aggregation_key="all")
        variants = pm4py.get_variants(table)
        durations = pm4py.get_all_case_durations(table)
        rework = pm4py.get_rework_cases_per_activity(table)
    analysing = time.process_time() - started
    ordered = sorted(round(seconds * 1_000_000) for seconds in durations)
    edges = {
        pair: [int(counts[pair]), float(one["sum"]), float(one["mean"]), float(one["median"])]
        for pair, one in spent.items()
    }
    return {
        "pm4py": pm4py.__version__,
        "cases": len(ordered),
        "events": len(table),
        "edges": [[start, end, *figures] for (start, end), figures in sorted(edges.items())],
        "begins": dict(sorted(begins.items())),
        "ends": dict(sorted(ends.items())),
        "variants": len(variants),
        "variant_counts": sorted((int(many) for many in variants.values()), reverse=True)[:50],
        "durations": {
            "total_us": sum(ordered),
            "sha256": hashlib.sha256(json.dumps(ordered).encode()).hexdigest(),
        },
        "rework": {name: int(many) for name, many in sorted(rework.items())},
        "cost": {
            "read_parquet" if was_kept else "read_xes": reading,
            "peak_kib_after_reading": memory,
            "analyse": analysing,
        },
    }


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2])), ensure_ascii=False))
