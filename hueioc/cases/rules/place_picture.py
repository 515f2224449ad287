"""Draws a small still picture of a place: the borders around it, scaled to a window; pure, without any map program."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import NamedTuple

from hueioc.lib.geo import Point

WIDTH, HEIGHT, LIST_HEIGHT = 340, 138, 300
_MARGIN = 24
_HALF_WIDTH_M = 1500.0
_METRES_PER_DEGREE = 111_195.0
Ring = Sequence[tuple[float, float]]  # longitude, latitude


@dataclass(frozen=True)
class PlacePicture:
    """Borders as one SVG path in a window of WIDTH × HEIGHT with the place in its middle."""

    borders: str
    width: int = WIDTH
    height: int = HEIGHT


class Pin(NamedTuple):
    """A numbered point of a list on its picture, in pixels."""

    number: int
    x: int
    y: int


@dataclass(frozen=True)
class ListPicture:
    """The points of a list, numbered as in the list, over the borders around them."""

    borders: str
    pins: list[Pin]
    width: int = WIDTH
    height: int = LIST_HEIGHT


def draw(point: Point, rings: Iterable[Ring]) -> PlacePicture:
    """The pieces of the rings that cross the window; coordinates are whole pixels, repeated ones are left out."""
    window = _Window(point, WIDTH / (2 * _HALF_WIDTH_M), WIDTH, HEIGHT)
    return PlacePicture(window.borders(rings))


def draw_list(points: Mapping[int, Point], rings: Iterable[Ring]) -> ListPicture:
    """All points by their number in the list, as large as they fit, never closer than the picture of one place."""
    lats, lons = [p.lat for p in points.values()], [p.lon for p in points.values()]
    middle = Point((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
    wide = (max(lons) - min(lons)) * _METRES_PER_DEGREE * cos(radians(middle.lat))
    high = (max(lats) - min(lats)) * _METRES_PER_DEGREE
    inner_width, inner_height = WIDTH - 2 * _MARGIN, LIST_HEIGHT - 2 * _MARGIN
    closest = WIDTH / (2 * _HALF_WIDTH_M)
    scale = min(closest, inner_width / max(wide, 1.0), inner_height / max(high, 1.0))
    window = _Window(middle, scale, WIDTH, LIST_HEIGHT)
    pins = [Pin(number, *window.pixel(p.lon, p.lat)) for number, p in points.items()]
    return ListPicture(window.borders(rings), pins)


@dataclass(frozen=True)
class _Window:
    """A rectangle of pixels around a place."""

    middle: Point
    scale: float  # pixels a metre
    width: int
    height: int

    def pixel(self, lon: float, lat: float) -> tuple[int, int]:
        up = _METRES_PER_DEGREE * self.scale
        across = up * cos(radians(self.middle.lat))
        x = round(self.width / 2 + (lon - self.middle.lon) * across)
        return x, round(self.height / 2 - (lat - self.middle.lat) * up)

    def borders(self, rings: Iterable[Ring]) -> str:
        pieces: list[str] = []
        for ring in rings:
            pieces += self._pieces([self.pixel(lon, lat) for lon, lat in ring])
        return "".join(pieces)

    def _pieces(self, pixels: Sequence[tuple[int, int]]) -> list[str]:
        drawn: list[str] = []
        is_down = False
        for before, here in zip(pixels, pixels[1:], strict=False):
            if before == here:
                continue
            if not self._crosses(before, here):
                is_down = False
                continue
            drawn.append(f"{'' if is_down else f'M{before[0]} {before[1]}'}L{here[0]} {here[1]}")
            is_down = True
        return drawn

    def _crosses(self, a: tuple[int, int], b: tuple[int, int]) -> bool:
        """True when the box of the line meets the window with a margin; a line too many is cut off by the picture."""
        is_beside = max(a[0], b[0]) < -20 or min(a[0], b[0]) > self.width + 20
        return not (is_beside or max(a[1], b[1]) < -20 or min(a[1], b[1]) > self.height + 20)
