"""Lists of reports, each person only what they may see; filters are what stands in the address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from hueioc.cases.models import Case
from hueioc.lib import clock
from hueioc.people.rules import Actor
from hueioc.workflow.queries import catalogue, codes_of_units, owed_by

_OPEN = ("received", "assigned", "in_work")
PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a list is narrowed to; an empty field narrows nothing. Instants are aware."""

    categories: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    outcome: str = ""
    unit: str = ""
    area: str = ""
    text: str = ""
    codes: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    late: str = ""  # "overdue" or "soon"
    coordinator: bool = False
    order: str = "-opened_at"


@dataclass(frozen=True)
class Listed:
    """One page of a list: the rows, how many there are in all, and the page's number from 1."""

    cases: list[Case]
    total: int
    page: int
    pages: int


_ORDERS = frozenset({"-opened_at", "opened_at", "due_at", "-due_at", "-updated_at", "updated_at"})


def seen_by(actor: Actor) -> QuerySet[Case]:
    """All reports this actor may see."""
    if actor.is_centre or actor.has("leader") or actor.has("auditor"):
        return Case.objects.all()
    mine = Q(is_public=True)
    if actor.kind == "account":
        mine |= Q(account=actor.account)
    if actor.holds:
        mine |= Q(code__in=[ref.partition(":")[2] for ref in actor.holds])
    if actor.units:
        mine |= Q(code__in=codes_of_units("case", actor.units, ("offered", "accepted", "done")))
    return Case.objects.filter(mine)


def _narrowed(cases: QuerySet[Case], by: Filters) -> QuerySet[Case]:
    wanted = {
        "service__in": with_leaves(by.categories),
        "outcome": by.outcome,
        "unit": by.unit,
        "area": by.area,
        "code__in": by.codes,
        "opened_at__gte": by.since and _in_utc(by.since),
        "opened_at__lt": by.until and _in_utc(by.until),
        "needs_coordinator": by.coordinator or None,
        "phase__in": by.phases or (_OPEN if by.coordinator else ()),
    }
    cases = cases.filter(**{name: _storable(value) for name, value in wanted.items() if value})
    now = clock.now()
    if by.late == "overdue":
        cases = cases.filter(phase__in=_OPEN, due_at__lt=now)
    elif by.late == "soon":
        cases = cases.filter(phase__in=_OPEN, due_at__gte=now, due_at__lt=now + timedelta(hours=24))
    return cases


def _storable(value: Any) -> Any:
    """A value as every database takes it: PostgreSQL refuses the null character, which no stored value holds."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    return [_storable(one) for one in value] if isinstance(value, list | tuple) else value


def _in_utc(moment: datetime) -> datetime:
    """The instant with an offset every database takes: PostgreSQL refuses those beyond 16 hours."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)  # at the edge of the calendar some hours are no matter


def with_leaves(codes: Iterable[str]) -> list[str]:
    """Leaves of the catalogue behind codes of groups and leaves."""
    wanted = set(codes)
    return [c.code for c in catalogue().categories.values() if c.code in wanted or c.parent in wanted] or sorted(wanted)


def _page(cases: QuerySet[Case], by: Filters, page: int, size: int) -> Listed:
    order = by.order if by.order in _ORDERS else "-opened_at"
    total = cases.count()
    pages = max(1, -(-total // size))
    number = min(max(1, page), pages)
    rows = list(cases.order_by(order, "-id")[(number - 1) * size : number * size])
    return Listed(rows, total, number, pages)


def cases_for(actor: Actor, by: Filters, *, page: int = 1, size: int = PAGE) -> Listed:
    """Reports this actor may see, narrowed and paged. A search text reads the private text for staff only."""
    cases = _narrowed(seen_by(actor), by)
    if by.text.strip():
        words = _storable(by.text.strip())
        found = Q(code__iexact=words) | Q(public_text__icontains=words) | Q(public_address__icontains=words)
        if actor.is_staff:
            found |= Q(description__icontains=words) | Q(address__icontains=words)
        cases = cases.filter(found)
    return _page(cases, by, page, size)


def visible_codes(actor: Actor, codes: Sequence[str]) -> set[str]:
    """Those of some numbers that this actor may see."""
    return set(seen_by(actor).filter(code__in=codes).values_list("code", flat=True))


def public_cases(by: Filters, *, page: int = 1, size: int = PAGE) -> Listed:
    """What everybody may see, whoever asks."""
    cases = _narrowed(Case.objects.filter(is_public=True), by)
    if by.text.strip():
        words = _storable(by.text.strip())
        cases = cases.filter(
            Q(public_text__icontains=words) | Q(public_address__icontains=words) | Q(code__iexact=words)
        )
    return _page(cases, by, page, size)


def my_cases(actor: Actor, *, page: int = 1, size: int = PAGE) -> Listed:
    """Reports the signed-in person filed."""
    own = Case.objects.filter(account=actor.account) if actor.account else Case.objects.none()
    return _page(own, Filters(), page, size)


def own_cases(actor: Actor, *, most: int = PAGE) -> list[Case]:
    """Reports this person filed, and those whose secret link was opened in this browser, the latest first."""
    own = Q(code__in=[ref.partition(":")[2] for ref in actor.holds])
    if actor.kind == "account":
        own |= Q(account=actor.account)
    return list(Case.objects.filter(own).order_by("-opened_at", "-id")[:most])


def owed_cases(actor: Actor, most: int) -> list[tuple[Any, Case]]:
    """Live parts of the actor's units with their reports, nearest deadline first; being a party gives the right."""
    parts = owed_by(actor.units, "case")[:most]
    cases = {case.ref: case for case in Case.objects.filter(code__in=[part.subject[5:] for part in parts])}
    return [(part, cases[part.subject]) for part in parts if part.subject in cases]


def waiting_for_coordinator(actor: Actor) -> int:
    """How many open reports units returned or left unanswered, of those the actor may see."""
    return _narrowed(seen_by(actor), Filters(coordinator=True)).count()


def count_by_phase(actor: Actor) -> dict[str, int]:
    """How many reports the actor sees in each phase; badges of the desk."""
    counted = seen_by(actor).values_list("phase").annotate(many=Count("id")).order_by()
    return dict(counted)
