"""Questions the rules with a clock ask: what is due soon, overdue, silent or over."""

from datetime import datetime

from hueioc.cases.models import Case
from hueioc.lib import clock
from hueioc.workflow.queries import catalogue, offers_overdue, waiting_for
from hueioc.workflow.rules.deadlines import due

_OPEN = ("received", "assigned", "in_work")


def reports_due_soon(at: datetime, share_left: float, limit: int = 500) -> list[str]:
    """Numbers of open reports with less than `share_left` of their time left that nobody was told of yet."""
    found = Case.objects.filter(phase__in=_OPEN, due_at__gt=at, warned_at=None, clock_started_at__isnull=False)
    rows = found.order_by("due_at").values_list("code", "clock_started_at", "due_at")[: limit * 4]
    soon = [
        code
        for code, start, due_at in rows
        if start is not None and due_at is not None and (due_at - at) <= (due_at - start) * share_left
    ]
    return soon[:limit]


def reports_overdue(at: datetime, limit: int = 500) -> list[str]:
    """Numbers of open reports past their deadline that nobody was told of yet."""
    found = Case.objects.filter(phase__in=_OPEN, due_at__lte=at, overdue_told_at=None)
    return list(found.order_by("due_at").values_list("code", flat=True)[:limit])


def offers_in_silence(at: datetime, limit: int = 500) -> list[tuple[str, str]]:
    """(number, unit) of offers that no unit answered in time."""
    return [(part.subject.partition(":")[2], part.unit) for part in offers_overdue(Case.REF_KIND, at, limit)]


def results_unopposed(at: datetime, limit: int = 500) -> list[str]:
    """Numbers of answered reports whose objection window is over and that hold no open promise."""
    found = Case.objects.filter(phase="resolved", objection_until__lt=at)
    found = found.exclude(planned_until__gte=clock.day_of(at)).exclude(outcome="planned")
    return list(found.order_by("objection_until").values_list("code", flat=True)[:limit])


def promises_over(at: datetime, limit: int = 500) -> list[str]:
    """Numbers of reports answered with a promise whose day has passed."""
    found = Case.objects.filter(phase="resolved", outcome="planned", planned_until__lt=clock.day_of(at))
    return list(found.order_by("planned_until").values_list("code", flat=True)[:limit])


def questions_unanswered(at: datetime, limit: int = 500) -> list[str]:
    """Numbers of reports whose sender did not answer a question within the limit of the rules (`citizen_answer`)."""
    known = catalogue()
    late = []
    for pause in waiting_for(Case.REF_KIND, "citizen", limit):
        code = pause.subject.partition(":")[2]
        service = Case.objects.filter(code=code).values_list("service", flat=True).first()
        if service is None:
            continue
        allowed = known.rules_of(service).limit_on("citizen_answer", clock.day_of(pause.started_at))
        until = due(pause.started_at, allowed, known.calendar).at
        if until is not None and until < at:
            late.append(code)
    return late
