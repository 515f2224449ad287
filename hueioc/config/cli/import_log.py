"""Brings an event log of another system into the product, for the pages of mining."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from django.utils.module_loading import import_string

NAME = "import log"
HELP = "bring an event log of another system into the product (.csv, .xes, .csv.gz, .xes.gz, .parquet)"
POLITENESS = 10  # what the city answers meanwhile goes first


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which log, and what it is."""
    parser.add_argument("file", type=Path, help="the event log")
    parser.add_argument("--mapping", type=Path, required=True, help="TOML file: what the log is, what its columns mean")


def run(arguments: argparse.Namespace) -> int:
    """Import, and say what was taken and what must be known about it."""
    os.nice(POLITENESS)
    # By name: every subcommand is loaded with the city, and the city does without the library of Parquet.
    told: Any = import_string("hueioc.mining.commands.import_log")(arguments.file, arguments.mapping)
    sentence: Any = import_string("hueioc.mining.queries.note_sentence")
    sys.stdout.write(
        f"{told.code}: {told.cases:,} cases, {told.events:,} events from {told.first_at:%Y-%m-%d} "
        f"to {told.last_at:%Y-%m-%d}; see /mining/?log=import:{told.code}\n"
    )
    sys.stderr.writelines(f"{sentence(*note)}\n" for note in told.notes)
    return 0
