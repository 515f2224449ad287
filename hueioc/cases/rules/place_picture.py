"""Draws a small still picture of a place: the borders around it, scaled to a window; pure, without any map program."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from hueioc.lib.geo import Point

WIDTH, HEIGHT = 340, 138
_HALF_WIDTH_M = 1500.0
_METRES_PER_DEGREE = 111_195.0
Ring = Sequence[tuple[float, float]]  # longitude, latitude


@dataclass(frozen=True)
class PlacePicture:
    """Borders as one SVG path in a window of WIDTH × HEIGHT with the place in its middle."""

    borders: str
    width: int = WIDTH
    height: int = HEIGHT


def draw(point: Point, rings: Iterable[Ring]) -> PlacePicture:
    """The pieces of the rings that cross the window; coordinates are whole pixels, repeated ones are left out."""
    scale = WIDTH / (2 * _HALF_WIDTH_M)
    across = _METRES_PER_DEGREE * cos(radians(point.lat)) * scale
    up = _METRES_PER_DEGREE * scale
    pieces: list[str] = []
    for ring in rings:
        pixels = [
            (round(WIDTH / 2 + (lon - point.lon) * across), round(HEIGHT / 2 - (lat - point.lat) * up))
            for lon, lat in ring
        ]
        pieces += _pieces(pixels)
    return PlacePicture("".join(pieces))


def _pieces(pixels: Sequence[tuple[int, int]]) -> list[str]:
    drawn: list[str] = []
    is_down = False
    for before, here in zip(pixels, pixels[1:], strict=False):
        if before == here:
            continue
        if not _crosses(before, here):
            is_down = False
            continue
        drawn.append(f"{'' if is_down else f'M{before[0]} {before[1]}'}L{here[0]} {here[1]}")
        is_down = True
    return drawn


def _crosses(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """True when the box of the line meets the window with a margin; a line too many is cut off by the picture."""
    return (
        min(a[0], b[0]) <= WIDTH + 20
        and max(a[0], b[0]) >= -20
        and min(a[1], b[1]) <= HEIGHT + 20
        and max(a[1], b[1]) >= -20
    )
