"""Receives many reports that arrive at once in one transaction; each door waits for its own only.

While the database is away they are laid down on the local disk, encrypted, and received later in their order.
"""

import logging
from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction

from hueioc.cases.commands.desk import CaseDesk
from hueioc.cases.commands.opening import prepare
from hueioc.cases.commands.spooling import Kept, Laid, keep, keyed, waiting
from hueioc.cases.models import Case
from hueioc.cases.queries.intake import check_new
from hueioc.cases.rules.intake import NewReport
from hueioc.lib import clock
from hueioc.lib.refusals import Refusal
from hueioc.lib.together import Together
from hueioc.people.rules import Actor
from hueioc.workflow.commands import clear

MOST_TOGETHER = 128
MOST_WAITING = 4096
log = logging.getLogger(__name__)


class Arrival(NamedTuple):
    """A report as it came, through whose door, and how that door tells its sender of the case."""

    report: NewReport
    actor: Actor
    tell: Callable[[Case], bytes]


# What an arrival is told; the token of one that was laid down; nothing when its key was known, so that it is not told
# as new.
Outcome = bytes | Kept | None


def receive_together(arrivals: Sequence[Arrival]) -> Sequence[Outcome | Exception]:
    """Open a case for every arrival that can be right, all in one transaction, and say what each is told after it.

    Every report has a key before the first try: when the connection breaks while the transaction ends, nobody knows
    whether it was saved, and only a key keeps what is laid down then from being received twice.
    """
    now = clock.now()
    laid = [Laid(keyed(arrival.report), arrival.actor, now) for arrival in arrivals]
    try:
        close_old_connections()
        faults = [_fault(one.report) for one in laid]
        right = [place for place, fault in enumerate(faults) if fault is None]
        opened = _opened([laid[place] for place in right])
    except (OperationalError, InterfaceError) as error:
        connection.close()
        log.error("the database is away: %d reports are laid down: %s", len(arrivals), type(error).__name__)
        return keep(laid)
    outcomes: list[Outcome | Exception] = list(faults)
    for place, case in zip(right, opened, strict=True):
        outcomes[place] = _told(arrivals[place], case) if case is not None else None
    return outcomes


def _told(arrival: Arrival, case: Case) -> Outcome:
    try:
        return arrival.tell(case)
    except (OperationalError, InterfaceError):
        # It is saved; who cannot be told everything now can ask by the token.
        return Kept(str(case.origin_key))


def _opened(given: Sequence[Laid]) -> list[Case | None]:
    """The new case of each report, None for one whose key was known."""
    found: list[Case | None] = [None] * len(given)
    with transaction.atomic():
        desks: list[CaseDesk] = []
        for actor in dict.fromkeys(one.actor for one in given):
            places = [place for place, one in enumerate(given) if one.actor == actor]
            made, cases = prepare([given[place].report for place in places], actor, [given[p].at for p in places])
            fresh = {id(desk.item) for desk in made}
            desks += made
            for place, case in zip(places, cases, strict=True):
                if id(case) in fresh:
                    found[place] = case
                    fresh.discard(id(case))
        clear(desks)
    return found


def _fault(report: NewReport) -> Refusal | None:
    try:
        check_new(report)
    except Refusal as refusal:
        return refusal
    return None


def receive_kept() -> int:
    """Receive what was laid down, in its order; returns how many. Raises OperationalError while the database is away.

    Each has a key of its own, so that a crash in between doubles nothing. One that turns out to be refused (its
    category ended meanwhile) is received all the same: its sender was told that it is kept.
    """
    done = 0
    for forget, given in waiting():
        for start in range(0, len(given), MOST_TOGETHER):
            _opened(given[start : start + MOST_TOGETHER])
        forget()
        done += len(given)
    return done


# One writer for the whole process: on SQLite two would only wait for each other.
intake: Together[Arrival, Outcome] = Together(receive_together, most=MOST_TOGETHER, waiting=MOST_WAITING)
