"""The background work of notices: their sender."""

from threading import Event

from django.db import close_old_connections

from hueioc.notices.commands import deliver_due, plan_digests

_REST_SECONDS = 3.0


def send(stop: Event) -> None:
    """Deliver until told to stop."""
    while not stop.is_set():
        plan_digests()
        deliver_due()
        close_old_connections()
        stop.wait(_REST_SECONDS)


BACKGROUND = [send]
