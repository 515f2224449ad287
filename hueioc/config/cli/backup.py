"""Saves a whole installation into one file while it runs."""

import argparse
import sys
from pathlib import Path

from hueioc.config.backups import write_backup
from hueioc.lib import clock

NAME = "backup"
HELP = "save database, photos and keys into one file (keep it as secret as the city's data)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", type=Path, help="archive to write, for instance city.tar.gz")


def run(arguments: argparse.Namespace) -> int:
    """Write the archive."""
    target = arguments.file.absolute()
    files = write_backup(target, clock.now())
    sys.stdout.write(f"{target}: {len(files)} files, {target.stat().st_size / 1e6:.1f} MB\n")
    return 0
