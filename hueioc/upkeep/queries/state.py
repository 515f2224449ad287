"""Everything that says how an installation is, read in one go and cheaply; a database that is away is told too."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from hueioc.cases.commands import intake
from hueioc.cases.queries import spool
from hueioc.journal.queries import Progress, progress
from hueioc.lib import clock
from hueioc.lib.notes import read_note
from hueioc.live.queries import listeners
from hueioc.notices.queries import Delivery, delivery
from hueioc.upkeep.queries.database import DatabaseState, database_state

BACKUP_NOTE, CHECK_NOTE = "last-backup.json", "last-check.json"


@dataclass(frozen=True, slots=True)
class State:
    """An installation at one moment, seen from one process; `journal` and `notices` are None without a database.

    Sizes are in bytes. `backup` is the note that lies beside the keys, `check` the one in the home of this machine.
    """

    at: datetime
    database: DatabaseState
    journal: Progress | None
    notices: Delivery | None
    intake_waiting: int
    spool_lines: int
    spool_bytes: int
    spool_most: int
    listeners: int
    disk_free: int
    disk_total: int
    backup: dict[str, Any] | None
    check: dict[str, Any] | None
    program: str


def state() -> State:
    """Ask everybody; blocking, some milliseconds."""
    home, database = Path(settings.HOME), database_state()
    journal, notices = _from_database() if database.is_up else (None, None)
    disk = shutil.disk_usage(home)
    return State(
        at=clock.now(),
        database=database,
        journal=journal,
        notices=notices,
        intake_waiting=intake.waiting,
        spool_lines=spool().depth,
        spool_bytes=spool().size,
        spool_most=settings.SPOOL_BYTES,
        listeners=listeners(),
        disk_free=disk.free,
        disk_total=disk.total,
        backup=read_note(Path(settings.SHARED) / BACKUP_NOTE),
        check=read_note(home / CHECK_NOTE),
        program=program_version(),
    )


def _from_database() -> tuple[Progress | None, Delivery | None]:
    try:
        return progress(), delivery()
    except DatabaseError:  # gone in between
        connection.close()
        return None, None


@lru_cache(maxsize=1)
def program_version() -> str:
    """The version of this program, from its installation or from the clone it runs in."""
    try:
        return version("hueioc")
    except PackageNotFoundError:
        pass
    project = Path(__file__).resolve().parents[3] / "pyproject.toml"
    lines = project.read_text(encoding="utf-8").splitlines() if project.exists() else []
    return next((line.split('"')[1] for line in lines if line.startswith("version = ")), "?")
