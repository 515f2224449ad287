"""The background work of notices: their sender."""

from threading import Event

from django.db import close_old_connections

from hueioc.notices.commands import deliver_due, plan_digests, send_bulletins, spread_bulletins

_REST_SECONDS, _SHORT_REST_SECONDS = 3.0, 0.2


def send(stop: Event) -> None:
    """Deliver until told to stop."""
    while not stop.is_set():
        plan_digests()
        deliver_due()
        is_busy = bool(spread_bulletins() + send_bulletins())
        close_old_connections()
        stop.wait(_SHORT_REST_SECONDS if is_busy else _REST_SECONDS)


BACKGROUND = [send]
