"""Draws areas as paths of an SVG picture, for pages that must show the city without a map engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely

from hueioc.lib.geo import Point, tile_fraction
from hueioc.places.atlas import Atlas

# Half a pixel of a picture cannot be seen; what is left out makes the page four times lighter.
_TOLERANCE_PX = 0.5


@dataclass(frozen=True)
class Shape:
    """One area: its code, the `d` of its path, and the place of its label in pixels, with the room for it."""

    code: str
    path: str
    x: float
    y: float
    room_px: float


@dataclass(frozen=True)
class Drawing:
    """Areas on a picture of `width` x `height` pixels (Mercator); `place` puts a point on the same picture."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    west: float
    north: float
    scale: float

    def place(self, point: Point) -> tuple[float, float]:
        """Pixels from the left and from the top."""
        x, y = tile_fraction(point)
        return round((x - self.west) * self.scale, 1), round((y - self.north) * self.scale, 1)


@lru_cache(maxsize=8)
def drawn(known: Atlas, codes: Sequence[str], width: int) -> Drawing:
    """The areas' outlines `width` pixels wide; neighbours keep their common border."""
    found = [code for code in codes if code in known.outlines]
    flat = shapely.transform(
        np.array([known.outlines[code] for code in found]),
        lambda xy: np.array([tile_fraction(Point(lat, lon)) for lon, lat in xy]),
        include_z=False,
    )
    west, north, east, south = shapely.total_bounds(flat) if found else (0.0, 0.0, 1.0, 1.0)
    scale = width / (east - west)
    thin = shapely.coverage_simplify(flat, _TOLERANCE_PX / scale)
    shapes = [_shape(code, outline, west, north, scale) for code, outline in zip(found, thin, strict=True)]
    return Drawing(width, round((south - north) * scale), tuple(shapes), west, north, scale)


def _shape(code: str, outline: shapely.Geometry, west: float, north: float, scale: float) -> Shape:
    rings = []
    for part in shapely.get_parts(outline):
        for ring in (part.exterior, *part.interiors):
            pixels = [(round((x - west) * scale, 1), round((y - north) * scale, 1)) for x, y in ring.coords[:-1]]
            rings.append("M" + "L".join(f"{x:g} {y:g}" for x, y in pixels) + "Z")
    largest = max(shapely.get_parts(outline), key=lambda part: float(part.area))
    circle = shapely.maximum_inscribed_circle(largest, tolerance=2 / scale)
    x, y = circle.coords[0]
    return Shape(
        code,
        "".join(rings),
        round((x - west) * scale, 1),
        round((y - north) * scale, 1),
        round(2 * circle.length * scale, 1),
    )
