"""A process that writes and follows until it is killed; it prints each number after its commit."""

import itertools
import os
import random
import sys
import threading
import time

import django
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
django.setup()

from hueioc.journal import registry  # noqa: E402
from hueioc.journal.runner import follow_forever, seal_forever  # noqa: E402
from hueioc.journal.tests.demo import Seen, write  # noqa: E402


def main() -> None:
    connections["default"].settings_dict["NAME"] = connections.settings["default"]["NAME"] = sys.argv[1]
    registry._installed = lambda: (Seen(),)  # type: ignore[assignment]
    for work in (seal_forever, follow_forever):
        threading.Thread(target=work, args=[threading.Event()], daemon=True).start()
    start = int(sys.argv[2])
    for number in itertools.count(start):
        write(number, subject=f"lamp:n{number}")
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        # Writers in a city pause too; without any pause SQLite would give the lock to this thread every time.
        time.sleep(random.random() * 0.004)


if __name__ == "__main__":
    main()
