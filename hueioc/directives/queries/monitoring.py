"""How units keep what they were asked, and how givers follow it up: counts with their definitions.

Confidential directives are counted nowhere, not even for those who may see them: a sheet is passed on.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.directives.models import Directive
from hueioc.directives.queries.lists import OPEN, OWING, readable, soon_until
from hueioc.directives.rules.visibility import sees_all
from hueioc.lib import clock
from hueioc.people.queries import display_names
from hueioc.people.rules import Actor
from hueioc.workflow.queries import catalogue, unit_label

# What each column says, for the page and for both sheets.
DEFINITIONS: dict[str, tuple[str | Promise, str | Promise]] = {
    "open": (_("Open"), _("Given and not closed now; a proposed closing counts until the giver accepts it.")),
    "due": (_("Due within 3 days"), _("Owed by a unit now, with the deadline within three days.")),
    "late": (_("Late"), _("Owed by a unit now although the deadline, with extensions, has passed.")),
    "silent": (_("Silent"), _("The lead unit has neither answered nor said a word for the time of its priority.")),
    "waits": (_("Waits for the giver"), _("No lead unit, a closing to accept, a question, or a wish for more time.")),
    "closed": (_("Closed"), _("Closed in the period with an outcome; withdrawn ones are not counted.")),
    "on_time": (
        _("On time"),
        _("Closed in the period with the closing proposed by the deadline ÷ (closed in the period + late now)."),
    ),
    "extended": (_("Extended"), _("Closed in the period after more time was given.")),
}


@dataclass(frozen=True)
class Row:
    """One unit or giver with its counts; `kept` ÷ `owed` is the share on time."""

    code: str
    name: str
    open: int
    due: int
    late: int
    silent: int
    waits: int
    closed: int
    kept: int
    extended: int

    @property
    def owed(self) -> int:
        return self.closed + self.late

    @property
    def share(self) -> float | None:
        """Share on time from 0 to 1; None when nothing was owed."""
        return self.kept / self.owed if self.owed else None


def counted(actor: Actor) -> QuerySet[Directive]:
    """The directives that sheets count for an actor: those they see whole, less confidential ones."""
    found = Directive.objects.filter(is_confidential=False)
    return found if sees_all(actor) else found.filter(readable(actor))


def _of_open(now: datetime) -> dict[str, Any]:
    owing = Q(phase__in=OWING)
    waits = Q(phase__in=("received", "resolved")) | Q(extension_asked_at__isnull=False) | Q(questions_open__gt=0)
    return {
        "open": Count("id"),
        "due": Count("id", filter=owing & Q(due_at__gte=now, due_at__lt=soon_until(now))),
        "late": Count("id", filter=owing & Q(due_at__lt=now)),
        "silent": Count("id", filter=owing & Q(silent_at__lt=now)),
        "waits": Count("id", filter=waits),
    }


_OF_CLOSED: dict[str, Any] = {
    "closed": Count("id"),
    "kept": Count("id", filter=Q(resolved_at__lte=F("due_at"))),
    "extended": Count("id", filter=~Q(first_due_at=F("due_at"))),
}


@dataclass(frozen=True)
class Ranking:
    """Counts by lead unit and giver, read once."""

    counts: dict[tuple[str, str], Counter[str]]

    def units(self) -> list[Row]:
        """Lead units with their counts, most late ones first, then the lowest share on time."""
        sums = self._summed(0)
        return sorted((_row(code, unit_label(code), sums[code]) for code in sums if code), key=_worst_first)

    def givers(self) -> list[Row]:
        """Givers with the counts of what they gave, in the same order."""
        sums = self._summed(1)
        names = display_names(sums)
        return sorted((_row(ref, names.get(ref, ref.partition(":")[2]), sums[ref]) for ref in sums), key=_worst_first)

    def _summed(self, place: int) -> dict[str, Counter[str]]:
        sums = defaultdict[str, Counter[str]](Counter)
        for key, counts in self.counts.items():
            sums[key[place]].update(counts)
        return sums


def ranking(actor: Actor, days: int) -> Ranking:
    """How units and givers stand: what is open now, and what was closed in the last days.

    Open and closed ones are asked apart: each question has its index.
    """
    now, sums = clock.now(), defaultdict[tuple[str, str], Counter[str]](Counter)
    closed = counted(actor).filter(closed_at__gte=now - timedelta(days=days))
    # Grouped by expressions: grouped by the columns, SQLite would walk an index through every directive ever given.
    who = {"who": Concat(F("unit"), Value("")), "whose": Concat(F("giver"), Value(""))}
    found = [
        *counted(actor).filter(phase__in=OPEN).values(**who).annotate(**_of_open(now)).order_by(),
        *closed.exclude(outcome="withdrawn").values(**who).annotate(**_OF_CLOSED).order_by(),
    ]
    for row in cast(list[dict[str, Any]], found):
        sums[row.pop("who"), row.pop("whose")].update(row)
    return Ranking(sums)


def _row(code: str, name: str, sums: Counter[str]) -> Row:
    return Row(
        code, name, *(sums[one] for one in ("open", "due", "late", "silent", "waits", "closed", "kept", "extended"))
    )


def _worst_first(row: Row) -> tuple[int, float, int, str]:
    return (-row.late, 1.0 if row.share is None else row.share, -row.open, row.name)


@dataclass(frozen=True)
class Week:
    """What happened to directives in one week, Monday to Sunday, and what is owed at its end or now."""

    first: date
    last: date
    given: list[Directive]
    closed: list[Directive]
    late: list[Directive]
    due_next: list[Directive]
    units: list[Row]


# A sheet of paper holds no more; the list on the screen does.
_MOST = 200


def week_of(actor: Actor, day: date) -> Week:
    """The weekly sheet of the week a day lies in. What is late or due next is told as it stands now."""
    zone, now = catalogue().calendar.time_zone, clock.now()
    first = day - timedelta(days=day.weekday())
    begin = datetime.combine(first, datetime.min.time(), zone)
    end = begin + timedelta(days=7)
    found = counted(actor)
    return Week(
        first=first,
        last=first + timedelta(days=6),
        given=list(found.filter(opened_at__gte=begin, opened_at__lt=end).order_by("opened_at")[:_MOST]),
        closed=list(
            found.filter(closed_at__gte=begin, closed_at__lt=end)
            .exclude(outcome="withdrawn")
            .order_by("closed_at")[:_MOST]
        ),
        late=list(found.filter(phase__in=OWING, due_at__lt=now).order_by("due_at")[:_MOST]),
        due_next=list(
            found.filter(phase__in=OWING, due_at__gte=now, due_at__lt=now + timedelta(days=7)).order_by("due_at")[
                :_MOST
            ]
        ),
        units=ranking(actor, 7).units(),
    )
