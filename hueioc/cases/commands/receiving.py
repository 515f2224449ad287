"""Receives many reports that arrive at once in one transaction; each door waits for its own only."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.db import close_old_connections, transaction

from hueioc.cases.commands.desk import CaseDesk
from hueioc.cases.commands.opening import prepare
from hueioc.cases.models import Case
from hueioc.cases.queries.intake import check_new
from hueioc.cases.rules.intake import NewReport
from hueioc.lib.refusals import Refusal
from hueioc.lib.together import Together
from hueioc.people.rules import Actor
from hueioc.workflow.commands import clear

MOST_TOGETHER = 128
MOST_WAITING = 4096


class Arrival(NamedTuple):
    """A report as it came, through whose door, and how that door tells its sender of the case."""

    report: NewReport
    actor: Actor
    tell: Callable[[Case], bytes]


# What an arrival is told; nothing when its key was known, so that it is not told as new.
Outcome = bytes | None


def receive_together(arrivals: Sequence[Arrival]) -> list[Outcome | Refusal]:
    """Open a case for every arrival that can be right, all in one transaction, and say what each is told after it."""
    close_old_connections()
    outcomes: list[Outcome | Refusal] = [_fault(arrival) for arrival in arrivals]
    right = [place for place, outcome in enumerate(outcomes) if outcome is None]
    opened: dict[int, Case] = {}
    with transaction.atomic():
        desks: list[CaseDesk] = []
        for actor in dict.fromkeys(arrivals[place].actor for place in right):
            places = [place for place in right if arrivals[place].actor == actor]
            made, cases = prepare([arrivals[place].report for place in places], actor)
            fresh = {id(desk.item) for desk in made}
            desks += made
            for place, case in zip(places, cases, strict=True):
                if id(case) in fresh:
                    opened[place] = case
                    fresh.discard(id(case))
        clear(desks)
    for place, case in opened.items():
        outcomes[place] = arrivals[place].tell(case)
    return outcomes


def _fault(arrival: Arrival) -> Refusal | None:
    try:
        check_new(arrival.report)
    except Refusal as refusal:
        return refusal
    return None


# One writer for the whole process: on SQLite two would only wait for each other.
intake: Together[Arrival, Outcome] = Together(receive_together, most=MOST_TOGETHER, waiting=MOST_WAITING)
