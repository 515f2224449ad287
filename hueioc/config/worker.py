"""One process at a time does what nobody asks for; others stand by and take over when it is gone (PostgreSQL)."""

import logging
import platform
import threading
from collections.abc import Sequence

from django.db import DatabaseError, connection

from hueioc.config.background import Background, Task
from hueioc.upkeep.queries import WORKER_LOCK

log = logging.getLogger(__name__)
LOOK_S = 1.0
# An application name of PostgreSQL has 63 bytes.
_LONGEST_NAME = 63


class Turn:
    """The place of the one worker: a lock of this thread's connection, which the server frees when the process dies.

    Two at work for a moment are harmless: the sealer, each follower, each notice and the relay hold their own end of
    things. One is enough, because two would do the same questions twice.
    """

    def take(self) -> bool:
        """True when the place was free. Raises DatabaseError while the database is away."""
        with connection.cursor() as cursor:
            cursor.execute("SET application_name = %s", [f"hueioc worker {platform.node()}"[:_LONGEST_NAME]])
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [WORKER_LOCK])
            [is_ours] = cursor.fetchone()
        return bool(is_ours)

    def is_ours(self) -> bool:
        """False once the connection broke, and with it the lock."""
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() "
                    "AND objid = %s AND granted",
                    [WORKER_LOCK],
                )
                [held] = cursor.fetchone()
        except DatabaseError:
            return False
        return bool(held)

    def give_back(self) -> None:
        """Let another one have it: the lock ends with the connection."""
        connection.close()


def work_in_turn(tasks: Sequence[Task], stop: threading.Event) -> None:
    """Wait for the place, work while it is ours, and stand by again when it was lost, until told to stop."""
    turn, before = Turn(), ""
    while not stop.is_set():
        try:
            state = "at work" if turn.take() else "standing by"
        except DatabaseError as error:
            state = f"without a database ({type(error).__name__})"
        if state != before:
            # The first word after a start is what everybody expects; every later one is news.
            log.log(logging.WARNING if before else logging.INFO, "Background work: this process is %s", state)
        if state == "at work":
            _work(turn, tasks, stop)
        before = state
        turn.give_back()
        stop.wait(LOOK_S)


def _work(turn: Turn, tasks: Sequence[Task], stop: threading.Event) -> None:
    work = Background(tasks)
    work.start()
    try:
        while turn.is_ours() and not stop.wait(LOOK_S):
            pass
    finally:
        work.stop()
    if not stop.is_set():
        log.warning("The connection to the database was lost; the background work waits for its turn")
