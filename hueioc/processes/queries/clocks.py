"""Questions the rules with a clock ask: which step has little time left, and which none."""

from datetime import datetime

from django.db.models import F, Q

from hueioc.lib import clock
from hueioc.people.queries import units
from hueioc.processes.models import Deed, Instance
from hueioc.workflow.queries import catalogue

_OPEN = Q(phase="in_work", step_due_at__isnull=False)


def steps_due_soon(at: datetime, share_left: float, limit: int = 500) -> list[str]:
    """Numbers of instances whose present step has less than `share_left` of its time left, and nobody was told yet."""
    found = Instance.objects.filter(_OPEN, step_due_at__gt=at, warned_at=None).order_by("step_due_at")[: limit * 4]
    rows = list(found)
    entered = dict(Deed.objects.filter(instance__in=rows).order_by("id").values_list("instance_id", F("at")))
    soon = []
    for one in rows:
        start = entered.get(one.pk, one.opened_at)
        if one.step_due_at and one.step_due_at - at <= (one.step_due_at - start) * share_left:
            soon.append(one.code)
    return soon[:limit]


def steps_overdue(at: datetime, limit: int = 500) -> list[str]:
    """Numbers of instances whose present step is past its time and nobody was told yet."""
    found = Instance.objects.filter(_OPEN, step_due_at__lte=at, overdue_told_at=None).order_by("step_due_at")
    return list(found.values_list("code", flat=True)[:limit])


def steps_of_ended_units(at: datetime, limit: int = 500) -> list[str]:
    """Numbers of instances whose present step lies with a unit that has ended and has a successor."""
    day = catalogue().calendar.local_day(at)
    ended = [one.code for one in units().values() if one.valid_to and one.valid_to < day and one.successor]
    return list(Instance.objects.filter(_OPEN, unit__in=ended).order_by("id").values_list("code", flat=True)[:limit])


def share_left(at: datetime) -> float:
    """The share of a step's time at which its holder is warned, by the rules of the service of flows."""
    known = catalogue()
    rules = [one.about.rules for one in known.services.values() if one.about.kind == "process"]
    return known.rule_sets[rules[0]].number_on("tell_when_share_left", clock.day_of(at)) if rules else 0.0
