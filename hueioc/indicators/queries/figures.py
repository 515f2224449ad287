"""The figures of the city, a unit, an area or a category, each with its two numbers; and the ranking by any of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, TypeVar, cast

from django.db.models import Case, CharField, Count, F, Min, Model, Q, QuerySet, Sum, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import get_language

from hueioc.indicators.models import DayCount, WorkRow
from hueioc.lib import clock
from hueioc.people.queries import unit as unit_info
from hueioc.people.queries import units
from hueioc.places.queries import area_name
from hueioc.workflow.queries import area_today, catalogue, category_name, city_world, unit_today
from hueioc.workflow.rules.figures import MEASURES, Figure, figures
from hueioc.workflow.rules.life import ENDED, OPEN, PROMISED

M = TypeVar("M", bound=Model)
Dimension = Literal["unit", "area", "category", "group"]
DIMENSIONS: tuple[Dimension, ...] = ("area", "unit", "group", "category")
_COLUMNS = {"unit": "unit", "area": "area", "category": "service", "group": "service"}
_WHOLE = Value("", output_field=CharField())


@dataclass(frozen=True, kw_only=True)
class Slice:
    """What is counted: a kind of work, days of the city (both included), and codes of today; empty means all."""

    kind: str = "case"
    since: date | None = None
    until: date | None = None
    unit: str = ""
    area: str = ""
    category: str = ""


@dataclass(frozen=True)
class Line:
    """One unit, area or category with its figures by code."""

    code: str
    name: str
    figures: dict[str, Figure]


@dataclass(frozen=True)
class Sheet:
    """Figures of a slice as of an instant, the whole and by each dimension."""

    slice: Slice
    as_of: datetime
    whole: list[Figure]
    by: dict[str, list[Line]] = field(default_factory=dict)


def figures_of(what: Slice, *, with_medians: bool = True) -> Sheet:
    """The figures of a slice, from the sums kept per day; what is open or overdue as it stands now."""
    as_of = clock.now()
    found = _figures(what, _WHOLE, as_of, with_medians=with_medians)
    return Sheet(what, as_of, found.get("", figures({}, {}, None)))


def sheet(what: Slice, dimensions: Iterable[Dimension] = DIMENSIONS) -> Sheet:
    """The same with a ranking by each dimension, most received first."""
    whole = figures_of(what)
    whole.by.update({dimension: ranking(what, dimension, whole.as_of) for dimension in dimensions})
    return whole


def ranking(
    what: Slice, dimension: Dimension, as_of: datetime | None = None, *, with_medians: bool = True
) -> list[Line]:
    """A line per unit, area, category or group of today; work of former units is read in their successors.

    Medians cost as much as everything else together; a page that shows none leaves them out.
    """
    slot = slot_of(dimension, clock.now().date())
    found = _figures(what, slot, as_of or clock.now(), with_medians=with_medians)
    lines = [Line(code, name_of(dimension, code), {f.code: f for f in one}) for code, one in found.items()]
    return sorted(lines, key=lambda line: (-(line.figures["received"].numerator or 0), line.name, line.code))


def first_day() -> date | None:
    """The city's day of the oldest work."""
    found: date | None = WorkRow.objects.aggregate(first=Min("opened_on"))["first"]
    return found


def _figures(what: Slice, slot: Any, as_of: datetime, *, with_medians: bool = True) -> dict[str, list[Figure]]:
    sums = _sums(what, slot)
    now = _standing(what, slot, as_of)
    medians = _medians(what, slot) if with_medians else {}
    return {code: figures(sums.get(code, {}), now.get(code, {}), medians.get(code)) for code in {**sums, **now}}


def _sums(what: Slice, slot: Any) -> dict[str, dict[str, int]]:
    rows = narrowed(DayCount.objects.all(), what)
    rows = rows.filter(**limits_of("day", what)).annotate(slot=slot).order_by()
    # `total_` keeps the sums apart from the columns they are made of.
    totals = {f"total_{name}": Sum(name) for name in MEASURES}
    found = cast(list[dict[str, Any]], list(rows.values("slot").annotate(**totals)))
    return {row["slot"]: {name: row[f"total_{name}"] or 0 for name in MEASURES} for row in found}


