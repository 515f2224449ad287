"""The areas of the city in memory with a spatial index per period, because every report asks where its point lies."""

import math
import threading
import time
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import shapely

from hueioc.lib.geo import Point
from hueioc.places.models import Area, AreaChange, LoadedPack
from hueioc.places.rules import AreaInfo, Change

_LOOK_AGAIN_S = 5.0  # another process may have loaded a newer pack


_CELLS_PER_DEGREE = 500  # about 220 m
_MOST_CELLS = 100_000


class Period:
    """Between two changes of the map nothing moves: areas with outlines, most local first, and their index.

    A cell of the grid that lies wholly in one area (or in none) is remembered, so that most points cost one look-up.
    """

    def __init__(self, areas: tuple[AreaInfo, ...], outlines: Any) -> None:
        self.areas = areas
        self.outlines = outlines
        self.tree = shapely.STRtree(outlines)
        self.cells: dict[tuple[int, int], AreaInfo | None] = {}
        self.borders: set[tuple[int, int]] = set()

    def at(self, point: Point) -> AreaInfo | None:
        """The most local area that holds the point; on a shared border the first by code, so that it is never two."""
        if not (math.isfinite(point.lat) and math.isfinite(point.lon)):
            return None
        cell = math.floor(point.lat * _CELLS_PER_DEGREE), math.floor(point.lon * _CELLS_PER_DEGREE)
        if cell in self.cells:
            return self.cells[cell]
        if cell not in self.borders and len(self.cells) + len(self.borders) < _MOST_CELLS:
            self._learn(cell)
        hits = self.tree.query(shapely.points(point.lon, point.lat), predicate="intersects")
        return self.areas[int(hits.min())] if hits.size else None

    def _learn(self, cell: tuple[int, int]) -> None:
        row, column = cell
        south, west = row / _CELLS_PER_DEGREE, column / _CELLS_PER_DEGREE
        box = shapely.box(west, south, west + 1 / _CELLS_PER_DEGREE, south + 1 / _CELLS_PER_DEGREE)
        touched = self.tree.query(box, predicate="intersects")
        if not touched.size:
            self.cells[cell] = None
        elif touched.size == 1 and shapely.covers(self.outlines[touched[0]], box):
            self.cells[cell] = self.areas[int(touched[0])]
        else:
            self.borders.add(cell)


class Atlas:
    """Everything known about areas at one state of the pack."""

    def __init__(
        self, areas: Sequence[tuple[AreaInfo, str, bytes | None]], changes: Sequence[Change], state: str
    ) -> None:
        self.state = state
        self.changes = tuple(changes)
        self.areas = {info.code: info for info, _, _ in areas}
        self.keys = {info.code: key for info, key, _ in areas}
        drawn = [(info, outline) for info, _, outline in areas if outline is not None]
        drawn.sort(key=lambda pair: (-pair[0].level, pair[0].code))
        self._infos = [info for info, _ in drawn]
        self._shapes = shapely.from_wkb([outline for _, outline in drawn])
        shapely.prepare(self._shapes)
        self.outlines = dict(zip((info.code for info in self._infos), self._shapes, strict=True))
        self._starts = _starts(self._infos)
        self._periods = [self._period(start) for start in self._starts]
        cities = [number for number, info in enumerate(self._infos) if info.level == 0]
        self._city = Period(tuple(self._infos[n] for n in cities), self._shapes[cities])

    def _period(self, day: date) -> Period:
        chosen = [n for n, info in enumerate(self._infos) if info.level > 0 and info.holds_on(day)]
        return Period(tuple(self._infos[n] for n in chosen), self._shapes[chosen])

    def at(self, point: Point, day: date) -> AreaInfo | None:
        """The most local area that holds the point on the day."""
        return self._periods[bisect_right(self._starts, day) - 1].at(point)

    def is_inside(self, point: Point) -> bool:
        """True when a city outline holds the point."""
        return self._city.at(point) is not None


def _starts(areas: Sequence[AreaInfo]) -> list[date]:
    begun = {info.valid_from for info in areas if info.valid_from}
    ended = {info.valid_to + timedelta(days=1) for info in areas if info.valid_to}
    return sorted({date.min} | begun | ended)


def info_of(area: Area) -> AreaInfo:
    """A row as other rooms see it."""
    box = (area.south, area.west, area.north, area.east)
    sides = tuple(side for side in box if side is not None)
    return AreaInfo(
        code=area.code,
        kind=area.kind,
        level=area.level,
        names=area.names,
        parent=area.parent,
        valid_from=area.valid_from,
        valid_to=area.valid_to,
        centre=Point(area.lat, area.lon) if area.lat is not None and area.lon is not None else None,
        bbox=(sides[0], sides[1], sides[2], sides[3]) if len(sides) == 4 else None,
        coverage=area.coverage,
        approximate=area.approximate,
    )


def _read(state: str) -> Atlas:
    rows_of_areas = Area.objects.order_by("code")
    areas = [(info_of(row), row.folded, bytes(row.geometry) if row.geometry else None) for row in rows_of_areas]
    rows = AreaChange.objects.order_by("id").values_list("old_code", "new_code", "part", "happened_on")
    return Atlas(areas, [Change(*row) for row in rows], state)


def _state() -> str:
    return LoadedPack.objects.filter(name="areas").values_list("fingerprint", flat=True).first() or ""


class _Shelf:
    """Holds the one atlas of this process; a reader in another thread keeps the old one until the new one is whole."""

    def __init__(self) -> None:
        self.atlas: Atlas | None = None
        self.look_again_at = 0.0
        self.lock = threading.Lock()


_shelf = _Shelf()


def atlas() -> Atlas:
    """The atlas of the loaded pack; looks every few seconds whether the pack has changed."""
    held = _shelf.atlas
    if held is not None and time.monotonic() < _shelf.look_again_at:
        return held
    with _shelf.lock:
        state = _state()
        held = _shelf.atlas
        if held is None or held.state != state:
            held = _read(state)
        _shelf.atlas, _shelf.look_again_at = held, time.monotonic() + _LOOK_AGAIN_S
        return held


def forget() -> None:
    """Read the areas anew at the next question; called after they were loaded."""
    with _shelf.lock:
        _shelf.atlas, _shelf.look_again_at = None, 0.0
