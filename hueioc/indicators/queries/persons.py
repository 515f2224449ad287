"""Figures of the work that was given to somebody, of all kinds; what is confidential is in no figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from hueioc.indicators.models import WorkRow
from hueioc.workflow.rules.figures import SECONDS_A_DAY
from hueioc.workflow.rules.life import ENDED, OPEN, PROMISED

# A database takes only so many values in one question.
_TOGETHER = 500
_COLUMNS = ("state", "due_at", "resolved_at", "ended_on", "seconds", "reopened")


@dataclass(frozen=True)
class WorkOf:
    """Open and overdue as it stands; ended in the period, of these with a deadline, on time and opened again.

    `days` is the median from receipt to the answer; None when nothing ended.
    """

    open: int
    overdue: int
    ended: int
    dated: int
    on_time: int
    reopened: int
    days: float | None

    @property
    def share(self) -> float | None:
        """The share on time of what had a deadline; None when nothing had."""
        return self.on_time / self.dated if self.dated else None


def work_of(refs: Iterable[str], since: date, until: date, now: datetime) -> WorkOf:
    """Count pieces of work by their references; days are the city's, both included."""
    known = sorted(set(refs))
    starts = range(0, len(known), _TOGETHER)
    rows = [row for start in starts for row in _rows(known[start : start + _TOGETHER])]
    stands = [row for row in rows if row[0] in {OPEN, PROMISED}]
    ended = [row for row in rows if row[0] == ENDED and row[3] and since <= row[3] <= until]
    dated = [row[2] <= row[1] for row in ended if row[1] is not None]
    spans = [row[4] for row in ended if row[4] is not None]
    return WorkOf(
        open=sum(row[0] == OPEN for row in stands),
        overdue=sum(row[1] is not None and row[1] < now for row in stands),
        ended=len(ended),
        dated=len(dated),
        on_time=sum(dated),
        reopened=sum(row[5] > 0 for row in ended),
        days=median(spans) / SECONDS_A_DAY if spans else None,
    )


def _rows(refs: Iterable[str]) -> list[tuple[str, datetime | None, datetime, date | None, int | None, int]]:
    return list(WorkRow.objects.filter(ref__in=refs).values_list(*_COLUMNS))
