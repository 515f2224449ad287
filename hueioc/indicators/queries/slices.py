"""What a page asks for, and the rows and codes that answer it; work of former units is read in their successors."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

from django.db.models import Case, CharField, F, Model, QuerySet, Sum, Value, When
from django.utils.translation import get_language

from hueioc.indicators.models import CountedCode, DayCount
from hueioc.lib import clock
from hueioc.people.queries import unit as unit_info
from hueioc.people.queries import units
from hueioc.places.queries import area_name
from hueioc.workflow.queries import area_today, catalogue, category_name, unit_today
from hueioc.workflow.rules.figures import MEASURES

M = TypeVar("M", bound=Model)
Dimension = Literal["unit", "area", "category", "group"]
DIMENSIONS: tuple[Dimension, ...] = ("area", "unit", "group", "category")
_COLUMNS = {"unit": "unit", "area": "area", "category": "service", "group": "service"}

# `total_` keeps the sums apart from the columns they are made of.
TOTALS = {f"total_{name}": Sum(name) for name in MEASURES}


@dataclass(frozen=True, kw_only=True)
class Slice:
    """What is counted: a kind of work, days of the city (both included), and codes of today; empty means all."""

    kind: str = "case"
    since: date | None = None
    until: date | None = None
    unit: str = ""
    area: str = ""
    category: str = ""


def limits_of(column: str, what: Slice) -> dict[str, date]:
    """The days of a slice as conditions on a column."""
    limits = {f"{column}__gte": what.since, f"{column}__lte": what.until}
    return {name: day for name, day in limits.items() if day is not None}


def narrowed(rows: QuerySet[M], what: Slice) -> QuerySet[M]:
    """Rows of the kind, unit, area and category of a slice, of today's and of those that went up in them."""
    day = clock.today()
    if what.kind:
        rows = rows.filter(kind=what.kind)
    if what.unit:
        rows = rows.filter(unit__in=[what.unit, *(c for c in units() if unit_today(c, day) == what.unit)])
    if what.area:
        # Codes that occur are few; the register may hold every area that ever was.
        known = _codes("area")
        rows = rows.filter(area__in=[what.area, *(c for c in known if area_today(c, day) == what.area)])
    if what.category:
        rows = rows.filter(service__in=_leaves(what.category))
    return rows


def level_of(what: Slice, dimension: Dimension | None = None) -> str:
    """The coarsest level of sums that tells apart what is asked."""
    columns = {_COLUMNS[name] for name in ("unit", "area", "category") if getattr(what, name)}
    columns |= {_COLUMNS[dimension]} if dimension else set()
    return "each" if len(columns) > 1 else next(iter(columns), "all")


def sums_for(what: Slice, dimension: Dimension | None = None) -> QuerySet[DayCount]:
    """The sums of a slice (its days are not looked at) at the coarsest level that tells what is asked apart."""
    return narrowed(DayCount.objects.filter(level=level_of(what, dimension)), what).order_by()


def slots(dimension: Dimension, day: date) -> tuple[str, dict[str, str]]:
    """The column of a dimension, and what its codes are called today where that is something else."""
    column = _COLUMNS[dimension]
    return column, {code: now for code in _codes(column) if (now := _today(dimension, code, day)) != code}


def slot_of(dimension: Dimension, day: date) -> Any:
    """The same as an expression inside a question."""
    column, changed = slots(dimension, day)
    if not changed:
        return F(column)
    whens = [When(**{column: code}, then=Value(now)) for code, now in changed.items()]
    return Case(*whens, default=F(column), output_field=CharField())


def name_of(dimension: Dimension, code: str) -> str:
    """The name of a code for a page, in the language in force."""
    if dimension == "unit":
        found = unit_info(code)
        return found.short() if found else code
    return area_name(code, get_language() or "vi") if dimension == "area" else category_name(code)


def _codes(column: str) -> list[str]:
    return list(CountedCode.objects.filter(column=column).values_list("code", flat=True))


def _leaves(category: str) -> list[str]:
    known = catalogue().categories.values()
    return [category, *(c.code for c in known if c.parent == category)]


def _today(dimension: Dimension, code: str, day: date) -> str:
    if dimension == "unit":
        return unit_today(code, day)
    if dimension == "area":
        return area_today(code, day)
    category = catalogue().categories.get(code)
    return category.parent or code if dimension == "group" and category else code
