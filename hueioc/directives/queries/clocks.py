"""Questions the rules with a clock ask: whose reminder is due, and which lead unit has been silent too long."""

from datetime import datetime

from hueioc.directives.models import Directive


def directives_to_remind(at: datetime, limit: int = 500) -> list[str]:
    """Numbers of directives whose next reminder is due."""
    return list(
        Directive.objects.filter(remind_at__lte=at).order_by("remind_at").values_list("code", flat=True)[:limit]
    )


def directives_in_silence(at: datetime, limit: int = 500) -> list[str]:
    """Numbers of directives whose lead unit has been silent too long and whose giver was not told yet."""
    found = Directive.objects.filter(silent_at__lte=at, is_silence_told=False)
    return list(found.order_by("silent_at").values_list("code", flat=True)[:limit])
