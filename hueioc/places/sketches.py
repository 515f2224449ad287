"""Areas somebody drew or typed (circle, polygon, line with a width): which areas they touch, and their rings.

Degrees become metres around the middle of the sketch, which is exact to a thousandth within a city.
"""

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from hueioc.lib.geo import Point
from hueioc.places.atlas import atlas
from hueioc.places.rules import METRES_PER_DEGREE, AreaInfo, Sketch

Ring = tuple[tuple[float, float], ...]
_ROUND_STEPS = 8


def areas_under(sketch: Sketch, of: Sequence[AreaInfo]) -> list[AreaInfo]:
    """Those areas that share some ground with the sketch, not just its border; areas without an outline never do."""
    shape, outlines = _shape(sketch), atlas().outlines
    return [one for one in of if one.code in outlines and _overlap(outlines[one.code], shape)]


def _overlap(outline: BaseGeometry, shape: BaseGeometry) -> bool:
    return bool(outline.intersects(shape)) and not outline.touches(shape)


def is_simple(sketch: Sketch) -> bool:
    """False for a polygon that crosses itself or has no inside."""
    shape = _shape(sketch)
    return bool(shape.is_valid) and not shape.is_empty and shape.area > 0


def holds(sketch: Sketch, point: Point) -> bool:
    """True when the point lies inside the sketch."""
    return bool(_shape(sketch).intersects(shapely.Point(point.lon, point.lat)))


def rings_of_sketch(sketch: Sketch) -> list[Ring]:
    """Outer rings of the sketch, closed, latitude first, each point once."""
    return _rings(_shape(sketch))


def rings_of_area(code: str, tolerance_m: float) -> list[Ring]:
    """Outer rings of an area, closed, latitude first, simplified by a distance; empty without an outline."""
    outline = atlas().outlines.get(code)
    return _rings(outline.simplify(tolerance_m / METRES_PER_DEGREE)) if outline is not None else []


def middle_of(sketch: Sketch) -> Point:
    """A point inside the sketch, for a mark on the map."""
    inside = _shape(sketch).representative_point()
    return Point(inside.y, inside.x)


def area_holds(code: str, point: Point) -> bool:
    """True when the area's outline holds the point."""
    outline = atlas().outlines.get(code)
    return outline is not None and bool(outline.intersects(shapely.Point(point.lon, point.lat)))


def city_area(on: date) -> AreaInfo | None:
    """The whole city as an area on a day."""
    return next((one for one in atlas().areas.values() if one.level == 0 and one.holds_on(on)), None)


def _shape(sketch: Sketch) -> BaseGeometry:
    if sketch.kind == "polygon":
        return shapely.Polygon([(lon, lat) for lat, lon in sketch.points])
    middle = sketch.points[len(sketch.points) // 2]
    wide = METRES_PER_DEGREE * math.cos(math.radians(middle[0]))

    def flat(xy: Any) -> Any:
        return (xy - (middle[1], middle[0])) * (wide, METRES_PER_DEGREE)

    def round_again(xy: Any) -> Any:
        return xy / (wide, METRES_PER_DEGREE) + (middle[1], middle[0])

    places = [(lon, lat) for lat, lon in sketch.points]
    thin: BaseGeometry = shapely.Point(places[0]) if sketch.kind == "circle" else shapely.LineString(places)
    drawn: BaseGeometry = shapely.transform(thin, flat).buffer(sketch.metres, quad_segs=_ROUND_STEPS)
    return shapely.transform(drawn, round_again)


def _rings(shape: BaseGeometry) -> list[Ring]:
    parts = shapely.get_parts(shape)
    found = [tuple((round(y, 5), round(x, 5)) for x, y in part.exterior.coords) for part in parts if not part.is_empty]
    return [ring for ring in found if len(ring) >= 4]