def _standing(what: Slice, slot: Any, as_of: datetime) -> dict[str, Mapping[str, int]]:
    """What stands open, whenever it was received: old arrears cannot leave a ratio by growing older.

    For a period that has ended: of what was received by its last day.
    """
    today = city_world().day(as_of)
    rows = narrowed(WorkRow.objects.filter(state__in=[OPEN, PROMISED]), what).annotate(slot=slot).order_by()
    before = Q(opened_on__lte=what.until) if what.until else Q()
    found = rows.filter(before).values("slot")
    counted = found.annotate(
        open=Count("id", filter=Q(state=OPEN)),
        promised=Count("id", filter=Q(state=PROMISED)),
        promised_overdue=Count("id", filter=Q(state=PROMISED, planned_until__lt=today)),
        overdue=Count("id", filter=Q(due_at__lt=as_of)),
        overdue_first=Count("id", filter=Q(first_due_at__lt=as_of) | Q(first_due_at=None, due_at__lt=as_of)),
    )
    return {str(row["slot"]): cast(Mapping[str, int], row) for row in counted}


def _medians(what: Slice, slot: Any) -> dict[str, float]:
    """Exact medians of the seconds to the answer: the middle one, or the mean of the two in the middle."""
    rows = narrowed(WorkRow.objects.filter(state=ENDED), what).filter(**limits_of("ended_on", what))
    ranked = rows.annotate(slot=slot).annotate(
        place=Window(RowNumber(), partition_by=[F("slot")], order_by=[F("seconds").asc(), F("id").asc()]),
        many=Window(Count("id"), partition_by=[F("slot")]),
    )
    middle = ranked.filter(place__gte=(F("many") + 1) / 2, place__lte=(F("many") + 2) / 2)
    by_slot: dict[str, list[int]] = defaultdict(list)
    for code, seconds in middle.values_list("slot", "seconds"):
        by_slot[code].append(seconds or 0)
    return {code: sum(values) / len(values) for code, values in by_slot.items()}


def limits_of(column: str, what: Slice) -> dict[str, date]:
    limits = {f"{column}__gte": what.since, f"{column}__lte": what.until}
    return {name: day for name, day in limits.items() if day is not None}


def narrowed(rows: QuerySet[M], what: Slice) -> QuerySet[M]:
    day = clock.now().date()
    if what.kind:
        rows = rows.filter(kind=what.kind)
    if what.unit:
        rows = rows.filter(unit__in=[what.unit, *(c for c in units() if unit_today(c, day) == what.unit)])
    if what.area:
        # Codes that occur are few; the register may hold every area that ever was.
        known = WorkRow.objects.order_by().values_list("area", flat=True).distinct()
        rows = rows.filter(area__in=[what.area, *(c for c in known if area_today(c, day) == what.area)])
    if what.category:
        rows = rows.filter(service__in=_leaves(what.category))
    return rows


def _leaves(category: str) -> list[str]:
    known = catalogue().categories.values()
    return [category, *(c.code for c in known if c.parent == category)]


def slot_of(dimension: Dimension, day: date) -> Any:
    """The column, with codes that have another name today replaced inside the question."""
    column = _COLUMNS[dimension]
    known = DayCount.objects.order_by().values_list(column, flat=True).distinct()
    changed = {code: now for code in known if (now := _today(dimension, code, day)) != code}
    if not changed:
        return F(column)
    whens = [When(**{column: code}, then=Value(now)) for code, now in changed.items()]
    return Case(*whens, default=F(column), output_field=CharField())


def _today(dimension: Dimension, code: str, day: date) -> str:
    if dimension == "unit":
        return unit_today(code, day)
    if dimension == "area":
        return area_today(code, day)
    category = catalogue().categories.get(code)
    return category.parent or code if dimension == "group" and category else code


def name_of(dimension: Dimension, code: str) -> str:
    if dimension == "unit":
        found = unit_info(code)
        return found.short() if found else code
    return area_name(code, get_language() or "vi") if dimension == "area" else category_name(code)
