"""The city's own work as an event log, read from the rows of the follower."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

import numpy as np
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from hueioc.journal.rules import microseconds
from hueioc.mining.follow import NOTED, UNIT
from hueioc.mining.models import Step, StepName, Trace
from hueioc.mining.rules.eventlog import MICROSECONDS, MISSING, Coded, EventLog, Ints, event_log
from hueioc.people.queries import units
from hueioc.workflow.queries import city_world, unit_today

MOST_TRACES = 200_000
_AT_ONCE = 5_000
_HOUR = 3600 * MICROSECONDS


class Own(NamedTuple):
    """A log of the city's own work (None when there is none), and how many pieces were left out as too many."""

    log: EventLog | None
    left_out: int


def kinds_of_work() -> list[str]:
    """The kinds of work of which there are steps, by their reference (`case`)."""
    return sorted(Trace.objects.order_by().values_list("kind", flat=True).distinct())


def services_of(kind: str, most: int = 20) -> list[str]:
    """Some services that pieces of a kind of work belong to, of the newest ones."""
    newest = Trace.objects.filter(kind=kind).order_by("-opened_at").values_list("service", flat=True)
    return list(newest[:most])


def units_of_work() -> list[str]:
    """Codes of the units that occur in steps."""
    return sorted(StepName.objects.filter(column=UNIT).values_list("name", flat=True))


def own_log(kind: str, since: date | None, until: date, unit: str = "", *, with_notes: bool = False) -> Own:
    """Work of a kind opened on days of the city (both included), whole; with a unit, what ever was with it.

    Facts that only note something are left out unless asked for. The newest MOST_TRACES pieces are read.
    """
    traces = _traces(kind, since, until, unit)
    many = traces.count()
    chosen = traces.order_by("-number").values("number")[:MOST_TRACES]
    steps = Step.objects.filter(trace__in=chosen)
    names = dict(StepName.objects.values_list("number", "name"))
    if not with_notes:
        noted = [number for number, name in names.items() if name.startswith(NOTED)]
        steps = steps.exclude(activity__in=noted)
    rows = _columns(steps)
    if not len(rows):
        return Own(None, 0)
    refs = dict(Trace.objects.filter(number__in=chosen).values_list("number", "ref"))
    return Own(_log(rows, refs, names), max(0, many - MOST_TRACES))


def log_of(refs: Collection[str]) -> EventLog | None:
    """The steps of these pieces of work without what only notes something; None when nothing is known of any."""
    names = dict(StepName.objects.values_list("number", "name"))
    noted = {number for number, name in names.items() if name.startswith(NOTED)}
    known: dict[int, str] = {}
    parts, ordered = [], sorted(refs)
    for start in range(0, len(ordered), _AT_ONCE):
        some = ordered[start : start + _AT_ONCE]
        found = dict(Trace.objects.filter(ref__in=some).values_list("number", "ref"))
        known |= found
        parts.append(_columns(Step.objects.filter(trace__in=list(found)).exclude(activity__in=noted)))
    rows = np.concatenate(parts) if parts else np.zeros((0, 4), dtype=np.int64)
    return _log(rows, known, names) if len(rows) else None


def _log(rows: Ints, refs: dict[int, str], names: dict[int, str]) -> EventLog:
    case, activity = _coded(rows[:, 0], refs), _coded(rows[:, 1], names)
    resource = _coded(rows[:, 2], names)
    return event_log(case, activity, rows[:, 3], offset=_offsets(rows[:, 3]), resource=resource)


def _traces(kind: str, since: date | None, until: date, unit: str) -> QuerySet[Trace]:
    zone = city_world().zone
    end = datetime.combine(until + timedelta(days=1), time(), tzinfo=zone)
    found = Trace.objects.filter(kind=kind, opened_at__lt=microseconds(end))
    if since:
        found = found.filter(opened_at__gte=microseconds(datetime.combine(since, time(), tzinfo=zone)))
    if unit:
        codes = [unit, *(code for code in units() if unit_today(code, until) == unit)]
        numbers = StepName.objects.filter(column=UNIT, name__in=codes).values_list("number", flat=True)
        found = found.filter(number__in=Step.objects.filter(unit__in=list(numbers)).values("trace"))
    return found


def _columns(steps: QuerySet[Step]) -> Ints:
    """(trace, activity, unit or -1, at) of each step, by trace and place in the journal."""
    rows: Any = (
        steps.order_by("trace", "seq")
        .values_list("trace", "activity", Coalesce("unit", MISSING), "at")
        .iterator(chunk_size=20_000)
    )
    parts = [np.array(part, dtype=np.int64) for part in _in_parts(rows, 100_000)]
    return np.concatenate(parts) if parts else np.zeros((0, 4), dtype=np.int64)


def _in_parts(rows: Any, size: int) -> Any:
    part = []
    for row in rows:
        part.append(row)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


def _coded(numbers: Ints, names: dict[int, str]) -> Coded:
    known, codes = np.unique(numbers, return_inverse=True)
    missing = int(len(known) > 0 and known[0] == MISSING)
    words = tuple(names.get(number, str(number)) for number in known[missing:].tolist())
    return Coded((codes - missing).astype(np.int32), words)


def _offsets(at: Ints) -> Ints:
    """Minutes east of UTC in the city at each instant; a zone changes them at full hours only."""
    hours, place = np.unique(at // _HOUR, return_inverse=True)
    zone = city_world().zone
    minutes = [_minutes(datetime.fromtimestamp(hour * 3600, UTC).astimezone(zone)) for hour in hours.tolist()]
    return np.array(minutes, dtype=np.int16)[place]


def _minutes(local: datetime) -> int:
    away = local.utcoffset() or timedelta()
    return round(away.total_seconds() / 60)
