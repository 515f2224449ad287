"""What an exercise knows of its own installation: whether it may be held here, and how the centre did."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from hueioc.exercises.rules.timeline import spread
from hueioc.lib.refusals import NotFound
from hueioc.rescues.queries import courses_since
from hueioc.warnings.queries import released_since


def exercise_here() -> str:
    """The code of the exercise this installation was set up for; empty for every other one, demos among them."""
    return str(settings.EXERCISE)


def figures(since: datetime) -> dict[str, Any]:
    """Counts and times since an instant, seconds of the wall; no word of any call. Raises NotFound beside real data."""
    if not exercise_here():
        raise NotFound(_("This installation is not set up for an exercise."))
    calls = courses_since(since)
    waits = [
        (one.first_assigned_at - one.opened_at).total_seconds() for one in calls if one.first_assigned_at is not None
    ]
    return {
        "calls": len(calls),
        "marked": sum(one.channel == "exercise" for one in calls),
        "unsorted": sum(not one.is_sorted for one in calls),
        "merged": sum(bool(one.lead) for one in calls),
        "assigned": len(waits),
        "left_open": sum(one.phase != "closed" for one in calls),
        "never_assigned": sum(
            one.phase != "closed" and one.first_assigned_at is None and not one.lead for one in calls
        ),
        "first_assignment_s": dict(spread(waits)),
        "merges": {one.code: one.lead for one in calls if one.lead},
        "warnings": [one._asdict() for one in released_since(since)],
    }
