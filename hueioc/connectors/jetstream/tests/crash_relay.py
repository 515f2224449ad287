"""A process that relays small batches until it is killed."""

import os
import sys
import threading

import django
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
django.setup()

from hueioc.connectors.jetstream import relay  # noqa: E402
from hueioc.connectors.jetstream.tests import demo  # noqa: E402


def main() -> None:
    database, server = sys.argv[1:]
    connections["default"].settings_dict["NAME"] = connections.settings["default"]["NAME"] = database
    relay.BATCH = 3
    assert demo.NatsNoted.kind  # an event can be read where its class is known
    where = {"server": server, "user": "", "password": "", "stream": "FACTS", "subject": "hueioc.facts"}
    relay.relay_forever(where, threading.Event())


if __name__ == "__main__":
    main()
