"""What upkeep does without being asked: warns of long transactions and of SQLite's fault, checks SQLite every night."""

import logging
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from hueioc.lib import clock
from hueioc.lib.notes import read_note
from hueioc.lib.sqlite.statistics import renew_statistics
from hueioc.upkeep.commands import check_database
from hueioc.upkeep.queries import CHECK_NOTE, holders, sqlite_version, unsafe_settings
from hueioc.upkeep.rules import Holder, wal_reset_is_possible

log = logging.getLogger(__name__)
LOOK_S = 5.0
LOOK_FOR_NIGHT_S = 600.0
NIGHT, LEAST_BETWEEN = range(1, 5), timedelta(hours=20)


def watch_transactions(stop: Event) -> None:
    """Say so when a transaction holds facts back for longer than the setting, again each time as long, and its end."""
    if connection.vendor != "postgresql":
        return
    alarm = Alarm(settings.LONG_TRANSACTION_S)
    while not stop.is_set():
        try:
            alarm.look(holders()[0])
        except DatabaseError:
            connection.close()  # that it is away the intake says
        close_old_connections()
        stop.wait(min(LOOK_S, settings.LONG_TRANSACTION_S / 4))


class Alarm:
    """Remembers what was said, so that the log is not filled with one sentence."""

    def __init__(self, most_s: float) -> None:
        self.most_s = most_s
        self.pid, self.next_s = 0, most_s

    def look(self, holder: Holder | None) -> None:
        """Take in the oldest open transaction that wrote; when another one is the oldest, the one before has ended."""
        is_long = holder is not None and holder.seconds >= self.most_s
        if self.pid and not (holder and is_long and holder.pid == self.pid):
            log.warning("The transaction of process %d that held facts back has ended", self.pid)
            self.pid, self.next_s = 0, self.most_s
        if holder is None or not is_long:
            return
        self.pid = holder.pid
        if holder.seconds >= self.next_s:
            log.warning(
                "A transaction open for %.0f s holds all facts back: process %d of the database, %s, program %s",
                holder.seconds,
                holder.pid,
                holder.state,
                holder.program or "unknown",
            )
            self.next_s = holder.seconds + self.most_s


def check_nightly(stop: Event) -> None:
    """Every night SQLite looks at its tables anew and reads its whole file; a note says what it found."""
    if connection.vendor != "sqlite":
        return
    while not stop.wait(LOOK_FOR_NIGHT_S):
        if is_time_to_check(clock.now(), read_note(settings.HOME / CHECK_NOTE)):
            renew_statistics()
            check_database()
        close_old_connections()


def is_time_to_check(now: datetime, note: dict[str, Any] | None) -> bool:
    """True in the small hours of the city when the last check is of another night."""
    made = parse_datetime(str(note.get("at", ""))) if note else None
    is_old = made is None or made.tzinfo is None or now - made > LEAST_BETWEEN
    return is_old and timezone.localtime(now).hour in NIGHT


def warn_of_library(stop: Event) -> None:
    """Say at every start that this SQLite can damage its file; the page of health says so too."""
    if connection.vendor == "sqlite" and wal_reset_is_possible(sqlite_version()):
        log.warning(
            "SQLite %s has the reset fault of its log (fixed in 3.51.3): only this process may write to the database; "
            "back it up every night, and use PostgreSQL for a city",
            ".".join(map(str, sqlite_version())),
        )


def warn_of_settings(stop: Event) -> None:
    """Say at every start that the server's settings let it lose what it confirmed; the page of health says so too."""
    while not stop.is_set():
        try:
            unsafe = unsafe_settings()
            break
        except DatabaseError:  # that it is away the intake says
            connection.close()
            stop.wait(LOOK_S)
    else:
        return
    if unsafe:
        log.warning(
            "PostgreSQL runs with %s: a crash or a power cut takes reports that were confirmed. Set them to on",
            ", ".join(unsafe),
        )


BACKGROUND = [watch_transactions, check_nightly]
OF_A_NODE = [warn_of_library, warn_of_settings]
