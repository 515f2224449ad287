"""Questions the rules with a clock ask: which dossiers are due soon, overdue, or offered to a silent agency."""

from datetime import datetime

from hueioc.dossiers.models import Dossier
from hueioc.dossiers.queries.lists import OPEN
from hueioc.workflow.queries import offers_overdue


def dossiers_due_soon(at: datetime, share_left: float, limit: int = 500) -> list[str]:
    """Numbers of open dossiers with less than `share_left` of their time left that nobody was told of yet."""
    found = Dossier.objects.filter(phase__in=OPEN, due_at__gt=at, warned_at=None, accepted_at__isnull=False)
    rows = found.order_by("due_at").values_list("code", "accepted_at", "due_at")[: limit * 4]
    soon = [
        code
        for code, start, due_at in rows
        if start is not None and due_at is not None and due_at - at <= (due_at - start) * share_left
    ]
    return soon[:limit]


def dossiers_overdue(at: datetime, limit: int = 500) -> list[str]:
    """Numbers of open dossiers past their deadline that nobody was told of yet."""
    found = Dossier.objects.filter(phase__in=OPEN, due_at__lte=at, overdue_told_at=None)
    return list(found.order_by("due_at").values_list("code", flat=True)[:limit])


def dossiers_in_silence(at: datetime, limit: int = 500) -> list[str]:
    """Numbers of dossiers that were offered to an agency or a desk which did not answer in time."""
    return [part.subject.partition(":")[2] for part in offers_overdue(Dossier.REF_KIND, at, limit)]
