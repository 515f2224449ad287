"""Finds where work waits in an event log of any system; no database is touched."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from django.utils.module_loading import import_string

from hueioc.config.cli._figures import write_figures

NAME = "mine"
HELP = "find where work waits in an event log (.csv, .xes, .csv.gz, .xes.gz, .parquet)"
POLITENESS = 10  # what the city answers meanwhile goes first
_SHOWN = 12
_DAY_S = 86_400


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which log, what its columns mean, and where the figures go."""
    parser.add_argument("file", type=Path, help="the event log")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures as JSON to this file (- for here)")
    parser.add_argument("--mapping", type=Path, help="TOML file that says what each column means")


def run(arguments: argparse.Namespace) -> int:
    """Write the figures, and say on the other channel what must be known about them."""
    os.nice(POLITENESS)
    mined: Any = import_string("hueioc.mining.queries.mine_file")(arguments.file, arguments.mapping)
    sys.stderr.writelines(f"{note}\n" for note in mined.notes)
    data = import_string("hueioc.mining.queries.as_data")(mined.analysis)
    if arguments.json is None:
        sys.stdout.writelines(f"{line}\n" for line in _lines(mined.analysis))
        return 0
    write_figures(data, arguments.json)
    return 0


def _lines(found: Any) -> list[str]:
    head = f"{found.cases:,} cases, {found.events:,} events, {found.variants:,} variants; "
    head += f"a case takes {found.duration.median_s / _DAY_S:,.1f} days (median)"
    lines = [head, "", f"{'days lost':>12}  {'cases':>9}  {'median days':>11}  kind"]
    for one in found.bottlenecks[:_SHOWN]:
        numbers = f"{one.lost_s / _DAY_S:>12,.0f}  {one.cases:>9,}  {one.spread.median_s / _DAY_S:>11,.2f}"
        lines.append(f"{numbers}  {one.kind.value}: {one.start} → {one.end}")
    return lines
