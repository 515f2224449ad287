"""What gauges measure, for rooms of work that do not know them: rescue, warnings; and issued levels, for the gauges."""

from collections.abc import Collection
from datetime import datetime

from django.utils.formats import number_format
from django.utils.translation import get_language

from hueioc.lib import clock
from hueioc.lib.geo import Point
from hueioc.rescues.rules.triage import WaterNear
from hueioc.sensors.queries import Series, all_series, series_between, water_near
from hueioc.sensors.rules.levels import phrase
from hueioc.warnings.queries import in_force

_CM = 100
_LEVEL_III = 3


def water_at(point: Point, at: datetime) -> WaterNear | None:
    """The nearest gauge as the order of rescue wants it; None where none is near."""
    found = water_near(point, at)
    if found is None:
        return None
    return WaterNear(
        station=found.name,
        distance_m=found.distance_m,
        level_m=found.level_m,
        rise_cm_h=None if found.rise is None else found.rise * _CM,
        is_above_3=found.reached >= _LEVEL_III,
        at=found.measured_at,
    )


def measured_in(areas: Collection[str], since: datetime, until: datetime) -> list[str]:
    """The highest level of each gauge in some areas between two instants, in the words of the bulletins."""
    lines, language = [], get_language() or "vi"
    for series in all_series().values():
        course = series_between(series.code, since, until) if _is_gauge_in(series, areas) else []
        if course:
            peak, limits = max(one.highest for one in course), series.levels(clock.day_of(until))
            said = [
                f"{series.station.name}: {number_format(peak, 2)} m",
                phrase(peak, limits, language) if limits else "",
            ]
            lines.append(", ".join(filter(None, said)))
    return lines


def _is_gauge_in(series: Series, areas: Collection[str]) -> bool:
    return series.quantity.code == "level" and series.station.area in areas


def issued_risk() -> dict[str, int]:
    """The highest level of disaster risk that a warning in force names, by kind of warning; an exercise issues none."""
    found: dict[str, int] = {}
    for alert in in_force(exercises=False):
        found[alert.service] = max(found.get(alert.service, 0), alert.level)
    return {kind: level for kind, level in found.items() if level}
