"""What an exercise asks of warnings: when each was drafted and released, and from which message it was drafted."""

from datetime import datetime
from typing import NamedTuple

from hueioc.warnings.models import Alert, Received


class ReleasedWarning(NamedTuple):
    """A released message: `origin` is the identifier of the CAP message it was drafted from, or empty."""

    code: str
    origin: str
    is_exercise: bool
    drafted_at: datetime
    released_at: datetime


def released_since(since: datetime, most: int = 1_000) -> list[ReleasedWarning]:
    """Messages released since an instant, the earliest first."""
    rows = list(Alert.objects.filter(released_at__gte=since).order_by("released_at").defer("cap", "texts")[:most])
    # Whoever drafts from a received message leaves the number of the draft with it.
    origins = dict(Received.objects.filter(draft__in=[one.code for one in rows]).values_list("draft", "identifier"))
    return [
        ReleasedWarning(one.code, origins.get(one.code, ""), one.is_exercise, one.opened_at, one.released_at)
        for one in rows
        if one.released_at is not None
    ]
