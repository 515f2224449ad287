"""Starts the listener with the city when the setting names a broker."""

import threading

from django.conf import settings
from django.utils.module_loading import import_string


def listen(stop: threading.Event) -> None:
    """Listen until `stop` is set; a city without a broker has nothing to do here."""
    if settings.MQTT is not None:
        # By name: the client's library costs memory that a city without a broker keeps.
        import_string("hueioc.connectors.mqtt.listener.listen_forever")(settings.MQTT, stop)


BACKGROUND = [listen]
