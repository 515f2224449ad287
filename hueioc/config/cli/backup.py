"""Saves a whole installation into one file while it runs."""

import argparse
import sys
from pathlib import Path

from django.conf import settings

from hueioc.config.backups import write_backup
from hueioc.lib import clock
from hueioc.lib.notes import leave_note
from hueioc.upkeep.queries import BACKUP_NOTE

NAME = "backup"
HELP = "save database, photos and keys into one file (keep it as secret as the city's data)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", type=Path, help="archive to write, for instance city.tar.gz")


def run(arguments: argparse.Namespace) -> int:
    """Write the archive."""
    target = arguments.file.absolute()
    began = clock.now()
    files = write_backup(target, began)
    note = {"at": began.isoformat(), "bytes": target.stat().st_size, "files": len(files)}
    leave_note(Path(settings.SHARED) / BACKUP_NOTE, note)
    sys.stdout.write(f"{target}: {len(files)} files, {target.stat().st_size / 1e6:.1f} MB\n")
    return 0
