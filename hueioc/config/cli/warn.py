"""Tries early warning on logs: learned from one, judged on another as it would have been used."""

import argparse
import os
import sys
from pathlib import Path

from django.utils.module_loading import import_string

from hueioc.config.cli._figures import write_figures

NAME = "warn"
HELP = "try early warning of lateness: learn from one log (.csv, .xes, .xes.gz, .parquet), judge on another"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Two logs, the term that makes a case late, and where the figures go."""
    parser.add_argument("train", type=Path, help="the log to learn from")
    parser.add_argument(
        "test",
        type=Path,
        nargs="?",
        help="the log whose every week is foretold from what was known before (default: the later part of the first)",
    )
    parser.add_argument(
        "--term-days", type=float, required=True, metavar="DAYS", help="a case is late when it takes longer than this"
    )
    parser.add_argument("--mapping", type=Path, metavar="M", help="what the columns and attributes mean (TOML)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures to this file (default: here)")


def run(arguments: argparse.Namespace) -> int:
    """Write the figures; the sentence why there are none goes to the other channel too."""
    if not arguments.term_days > 0:
        sys.stderr.write("--term-days must be more than 0.\n")
        return 1
    os.nice(10)  # what the city answers meanwhile goes first
    tried = import_string("hueioc.mining.queries.trial.trial")
    found = tried(arguments.train, arguments.test, arguments.term_days, arguments.mapping)
    if found["sentence"]:
        sys.stderr.write(f"{found['sentence']}\n")
    write_figures(found, arguments.json)
    return 0
