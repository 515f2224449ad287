"""How units keep what they owe: given in time, late, missing, corrected, each with its definition and both numbers."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.people.queries import unit
from hueioc.people.rules import Actor
from hueioc.returns.queries.lists import seen_by
from hueioc.returns.queries.reading import OPEN
from hueioc.workflow.queries import unit_today

PERIOD = timedelta(days=365)
DEFINITIONS: dict[str, tuple[str | Promise, str | Promise]] = {
    "owed": (_("Owed"), _("Due within the last year, without those that are not owed after all.")),
    "on_time": (
        _("Given in time"),
        _("Given by the deadline ÷ (given + missing after it). A correction later changes nothing in it."),
    ),
    "late": (_("Given late"), _("Given after the deadline.")),
    "missing": (_("Missing"), _("Not given although the deadline has passed.")),
    "corrected": (_("Corrected"), _("Given in more than one edition, after it was given back or corrected.")),
}


@dataclass(frozen=True)
class Kept:
    """One unit of today with its counts; `share` is empty where nothing fell due."""

    code: str
    name: str
    owed: int
    in_time: int
    late: int
    missing: int
    corrected: int

    @property
    def due(self) -> int:
        return self.in_time + self.late + self.missing

    @property
    def share(self) -> float | None:
        return self.in_time / self.due if self.due else None


def kept_by_unit(actor: Actor) -> list[Kept]:
    """Units whose returns this actor may see, the least punctual first; former units are read in their successors."""
    now = clock.now()
    given, late = Q(phase__in=("resolved", "closed")), Q(resolved_at__gt=F("due_at"))
    asked: dict[str, Any] = {
        "owed": Count("id"),
        "in_time": Count("id", filter=given & ~late),
        "late": Count("id", filter=given & late),
        "missing": Count("id", filter=Q(phase__in=OPEN, due_at__lt=now)),
        "corrected": Count("id", filter=Q(edition__gt=1)),
    }
    found = seen_by(actor).exclude(outcome="withdrawn").filter(due_at__gte=now - PERIOD)
    sums: dict[str, dict[str, int]] = {}
    for row in map(dict[str, Any], found.order_by().values("unit").annotate(**asked)):
        shelf = sums.setdefault(unit_today(row["unit"], clock.day_of(now)), dict.fromkeys(asked, 0))
        for name in asked:
            shelf[name] += row[name]
    rows = [Kept(code, known.short() if (known := unit(code)) else code, **counts) for code, counts in sums.items()]
    return sorted(rows, key=lambda one: (1.0 if one.share is None else one.share, one.name))
