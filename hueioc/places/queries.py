"""Questions to the register of places: where is this point, what stood there, what is near, where is this name."""

import json
import math
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings
from django.db.models import Q

from hueioc.lib import clock
from hueioc.lib.geo import Point
from hueioc.lib.packs import TypingHabits, open_city
from hueioc.lib.shapes import converted
from hueioc.places.atlas import atlas
from hueioc.places.drawing import Drawing, Shape, drawn
from hueioc.places.models import Asset, Place, SectorLayer
from hueioc.places.pack import Layer
from hueioc.places.rules import (
    METRES_PER_DEGREE,
    AreaInfo,
    AssetInfo,
    Found,
    box_around,
    follow,
    matches,
    rank,
    search_words,
)
from hueioc.places.sketches import (
    area_holds,
    areas_under,
    city_area,
    holds,
    is_simple,
    middle_of,
    rings_of_area,
    rings_of_sketch,
)

__all__ = [
    "AreaInfo",
    "AssetInfo",
    "Drawing",
    "Found",
    "Shape",
    "area",
    "area_at",
    "area_holds",
    "area_name",
    "areas",
    "areas_geojson",
    "areas_under",
    "assets",
    "assets_near",
    "city_area",
    "drawing",
    "holds",
    "is_inside_city",
    "is_simple",
    "layer_geojson",
    "layers",
    "local_areas",
    "middle_of",
    "predecessors",
    "rings_of_area",
    "rings_of_sketch",
    "search",
    "successors",
]


def area_at(point: Point, on: date | None = None) -> AreaInfo | None:
    """The most local area that holds the point on a day (today without one), never two; None outside or unknown.

    Costs a few microseconds: no database is asked except every few seconds.
    """
    return atlas().at(point, on or clock.today())


def is_inside_city(point: Point) -> bool:
    """True when the point lies inside the city's outline (approximate to some tens of metres)."""
    return atlas().is_inside(point)


def area(code: str) -> AreaInfo | None:
    """One area by its code, valid or not."""
    return atlas().areas.get(code)


def area_name(code: str, language: str) -> str:
    """The name of an area in a language, or its code when it is unknown."""
    found = area(code)
    return found.name(language) if found else code


def areas(kind: str | Sequence[str] = (), on: date | None = None) -> list[AreaInfo]:
    """Areas of one or several kinds (all without one) that are valid on a day, by code."""
    kinds, day = {kind} if isinstance(kind, str) else set(kind), on or clock.today()
    return [info for info in atlas().areas.values() if info.holds_on(day) and (not kinds or info.kind in kinds)]


def local_areas(on: date | None = None) -> list[AreaInfo]:
    """Areas of the most local tier on a day, whatever their kinds are called (wards and communes), by code."""
    known = areas(on=on)
    deepest = max((info.level for info in known), default=0)
    return [info for info in known if info.level == deepest]


def successors(code: str, on: date | None = None) -> list[AreaInfo]:
    """Areas that stand on a day for an area that ended; itself when it is still valid, empty when unknown."""
    return _related(code, on, back=False)


def predecessors(code: str, on: date) -> list[AreaInfo]:
    """Areas that were valid on a day and became this one; itself when it was valid already."""
    return _related(code, on, back=True)


def _related(code: str, on: date | None, *, back: bool) -> list[AreaInfo]:
    known, day = atlas(), on or clock.today()
    own = known.areas.get(code)
    if own is None:
        return []
    if own.holds_on(day):
        return [own]
    reached = follow(code, known.changes, date.max if back else day, back=back)
    return [info for info in map(known.areas.get, reached) if info is not None and info.holds_on(day)]


