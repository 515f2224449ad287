"""Shows what a history of reports says: states, punctuality beside the source's own flag, days to close."""

import argparse
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from hueioc.cases.queries import History, history
from hueioc.connectors.queries import flags_of, read_mapping
from hueioc.lib import clock
from hueioc.people.queries import unit
from hueioc.workflow.queries import category_name

NAME = "report history"
HELP = "show states, on-time share and days to close of reports that were taken over"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which reports, as of when, and the file whose own flags stand beside."""
    parser.add_argument("file", nargs="?", type=Path, help="the imported CSV file, to set its own flags beside")
    parser.add_argument("--mapping", type=Path, help="the mapping file of the import (needed with a file)")
    parser.add_argument("--channel", default="import", help="channel of the reports (default: import)")
    parser.add_argument("--as-of", type=datetime.fromisoformat, help="judge open reports as of this instant with zone")


def run(arguments: argparse.Namespace) -> int:
    """Print the figures, each with what it rests on."""
    as_of: datetime = arguments.as_of or clock.now()
    if as_of.tzinfo is None:
        raise ValueError("--as-of needs a zone, such as 2024-10-04T00:00:00+00:00.")
    flags, channel = {}, arguments.channel
    if arguments.file:
        if arguments.mapping is None:
            raise ValueError("With a file, --mapping says what its columns mean.")
        mapping = read_mapping(arguments.mapping)
        flags, channel = flags_of(arguments.file, mapping), mapping.channel
    found = history(channel, as_of=as_of, flags=flags)
    sys.stdout.writelines(f"{line}\n" for line in _lines(found, with_flags=bool(arguments.file)))
    return 0


def _lines(found: History, *, with_flags: bool) -> Iterator[str]:
    total = sum(found.by_phase.values())
    yield f"{total:,} reports: " + ", ".join(f"{phase} {many:,}" for phase, many in found.by_phase.most_common())
    yield f"On time under the source's own targets: {_share(found.on_time, found.judged)}"
    if with_flags:
        yield f"On time by the source's own flag: {_share(found.flagged_on_time, found.flagged)}"
        yield f"Judged differently: {sum(found.differences.values()):,}"
        yield from (f"  {many:>8,}  {reason}" for reason, many in found.differences.most_common())
    yield "Median days to close, by unit:"
    for one in found.by_unit:
        known = unit(one.code)
        yield f"  {one.days:>8.2f}  {known.name() if known else one.code} ({one.closed:,} closed)"
    yield "Slowest categories, median days to close:"
    yield from (f"  {one.days:>8.2f}  {category_name(one.code)} ({one.closed:,} closed)" for one in found.slowest)


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,}" + (f" ({part / whole:.1%})" if whole else "")
