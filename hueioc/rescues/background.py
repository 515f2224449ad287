"""The clock of rescue: new calls are sorted and merged within seconds, priorities follow the time, old data go."""

import logging
from threading import Event

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from hueioc.people.rules import rule
from hueioc.rescues.commands import erase_expired, receive_kept_rescues, rescore_rescues, sort_new_rescues
from hueioc.rescues.queries import has_rescue, spool

log = logging.getLogger(__name__)
CLOCK = rule("rescue")
LOOK_S, SCORE_S, A_DAY_S, SPOOL_LOOK_S = 2.0, 60.0, 86_400.0, 1.0


def keep_sorting(stop: Event) -> None:
    """Sort what came, at once while there is more."""
    while not stop.is_set():
        done = 0
        if has_rescue():
            done = sort_new_rescues(CLOCK)
            close_old_connections()
        if not done:
            stop.wait(LOOK_S)


def keep_scoring(stop: Event) -> None:
    """Count priorities anew as time passes and water rises."""
    while not stop.is_set():
        stop.wait(SCORE_S)
        if has_rescue() and not stop.is_set():
            rescore_rescues(CLOCK)
            close_old_connections()


def keep_erasing(stop: Event) -> None:
    """Once a day erase personal data whose time is over."""
    stop.wait(SCORE_S)
    while not stop.is_set():
        if has_rescue():
            log.info("%d calls and messages of rescue lost their personal data", erase_expired(CLOCK))
        close_old_connections()
        stop.wait(A_DAY_S)


def keep_receiving_rescues(stop: Event) -> None:
    """Take what was laid down while the database was away, as soon as it is back."""
    while not stop.is_set():
        if not spool().is_empty:
            try:
                log.info("%d calls that were laid down are taken", receive_kept_rescues())
            except (OperationalError, InterfaceError):
                connection.close()
        stop.wait(SPOOL_LOOK_S)


BACKGROUND = [keep_sorting, keep_scoring, keep_erasing]
# What was laid down lies on the disk of the node that took it.
OF_A_NODE = [keep_receiving_rescues]
