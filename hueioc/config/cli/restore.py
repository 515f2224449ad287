"""Brings a saved installation back into an empty home."""

import argparse
import sys
from pathlib import Path

from django.conf import settings

from hueioc.config.backups import restore_backup

NAME = "restore"
HELP = "bring a backup back into an empty home"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where from."""
    parser.add_argument("file", type=Path, help="archive written by backup")


def run(arguments: argparse.Namespace) -> int:
    """Restore, then say what to do next."""
    files = restore_backup(arguments.file.absolute(), Path(settings.HOME))
    sys.stdout.write(f"{len(files)} files are back in {settings.HOME}; check them with: scripts/hueioc verify\n")
    return 0
