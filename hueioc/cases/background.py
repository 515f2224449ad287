"""The background work of reports: suggestions learned anew when much was sorted since, old steps forgotten."""

import logging
from threading import Event

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from hueioc.cases.commands import forget_old_steps, receive_kept
from hueioc.cases.queries.laid_down import spool
from hueioc.cases.queries.suggesting import count_lessons, model_in_use
from hueioc.cases.rules.model import FEWEST_TO_LEARN
from hueioc.lib.apart import run_apart

log = logging.getLogger(__name__)
FIRST_LOOK_S = 90.0
LOOK_AGAIN_S = 1800.0
A_DAY_S = 86_400.0
SPOOL_LOOK_S = 1.0
# Learning again is worth its minute of processor time when a tenth is new.
GROWTH = 1.1


def is_time_to_learn(known: int, learned_from: int) -> bool:
    """True when there is enough to learn from, and enough of it is new."""
    return known >= FEWEST_TO_LEARN and known >= learned_from * GROWTH


def keep_learning(stop: Event) -> None:
    """Learn in a process of its own, so that this one stays small and answers quickly."""
    stop.wait(FIRST_LOOK_S)
    while not stop.is_set():
        model = model_in_use()
        if is_time_to_learn(count_lessons(), model.learned_from if model else 0):
            run_apart(["learn", "--only", "suggestions"], stop)
        close_old_connections()
        stop.wait(LOOK_AGAIN_S)


def keep_tidy(stop: Event) -> None:
    """Forget once a day what can no longer be taken back."""
    stop.wait(FIRST_LOOK_S)
    while not stop.is_set():
        forget_old_steps()
        close_old_connections()
        stop.wait(A_DAY_S)


def keep_receiving(stop: Event) -> None:
    """Receive what was laid down while the database was away, as soon as it is back."""
    while not stop.is_set():
        if not spool().is_empty:
            try:
                log.info("%d reports that were laid down are received", receive_kept())
            except (OperationalError, InterfaceError):
                connection.close()
        stop.wait(SPOOL_LOOK_S)


BACKGROUND = [keep_learning, keep_tidy]
# What was laid down lies on the disk of the node that took it.
OF_A_NODE = [keep_receiving]
