"""Questions the rules with a clock ask: what is due soon, overdue, offered to a silent unit, or over."""

from datetime import datetime

from hueioc.questions.models import Question
from hueioc.workflow.queries import offers_overdue

OPEN = ("received", "assigned", "in_work")


def questions_due_soon(at: datetime, share_left: float, limit: int = 500) -> list[str]:
    """Numbers of open questions with less than `share_left` of their time left that nobody was told of yet."""
    found = Question.objects.filter(phase__in=OPEN, due_at__gt=at, warned_at=None)
    rows = found.order_by("due_at").values_list("code", "clock_started_at", "due_at")[: limit * 4]
    soon = [code for code, start, due_at in rows if start and due_at and due_at - at <= (due_at - start) * share_left]
    return soon[:limit]


def questions_overdue(at: datetime, limit: int = 500) -> list[str]:
    """Numbers of open questions past their deadline that nobody was told of yet."""
    found = Question.objects.filter(phase__in=OPEN, due_at__lte=at, overdue_told_at=None)
    return list(found.order_by("due_at").values_list("code", flat=True)[:limit])


def questions_in_silence(at: datetime, limit: int = 500) -> list[str]:
    """Numbers of questions that were offered to a unit which did not answer the offer in time."""
    return [part.subject.partition(":")[2] for part in offers_overdue(Question.REF_KIND, at, limit)]


def questions_to_close(at: datetime, limit: int = 500) -> list[str]:
    """Numbers of answered questions that nobody asked again in time."""
    found = Question.objects.filter(phase="resolved", close_at__lt=at)
    return list(found.order_by("close_at").values_list("code", flat=True)[:limit])
