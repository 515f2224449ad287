"""Keys and roundings of points on the earth, so that no database needs a geometry extension."""

import math
from typing import NamedTuple

AXIS_BITS = 26
EQUATOR_M = 40_075_016.686  # WGS 84
MAX_LATITUDE = 85.05112878  # beyond this the web map's square ends


class Point(NamedTuple):
    """A place in degrees, WGS 84, latitude first as people say it."""

    lat: float
    lon: float


def rounded(point: Point, digits: int = 4) -> Point:
    """The point to `digits` decimals (4 is about 11 m): close enough for a crew, too coarse for a door bell."""
    return Point(round(point.lat, digits), round(point.lon, digits))


def tile_fraction(point: Point) -> tuple[float, float]:
    """Position in the web map's square, x and y in [0, 1), y growing to the south (spherical Mercator, EPSG:3857)."""
    lat = max(-MAX_LATITUDE, min(MAX_LATITUDE, point.lat))
    x = (point.lon + 180.0) / 360.0
    y = 0.5 - math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) / (2 * math.pi)
    last = 1.0 - 2.0**-AXIS_BITS
    return min(max(x, 0.0), last), min(max(y, 0.0), last)


def _spread(value: int) -> int:
    value = (value | value << 16) & 0x0000FFFF0000FFFF
    value = (value | value << 8) & 0x00FF00FF00FF00FF
    value = (value | value << 4) & 0x0F0F0F0F0F0F0F0F
    value = (value | value << 2) & 0x3333333333333333
    return (value | value << 1) & 0x5555555555555555


def interleave(column: int, row: int) -> int:
    """Morton (Z-order) number of a grid cell: bits of column and row alternate, column lowest."""
    return _spread(column) | _spread(row) << 1


def morton(point: Point) -> int:
    """52-bit Morton key of a point; every map tile is one contiguous range of it."""
    x, y = tile_fraction(point)
    side = 1 << AXIS_BITS
    return interleave(int(x * side), int(y * side))


def keys_around(point: Point, radius_m: float) -> list[tuple[int, int]]:
    """Ranges of Morton keys (first and last) that hold every point within the radius, and some beyond it.

    They are the cells, at least as wide as the circle, that its square touches: never more than four.
    """
    across = EQUATOR_M * math.cos(math.radians(min(abs(point.lat), MAX_LATITUDE)))
    level = min(AXIS_BITS, max(0, int(math.log2(across / (2 * radius_m)))))
    x, y = tile_fraction(point)
    reach, side = radius_m / across * 1.01, 1 << level  # a cell is a little wider in the north of the circle
    columns = {min(side - 1, max(0, int((x + step) * side))) for step in (-reach, reach)}
    rows = {min(side - 1, max(0, int((y + step) * side))) for step in (-reach, reach)}
    shift = 2 * (AXIS_BITS - level)
    firsts = sorted(interleave(column, row) << shift for column in columns for row in rows)
    return [(first, first + (1 << shift) - 1) for first in firsts]


def metres_between(a: Point, b: Point) -> float:
    """Great-circle distance in metres (haversine, mean radius 6,371,008.8 m)."""
    phi_a, phi_b = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((phi_b - phi_a) / 2) ** 2
    half += math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(min(1.0, half)))
