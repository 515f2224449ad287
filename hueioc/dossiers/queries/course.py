"""A dossier as the on-time rule reads it, and its verdict."""

from collections.abc import Iterable
from datetime import datetime

from hueioc.dossiers.models import Dossier, Supplement
from hueioc.dossiers.rules.punctuality import Asked, Course, Verdict, judge
from hueioc.workflow.queries import catalogue


def course_of(dossier: Dossier, supplements: Iterable[Supplement]) -> Course:
    """The hours of one dossier that the rule looks at."""
    return Course(
        accepted_at=dossier.accepted_at,
        appointment_at=dossier.appointment_at,
        done_at=dossier.done_at,
        returned_at=dossier.returned_at,
        stopped_at=dossier.stopped_at,
        refused_at=dossier.refused_at,
        withdrawn_at=dossier.withdrawn_at,
        supplements=[Asked(row.asked_at, row.received_at) for row in supplements],
    )


def judged(dossier: Dossier, supplements: Iterable[Supplement], period_ends: datetime) -> Verdict:
    """Whether the dossier is on time for a reporting period, by the maximum that held when it was registered."""
    known = catalogue()
    day = known.calendar.local_day(dossier.opened_at)
    maximum = known.allowance(dossier.service, day)
    return judge(course_of(dossier, supplements), period_ends=period_ends, maximum=maximum, calendar=known.calendar)
