"""Questions the rules with a clock ask: which period opens, whose reminder is due, what counts as accepted."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count

from hueioc.returns.models import Return
from hueioc.returns.pack import Form
from hueioc.returns.queries.packs import answerers, due_of, forms
from hueioc.returns.rules.periods import Period, before
from hueioc.returns.rules.schedule import holds_for, latest_open
from hueioc.workflow.queries import catalogue

_RULES = "most_periods_opened_late"


class ToOpen(NamedTuple):
    """A period of a form that some unit owes and that is not opened for it."""

    form: str
    period: str


def returns_to_remind(at: datetime, limit: int = 500) -> list[str]:
    """Numbers of returns whose next reminder is due."""
    return list(Return.objects.filter(remind_at__lte=at).order_by("remind_at").values_list("code", flat=True)[:limit])


def returns_to_settle(at: datetime, limit: int = 500) -> list[str]:
    """Numbers of given returns whose collector said nothing for the time of the service."""
    found = Return.objects.filter(settle_at__lte=at, phase="resolved")
    return list(found.order_by("settle_at").values_list("code", flat=True)[:limit])


def periods_to_open(at: datetime) -> list[ToOpen]:
    """What has to be opened now: the present period, missed ones, and whatever a new unit owes of an open one.

    A form that was never opened begins with a period that can still be given in time: no city starts with arrears.
    """
    wanted = {form.code: _candidates(form, at) for form in forms()}
    days = [period.last for periods in wanted.values() for period in periods]
    if not days:
        return []
    rows = Return.objects.filter(last_on__gte=min(days) - timedelta(days=1), form__in=wanted)
    opened: dict[str, dict[str, int]] = defaultdict(dict)
    for code, period, many in rows.values_list("form", "period").annotate(many=Count("id")).order_by():
        opened[code][period] = many
    return [
        ToOpen(form.code, period.code)
        for form in forms()
        for period in _missing(form, wanted[form.code], opened[form.code], at)
    ]


def _candidates(form: Form, at: datetime) -> list[Period]:
    """The latest period that can be filled in and the ones before it that may be opened afterwards, latest first."""
    known = catalogue()
    most = int(known.rules_of(form.service).number_on(_RULES, known.calendar.local_day(at)))
    periods = [latest_open(form, at, known.calendar)]
    for _ in range(most):
        periods.append(before(periods[-1], form.closes_day))
    return [period for period in periods if holds_for(form, period)]


def _missing(form: Form, periods: list[Period], opened: dict[str, int], at: datetime) -> list[Period]:
    if not periods:
        return []
    known = [period for period in periods if period.code in opened]
    if not known:
        return [periods[0]] if due_of(form, periods[0]) > at else []
    newest = max(period.last for period in known)
    later = [period for period in periods if period.last > newest]
    latest = periods[0]
    is_short = latest.code in opened and opened[latest.code] < len(answerers(form, latest.last))
    return sorted([*later, *([latest] if is_short else [])], key=lambda period: period.last)
