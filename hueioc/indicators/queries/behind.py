"""The work behind a number: exactly the pieces that were counted, so that every figure can be opened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hueioc.indicators.models import WorkRow
from hueioc.indicators.queries.now import STANDS
from hueioc.indicators.queries.slices import Slice, limits_of, narrowed
from hueioc.lib import clock
from hueioc.lib.refusals import NotFound
from hueioc.workflow.queries import city_world
from hueioc.workflow.rules.figures import SATISFIED
from hueioc.workflow.rules.life import ENDED, LEFT_OUT, OPEN, PROMISED

# Which side of a share: what was counted above the line, or what stands below the line only.
Part = Literal["counted", "missing"]
_OWED = ~Q(state=LEFT_OUT)
_ON_TIME = Q(state=ENDED, due_at__isnull=False, resolved_at__lte=F("due_at"))
_ON_TIME_FIRST = Q(state=ENDED, due_at__isnull=False) & (
    Q(first_due_at__isnull=False, resolved_at__lte=F("first_due_at"))
    | Q(first_due_at=None, resolved_at__lte=F("due_at"))
)
_DATED = Q(state=ENDED, due_at__isnull=False)
_RATED = Q(state=ENDED, is_rateable=True, score__gt=0)
_ANSWERED = Q(answered_on__isnull=False) & _OWED


@dataclass(frozen=True)
class _Sides:
    """Conditions of what is counted and what is only below the line; `on` names the day that places it."""

    on: str
    counted: Q
    missing: Q | None = None


def _standing(as_of: datetime) -> dict[str, Q]:
    late = STANDS & Q(due_at__lt=as_of)
    late_first = Q(first_due_at__lt=as_of) | Q(first_due_at=None, due_at__lt=as_of)
    return {"late": late, "late_first": STANDS & late_first}


def _sides(code: str, as_of: datetime) -> _Sides:
    now, today = _standing(as_of), city_world().day(as_of)
    ended = Q(state=ENDED)
    known: dict[str, Callable[[], _Sides]] = {
        "received": lambda: _Sides("opened_on", Q()),
        "open": lambda: _Sides("", STANDS & Q(state=OPEN)),
        "open_overdue": lambda: _Sides("", now["late"]),
        "promised": lambda: _Sides("", STANDS & Q(state=PROMISED)),
        "promised_overdue": lambda: _Sides("", STANDS & Q(state=PROMISED, planned_until__lt=today)),
        "ended": lambda: _Sides("ended_on", ended),
        "left_out": lambda: _Sides("ended_on", Q(state=LEFT_OUT)),
        "fixed": lambda: _Sides("ended_on", ended & Q(is_fixed=True), ended & Q(is_fixed=False)),
        "refused": lambda: _Sides("ended_on", ended & Q(outcome="refused"), ended & ~Q(outcome="refused")),
        "on_time": lambda: _Sides("ended_on", _ON_TIME, (_DATED & ~_ON_TIME) | now["late"]),
        "on_time_first": lambda: _Sides("ended_on", _ON_TIME_FIRST, (_DATED & ~_ON_TIME_FIRST) | now["late_first"]),
        "median_days": lambda: _Sides("ended_on", ended),
        "response_rate": lambda: _Sides("opened_on", _ANSWERED, _OWED & Q(answered_on=None)),
        "satisfied": lambda: _Sides("ended_on", _RATED & Q(score__gte=SATISFIED), _RATED & Q(score__lt=SATISFIED)),
        "acceptable": lambda: _Sides("ended_on", _RATED & Q(score=SATISFIED - 1), _RATED & ~Q(score=SATISFIED - 1)),
        "rating_response": lambda: _Sides("ended_on", _RATED, ended & Q(is_rateable=True, score=0)),
        "reopened": lambda: _Sides("opened_on", _ANSWERED & Q(reopened__gt=0), _ANSWERED & Q(reopened=0)),
        "returned": lambda: _Sides("opened_on", Q(returns__gt=0), Q(returns=0)),
    }
    if code not in known:
        raise NotFound(_("There is no such figure."))
    return known[code]()


def behind(what: Slice, code: str, part: Part = "counted") -> QuerySet[WorkRow]:
    """Rows that the figure `code` counts in a slice, the oldest deadline first. Raises NotFound for an unknown figure.

    What is open or overdue has no day: it counts in every period, as in the figure itself.
    """
    as_of = clock.now()
    sides = _sides(code, as_of)
    condition = sides.counted if part == "counted" else sides.missing
    rows = narrowed(WorkRow.objects.all(), what)
    if condition is None:
        return rows.none()
    days = Q(**limits_of(sides.on, what)) if sides.on else Q()
    is_arrears = part == "missing" and code.startswith("on_time")
    if is_arrears and days:
        # Open work past its deadline stands below the line of every period; without a period nothing is limited.
        days |= STANDS
    if what.until and what.until < city_world().day(as_of) and (is_arrears or not sides.on):
        days &= Q(opened_on__lte=what.until)
    return rows.filter(condition).filter(days).order_by("due_at", "id")
