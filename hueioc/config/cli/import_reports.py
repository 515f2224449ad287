"""Takes over the reports of another system from a CSV file, with progress and an account of every row."""

import argparse
import sys
import time
from pathlib import Path

from hueioc.config.city import load_city
from hueioc.connectors.commands import Tally, import_file
from hueioc.connectors.queries import Rejected, read_mapping
from hueioc.lib.sqlite.memory import keep_pages_in_memory

NAME = "import reports"
HELP = "take over reports of another system from a CSV file (also .gz)"
_BAR = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, what its columns mean, and where the rejected rows are written."""
    parser.add_argument("file", type=Path, help="CSV file with a head line, plain or gzip")
    parser.add_argument("--mapping", type=Path, required=True, help="TOML file that says what each column means")
    parser.add_argument("--report", type=Path, help="where rejected rows are written (default: FILE.rejected.txt)")


def run(arguments: argparse.Namespace) -> int:
    """Import, and say how many rows are new, known and rejected; 1 when some were rejected."""
    mapping = read_mapping(arguments.mapping)
    load_city()
    keep_pages_in_memory()
    report: Path = arguments.report or arguments.file.with_name(f"{arguments.file.name}.rejected.txt")
    began = time.monotonic()
    with report.open("w", encoding="utf-8") as out:

        def complain(row: Rejected) -> None:
            out.write(f"line {row.line}\t{row.number}\t{row.reason}\n")

        tally = import_file(arguments.file, mapping, complain=complain, watch=lambda done: _show(done, began))
    if sys.stderr.isatty():
        sys.stderr.write("\n")
    spent = max(0.001, time.monotonic() - began)
    sys.stdout.write(
        f"{tally.new} new, {tally.known} known, {tally.rejected} rejected; {tally.rows / spent:.0f} rows/s\n"
    )
    if tally.rejected:
        sys.stdout.write(f"Rejected rows with line numbers and reasons: {report}\n")
    else:
        report.unlink()
    return 1 if tally.rejected else 0


def _show(tally: Tally, began: float) -> None:
    """A bar on a terminal, a line every batch elsewhere."""
    share = tally.bytes_done / max(1, tally.bytes_total)
    rest = (time.monotonic() - began) * (1 - share) / max(share, 0.001)
    said = f"{tally.rows} rows, {share:.0%}, about {rest:.0f} s left"
    if sys.stderr.isatty():
        done = round(_BAR * share)
        sys.stderr.write(f"\r[{'#' * done}{'.' * (_BAR - done)}] {said}   ")
    else:
        sys.stderr.write(f"{said}\n")
    sys.stderr.flush()
