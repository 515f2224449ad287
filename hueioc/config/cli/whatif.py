"""Says what a remedy would do to a log, when the simulation met the days that it had not seen."""

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from django.utils.module_loading import import_string

from hueioc.config.cli._figures import write_figures

NAME = "whatif"
HELP = "try remedies on a log or on a queue of calls, fitted on its first days and tested on the days after them"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which log, until when it is fitted, and where the figures go."""
    parser.add_argument("file", type=Path, help="any log that `mine` reads, or calls one a row")
    parser.add_argument("--fit-until", type=date.fromisoformat, required=True, metavar="DATE", help="last fitted day")
    parser.add_argument("--mapping", type=Path, metavar="M", help="what the columns and attributes mean (TOML)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures to this file (default: here)")


def run(arguments: argparse.Namespace) -> int:
    """Write the figures; the sentence why there are none goes to the other channel too."""
    os.nice(10)  # what the city answers meanwhile goes first
    found = import_string("hueioc.mining.foresight.backtest.what_if")(
        arguments.file, arguments.fit_until, arguments.mapping
    )
    if found["sentence"]:
        sys.stderr.write(f"{found['sentence']}\n")
    write_figures(found, arguments.json)
    return 0
