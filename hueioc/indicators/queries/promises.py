"""Work with a deadline: how it stood when that came, and what is still to come."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from hueioc.indicators.models import WorkRow
from hueioc.indicators.queries.now import STANDS
from hueioc.workflow.rules.life import LEFT_OUT, OPEN


class Promise(NamedTuple):
    """One piece of work with its deadline as extended; `resolved_at` is None while no answer was given."""

    ref: str
    service: str
    unit: str
    opened_at: datetime
    due_at: datetime
    resolved_at: datetime | None


def promises_come_due(kind: str, now: datetime, most: int) -> list[Promise]:
    """Work of a kind whose deadline has come, the latest first; what is owed to nobody is left out."""
    rows = WorkRow.objects.filter(kind=kind, due_at__lte=now).exclude(state=LEFT_OUT)
    return _read(rows.order_by("-due_at", "-id").values_list(*Promise._fields)[:most].iterator())


def promises_to_come(kind: str, now: datetime, most: int) -> list[Promise]:
    """Open work of a kind whose deadline lies ahead, the nearest first."""
    rows = WorkRow.objects.filter(STANDS, kind=kind, state=OPEN, due_at__gt=now)
    return _read(rows.order_by("due_at", "id").values_list(*Promise._fields)[:most].iterator())


def flow(kind: str, since: datetime) -> list[tuple[datetime, datetime | None]]:
    """(opened, ended or None while open) of all work of a kind that was opened since an instant, in that order."""
    rows = WorkRow.objects.filter(kind=kind, opened_at__gte=since)
    return list(rows.order_by("opened_at").values_list("opened_at", "resolved_at"))


def _read(rows: Iterable[tuple[Any, ...]]) -> list[Promise]:
    return [Promise(*row) for row in rows]
