"""Work of stations that nobody asks for: sums of what came, files of days that are over."""

import time
from threading import Event

from django.db import close_old_connections

from hueioc.lib import clock
from hueioc.lib.together import leave_room
from hueioc.people.rules import rule
from hueioc.sensors.commands.filing import days_to_file, file_day
from hueioc.sensors.commands.keeping.sums import settle_sums

SUMS_S, FILES_S = 1.0, 600.0
_FILER = rule("readings")


def keep_sums(stop: Event) -> None:
    """Make sums a moment after readings came, until told to stop."""
    while not stop.is_set():
        began = time.monotonic()
        made = settle_sums()
        close_old_connections()
        leave_room(time.monotonic() - began)
        if not made:
            stop.wait(SUMS_S)


def keep_files(stop: Event) -> None:
    """Write days that are over as files, until told to stop."""
    while not stop.is_set():
        for day in days_to_file(clock.now()):
            file_day(day, _FILER)
        close_old_connections()
        stop.wait(FILES_S)


BACKGROUND = [keep_sums, keep_files]
