"""The areas of the city in memory with a spatial index per period, because every report asks where its point lies."""

import threading
import time
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import shapely

from hueioc.lib.geo import Point
from hueioc.places.models import Area, AreaChange, LoadedPack
from hueioc.places.rules import AreaInfo, Change

_LOOK_AGAIN_S = 5.0  # another process may have loaded a newer pack


@dataclass(frozen=True)
class Period:
    """Between two changes of the map nothing moves: areas with outlines, most local first, and their index."""

    areas: tuple[AreaInfo, ...]
    outlines: Any
    tree: shapely.STRtree

    def at(self, point: Point) -> AreaInfo | None:
        """The most local area that holds the point; on a shared border the first by code, so that it is never two."""
        hits = self.tree.query(shapely.points(point.lon, point.lat), predicate="intersects")
        return self.areas[int(hits.min())] if hits.size else None


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
        self._city = shapely.STRtree(self._shapes[cities])

    def _period(self, day: date) -> Period:
        chosen = [n for n, info in enumerate(self._infos) if info.level > 0 and info.holds_on(day)]
        shapes = self._shapes[chosen]
        return Period(tuple(self._infos[n] for n in chosen), shapes, shapely.STRtree(shapes))

    def at(self, point: Point, day: date) -> AreaInfo | None:
        """The most local area that holds the point on the day."""
        return self._periods[bisect_right(self._starts, day) - 1].at(point)

    def is_inside(self, point: Point) -> bool:
        """True when a city outline holds the point."""
        return bool(self._city.query(shapely.points(point.lon, point.lat), predicate="intersects").size)


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