def areas_geojson(shown: Iterable[AreaInfo]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection of those areas that have an outline; `names` and days are among the properties."""
    outlines = atlas().outlines
    pairs = [(info, outlines[info.code]) for info in shown if info.code in outlines]
    features = [
        {
            "type": "Feature",
            "id": info.code,
            "properties": {
                "code": info.code,
                "kind": info.kind,
                "names": dict(info.names),
                "valid_from": info.valid_from.isoformat() if info.valid_from else None,
                "valid_to": info.valid_to.isoformat() if info.valid_to else None,
                "approximate": info.approximate,
                "coverage": info.coverage,
            },
            "geometry": json.loads(shapely.to_geojson(outline)),
        }
        for info, outline in pairs
    ]
    return {"type": "FeatureCollection", "features": features}


def drawing(width: int, on: date | None = None) -> Drawing:
    """Outlines of the most local areas as paths of a picture `width` pixels wide, without any map engine."""
    return drawn(atlas(), tuple(info.code for info in local_areas(on)), width)


def layers(visibility: Iterable[str] = ("public",)) -> list[Layer]:
    """Manifests of the sector layers that these visibilities allow, by code."""
    rows = SectorLayer.objects.filter(visibility__in=list(visibility)).order_by("code")
    return [converted(row.manifest, Layer) for row in rows]


def assets(layer: str, on: date | None = None) -> list[AssetInfo]:
    """Every asset of a layer that is valid on a day, by code; distance is 0."""
    rows = Asset.objects.filter(_valid(on or clock.today()), layer=layer).order_by("code")
    return [_asset_info(row, 0.0) for row in rows.defer("geometry")]


def layer_geojson(layer: str, on: date | None = None) -> dict[str, Any]:
    """A GeoJSON FeatureCollection of a layer's assets that are valid on a day."""
    rows = Asset.objects.filter(_valid(on or clock.today()), layer=layer).order_by("code")
    features = [
        {
            "type": "Feature",
            "id": row.code,
            "properties": {"code": row.code, "owner": row.owner, "names": row.names, **row.attributes},
            "geometry": json.loads(shapely.to_geojson(shapely.from_wkb(bytes(row.geometry or b"")))),
        }
        for row in rows
    ]
    return {"type": "FeatureCollection", "features": features}


def assets_near(
    point: Point, metres: float, on: date | None = None, layers: Sequence[str] = ()
) -> tuple[AssetInfo, ...]:
    """Assets valid on a day whose shape comes within the distance, nearest first (then by layer and code)."""
    south, west, north, east = box_around(point, metres)
    wanted = _valid(on or clock.today()) & Q(south__lte=north, north__gte=south, west__lte=east, east__gte=west)
    rows = list(Asset.objects.filter(wanted, **({"layer__in": list(layers)} if layers else {})))
    if not rows:
        return ()
    # Degrees become metres around the point: within some hundred metres the error is below a thousandth.
    wide = METRES_PER_DEGREE * math.cos(math.radians(point.lat))
    shapes = shapely.from_wkb([bytes(row.geometry or b"") for row in rows])
    flat = shapely.transform(shapes, lambda xy: (xy - (point.lon, point.lat)) * (wide, METRES_PER_DEGREE))
    distances = shapely.distance(flat, shapely.Point(0.0, 0.0))
    near = [_asset_info(row, float(d)) for row, d in zip(rows, distances, strict=True) if d <= metres]
    return tuple(sorted(near, key=lambda asset: (asset.distance_m, asset.layer, asset.code)))


def search(text: str, limit: int = 10, on: date | None = None) -> list[Found]:
    """Areas and places whose names have words that begin like the typed ones, with or without diacritics, best first.

    An area that ended is found too, and says which areas stand for it on the day.
    """
    words, day = search_words(text, _habits()), on or clock.today()
    if not words:
        return []
    known = atlas()
    hits = [(key, known.areas[code]) for code, key in known.keys.items() if matches(key, words)]
    ranked = [(rank(key, words, info.holds_on(day)), _found_area(info, day)) for key, info in hits]
    likely = Place.objects.filter(*(Q(folded__contains=f" {word}") for word in words)).order_by("code")[:200]
    ranked += [(rank(place.folded, words, True), _found_place(place, day)) for place in likely]
    ranked.sort(key=lambda pair: (pair[0], pair[1].code))
    return [found for _, found in ranked[: max(0, limit)]]


@lru_cache(maxsize=1)
def _habits() -> TypingHabits:
    return open_city(Path(settings.PACKS) / "cities" / settings.CITY).city.typing


def _found_area(info: AreaInfo, day: date) -> Found:
    current = info.holds_on(day)
    now = () if current else tuple(successors(info.code, day))
    point = info.centre or (now[0].centre if now else None)
    here = info.code if current or not now else now[0].code
    return Found("area", info.code, info.kind, info.names, point, here, current, True, now)


def _found_place(place: Place, day: date) -> Found:
    point = Point(place.lat, place.lon) if place.lat is not None and place.lon is not None else None
    here = area_at(point, day) if point else None
    code = here.code if here else place.area
    return Found("place", place.code, place.kind, place.names, point, code, True, place.approximate)


def _valid(day: date) -> Q:
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    return begun & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def _asset_info(row: Asset, distance: float) -> AssetInfo:
    return AssetInfo(
        layer=row.layer,
        code=row.code,
        owner=row.owner,
        names=row.names,
        attributes=row.attributes,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        centre=Point(row.lat or 0.0, row.lon or 0.0),
        distance_m=distance,
    )
