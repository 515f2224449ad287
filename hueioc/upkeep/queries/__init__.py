"""Reads of the installation's state: the database, and everything together."""

from hueioc.upkeep.queries.database import (
    WORKER_LOCK,
    DatabaseState,
    database_state,
    holders,
    sqlite_version,
    unsafe_settings,
    worker,
)
from hueioc.upkeep.queries.state import BACKUP_NOTE, CHECK_NOTE, State, state

__all__ = [
    "BACKUP_NOTE",
    "CHECK_NOTE",
    "WORKER_LOCK",
    "DatabaseState",
    "State",
    "database_state",
    "holders",
    "sqlite_version",
    "state",
    "unsafe_settings",
    "worker",
]
