"""Writes the sample file a new event version needs before its test passes."""

import argparse
import sys

from hueioc.journal.samples import write_missing

NAME = "samples"
HELP = "write a sample of every event version that has none (for developers)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(arguments: argparse.Namespace) -> int:
    """List what was written; existing samples are never changed."""
    written = write_missing()
    for path in written:
        sys.stdout.write(f"{path}\n")
    sys.stdout.write(f"{len(written)} samples written; commit them and never change them.\n")
    return 0
