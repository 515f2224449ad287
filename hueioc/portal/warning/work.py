"""The city's own work as early warning looks at it: its steps with its deadlines."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import numpy as np

from hueioc.indicators.queries import Promise, flow
from hueioc.journal.rules import microseconds
from hueioc.mining.queries.own import log_of
from hueioc.mining.rules.eventlog import Coded, Ints
from hueioc.mining.rules.warning.moments import NEVER, Watched

# How far back open work is counted for the pressure; what is open longer is little beside what comes.
_FLOW = timedelta(days=400)


def watched(kind: str, promises: Sequence[Promise], now: datetime) -> Watched | None:
    """Pieces of work with their steps, in the order of the log; None when nothing is known of any."""
    log = log_of([promise.ref for promise in promises])
    if log is None:
        return None
    # Of work imported without steps the figures may know more than the log.
    by_ref = {promise.ref: promise for promise in promises}
    ordered = [by_ref[ref] for ref in log.case.names]
    names = tuple(sorted({promise.service for promise in ordered}))
    place = {name: number for number, name in enumerate(names)}
    since = min(promise.opened_at for promise in ordered)
    return Watched(
        log=log,
        opened=_instants(promise.opened_at for promise in ordered),
        due=_instants(promise.due_at for promise in ordered),
        ended=_instants(promise.resolved_at for promise in ordered),
        about=Coded(np.array([place[promise.service] for promise in ordered], dtype=np.int32), names),
        until=microseconds(now),
        flow=_flow(kind, max(since, now - _FLOW)),
    )


def _flow(kind: str, since: datetime) -> tuple[Ints, Ints]:
    rows = flow(kind, since)
    return _instants(opened for opened, _ended in rows), np.sort(_instants(ended for _opened, ended in rows))


def _instants(many: Iterable[datetime | None]) -> Ints:
    return np.array([NEVER if at is None else microseconds(at) for at in many], dtype=np.int64)
