"""Starts the relay with the city when the setting names a NATS server."""

import threading

from django.conf import settings
from django.utils.module_loading import import_string


def relay_facts(stop: threading.Event) -> None:
    """Relay until `stop` is set; a city without a NATS server has nothing to do here."""
    if settings.NATS is not None:
        # By name: the client's library costs memory that a city without a relay keeps.
        import_string("hueioc.connectors.jetstream.relay.relay_forever")(settings.NATS, stop)


BACKGROUND = [relay_facts]
