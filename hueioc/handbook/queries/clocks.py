"""Questions a rule with a clock asks: which pages nobody has looked at for too long."""

from datetime import datetime

from django.db.models import Q

from hueioc.handbook.models import Page
from hueioc.handbook.queries.rules import check_after, remind_again, unhelpful_reasons
from hueioc.lib import clock


def pages_to_check(at: datetime, limit: int = 200) -> list[str]:
    """Codes of published pages in force whose owner is to be reminded now, the oldest first."""
    if not unhelpful_reasons():
        return []
    day = clock.day_of(at)
    told = Q(reminded_at=None) | Q(reminded_at__lte=at - remind_again(day))
    found = Page.objects.filter(told, state="published", checked_at__lte=at - check_after(day))
    found = found.filter(Q(valid_to=None) | Q(valid_to__gte=day))
    return list(found.order_by("checked_at").values_list("code", flat=True)[:limit])
