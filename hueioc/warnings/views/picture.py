"""The area of a warning as a small picture: outlines of the wards, those concerned marked, and what was drawn."""

from dataclasses import dataclass

from hueioc.lib.geo import Point
from hueioc.places.queries import area_name, drawing, rings_of_sketch
from hueioc.warnings.models import Alert
from hueioc.warnings.queries import sketch_of


@dataclass(frozen=True)
class Ground:
    """One ward of the picture."""

    code: str
    path: str
    name: str
    is_warned: bool


@dataclass(frozen=True)
class Picture:
    """All of it; `west`, `north` and `scale` let a page turn a press into degrees."""

    width: int
    height: int
    grounds: list[Ground]
    sketch: str
    west: float
    north: float
    scale: float


def picture_of(alert: Alert | None, width: int, language: str) -> Picture:
    """The picture of a warning, or of the empty city."""
    drawn = drawing(width)
    units = set(alert.area_units) if alert else set()
    sketch = sketch_of(alert.sketch) if alert else None
    rings = rings_of_sketch(sketch) if sketch else []
    path = ""
    for ring in rings:
        places = (drawn.place(Point(lat, lon)) for lat, lon in ring)
        path += "M" + "L".join(f"{x:g} {y:g}" for x, y in places) + "Z"
    grounds = [Ground(one.code, one.path, area_name(one.code, language), one.code in units) for one in drawn.shapes]
    return Picture(drawn.width, drawn.height, grounds, path, drawn.west, drawn.north, drawn.scale)
