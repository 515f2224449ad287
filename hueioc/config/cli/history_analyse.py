"""Answers one of the analyses over the exported history, as a table for people or as CSV for machines."""

import argparse
import csv
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

NAME = "history analyse"
HELP = "answer an analysis over the exported history; without a name, list the analyses"
POLITENESS = 10  # what the city answers meanwhile goes first


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which analysis, by which engine, over which files, in which form."""
    parser.add_argument("analysis", nargs="?", help="name of the analysis (without it: all names)")
    parser.add_argument("--engine", choices=["duckdb", "pyspark"], default="duckdb", help="default: duckdb")
    parser.add_argument("--from", dest="place", type=Path, metavar="DIR", help="folder of the history")
    parser.add_argument("--csv", action="store_true", help="print CSV with a head line")


def run(arguments: argparse.Namespace) -> int:
    """Print the names, or the rows of one answer."""
    if arguments.analysis is None:
        known: dict[str, str] = import_string("hueioc.history.queries.known_analyses")()
        sys.stdout.writelines(f"{name:<18} {sentence}\n" for name, sentence in known.items())
        return 0
    os.nice(POLITENESS)
    place: Path = arguments.place or Path(settings.HOME) / "history"
    answer: Any = import_string("hueioc.history.queries.analyse")(place, arguments.analysis, arguments.engine)
    if arguments.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows(answer.rows)
    else:
        sys.stdout.writelines(f"{line}\n" for line in _table([answer.columns, *answer.rows]))
    return 0


def _table(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Rows with their cells under each other, numbers to the end of their column."""
    texts = [[_shown(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    ends = [bool(len(rows) > 1 and isinstance(cell, int | float)) for cell in (rows[1] if len(rows) > 1 else rows[0])]
    return [
        "  ".join(
            text.rjust(width) if is_end else text.ljust(width) for text, width, is_end in zip(*line, strict=True)
        ).rstrip()
        for line in ((row, widths, ends) for row in texts)
    ]


def _shown(cell: Any) -> str:
    if cell is None:
        return "-"
    return f"{cell:,.2f}" if isinstance(cell, float) else str(cell)
