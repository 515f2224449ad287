"""The figures of the city, a unit, an area or a category, each with its two numbers; and the ranking by any of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from django.db.models import CharField, Count, F, Min, Value, Window
from django.db.models.functions import RowNumber

from hueioc.indicators.models import WorkRow
from hueioc.indicators.queries.now import Now, standing_now
from hueioc.indicators.queries.slices import (
    DIMENSIONS,
    TOTALS,
    Dimension,
    Slice,
    limits_of,
    name_of,
    narrowed,
    slot_of,
    slots,
    sums_for,
)
from hueioc.lib import clock
from hueioc.workflow.rules.figures import MEASURES, Figure, figures
from hueioc.workflow.rules.life import ENDED

_WHOLE = Value("", output_field=CharField())
_NOTHING: Counter[str] = Counter()


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


def figures_of(what: Slice, now: Now | None = None, *, with_medians: bool = True) -> Sheet:
    """The figures of a slice, from the sums kept per day; what is open or overdue as it stands now.

    A page that asks several times reads what stands once, with `standing_now`, and hands it on.
    """
    now = now or standing_now(what)
    medians = _medians(what, _WHOLE) if with_medians else {}
    totals = sums_for(what).filter(**limits_of("day", what)).aggregate(**TOTALS)
    return Sheet(what, now.as_of, figures(_named(totals), now.whole(), medians.get("")))


def sheet(what: Slice, dimensions: Iterable[Dimension] = DIMENSIONS) -> Sheet:
    """The same with a ranking by each dimension, most received first."""
    now = standing_now(what)
    whole = figures_of(what, now)
    whole.by.update({dimension: ranking(what, dimension, now) for dimension in dimensions})
    return whole


def ranking(what: Slice, dimension: Dimension, now: Now | None = None, *, with_medians: bool = True) -> list[Line]:
    """A line per unit, area, category or group of today; work of former units is read in their successors.

    Medians cost as much as everything else together; a page that shows none leaves them out.
    """
    now = now or standing_now(what)
    sums, stands = sums_by(what, dimension, clock.day_of(now.as_of)), now.by(dimension)
    medians = _medians(what, slot_of(dimension, clock.day_of(now.as_of))) if with_medians else {}
    lines = []
    for code in {**sums, **stands}:
        found = figures(sums.get(code, {}), stands.get(code, _NOTHING), medians.get(code))
        lines.append(Line(code, name_of(dimension, code), {figure.code: figure for figure in found}))
    return sorted(lines, key=lambda line: (-(line.figures["received"].numerator or 0), line.name, line.code))


def first_day() -> date | None:
    """The city's day of the oldest work."""
    found: date | None = WorkRow.objects.aggregate(first=Min("opened_on"))["first"]
    return found


def _named(row: dict[str, Any]) -> dict[str, int]:
    return {name: row[f"total_{name}"] or 0 for name in MEASURES}


def sums_by(what: Slice, dimension: Dimension, day: date) -> dict[str, dict[str, int]]:
    """The sums of MEASURES over the days of a slice, by codes of `day`."""
    column, today = slots(dimension, day)
    rows = sums_for(what, dimension).filter(**limits_of("day", what)).values(column).annotate(**TOTALS)
    found: dict[str, dict[str, int]] = {}
    for row in cast(Iterable[dict[str, Any]], rows):
        code, numbers = today.get(row[column], row[column]), _named(row)
        before = found.get(code)
        found[code] = numbers if before is None else {name: before[name] + numbers[name] for name in MEASURES}
    return found


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
