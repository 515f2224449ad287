"""Questions the rules with a clock ask: where an answer or minutes are missing."""

from datetime import datetime, timedelta

from django.db.models import Q

from hueioc.meetings.models import Meeting

# A day before, somebody can still be named who comes.
ASK_AGAIN_BEFORE = timedelta(days=1)


def meetings_to_remind(at: datetime, limit: int = 200) -> list[str]:
    """Numbers of meetings that are near and were not asked about again, and of those whose minutes are late."""
    near = Q(phase="assigned", starts_at__gt=at, starts_at__lte=at + ASK_AGAIN_BEFORE, asked_again_at=None)
    late = Q(phase="in_work", due_at__lt=at, minutes_told_at=None)
    return list(Meeting.objects.filter(near | late).order_by("starts_at").values_list("code", flat=True)[:limit])
