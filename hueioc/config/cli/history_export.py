"""Writes what is new in the journal into the Parquet files of the history."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

NAME = "history export"
HELP = "append what is new in the journal to the Parquet files of the history"
POLITENESS = 10  # what the city answers meanwhile goes first


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the files lie."""
    parser.add_argument("--to", type=Path, metavar="DIR", help="folder of the history (default: history in the home)")


def run(arguments: argparse.Namespace) -> int:
    """Export, and say what was written."""
    os.nice(POLITENESS)
    place: Path = arguments.to or Path(settings.HOME) / "history"
    # By name: every subcommand is loaded with the city, and the city does without the libraries of the history.
    done: Any = import_string("hueioc.history.commands.export_history")(place, _show)
    sys.stdout.write(f"{done.facts} facts written; {done.files} files hold the journal up to place {done.upto}.\n")
    return 0


def _show(seq: int) -> None:
    sys.stderr.write(f"up to place {seq}\n")
