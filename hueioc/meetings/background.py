"""The background work of meetings: no key of a ballot box outlives its vote."""

from threading import Event

from django.db import close_old_connections

from hueioc.meetings.commands.box import sweep_keys
from hueioc.meetings.queries.reading import is_vote_open

_REST_SECONDS = 1800.0


def sweep(stop: Event) -> None:
    """Look for keys that were left, at the start and every half hour, until told to stop."""
    while not stop.is_set():
        sweep_keys(is_vote_open)
        close_old_connections()
        stop.wait(_REST_SECONDS)


BACKGROUND = [sweep]
