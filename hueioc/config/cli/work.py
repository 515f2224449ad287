"""Does the background work of a city whose pages other processes answer: sealer, followers, clock, sender, relay."""

import argparse
import signal
import sys
import threading
from types import FrameType

from django.db import connection

from hueioc.config import background
from hueioc.config.installation import prepare
from hueioc.config.worker import work_in_turn

NAME = "work"
HELP = "do the background work only, beside processes of `serve --no-background` (PostgreSQL); a second one stands by"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(arguments: argparse.Namespace) -> int:
    """Work, or stand by while another process works, until a signal says stop."""
    if connection.vendor == "sqlite":
        sys.stderr.write("On SQLite one process does everything: scripts/run. Several need HUEIOC_DATABASE_URL.\n")
        return 1
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    prepare()
    sys.stdout.write("Ready to do the background work. Stop with Ctrl-C.\n")
    sys.stdout.flush()
    work_in_turn(background.tasks(), stopping)
    return 0
