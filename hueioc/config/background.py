"""Runs what works without being asked (followers, clock, sender) as threads of a process."""

import logging
import threading
from collections.abc import Callable, Iterable

from django.db import connections

from hueioc.config import rooms

log = logging.getLogger(__name__)
Task = Callable[[threading.Event], None]
REST_AFTER_FAILURE_S = 5.0


class Background:
    """The threads of one process; `stop` ends them all."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self.stopping = threading.Event()
        self.threads = [
            threading.Thread(target=self._keep_running, args=(task,), name=getattr(task, "__qualname__", "task"))
            for task in tasks
        ]

    def start(self) -> None:
        """Start every thread."""
        for thread in self.threads:
            thread.start()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Ask every task to end and wait for each at most this long."""
        self.stopping.set()
        for thread in self.threads:
            thread.join(timeout_s)

    def _keep_running(self, task: Task) -> None:
        """A task that fails is started again after a rest: a database that was away must not end the city's clock."""
        while not self.stopping.is_set():
            try:
                task(self.stopping)
                return
            except Exception:
                log.exception("Background work %s failed and starts again", getattr(task, "__qualname__", task))
                self.stopping.wait(REST_AFTER_FAILURE_S)
            finally:
                connections.close_all()


def tasks() -> list[Task]:
    """The work of a whole city: what the rooms list as `BACKGROUND` in their `background.py`."""
    return [task for module in rooms.modules("background") for task in module.BACKGROUND]


def tasks_of_a_node() -> list[Task]:
    """The work that each process which answers requests does for itself: `OF_A_NODE` of the same files."""
    return [task for module in rooms.modules("background") for task in getattr(module, "OF_A_NODE", ())]
