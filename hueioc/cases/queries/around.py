"""What a person who reports is shown at once: the place as a picture, the same thing nearby, what it may be about."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from hueioc.cases.models import Case
from hueioc.cases.queries.following import joinable_near
from hueioc.cases.queries.packs import personal_data_in
from hueioc.cases.queries.suggestions import Suggestion, suggest_categories, usual_categories
from hueioc.cases.rules.place_picture import ListPicture, Ring, draw, draw_list
from hueioc.lib import clock
from hueioc.lib.geo import Point
from hueioc.places.queries import area_at, areas_geojson, is_inside_city, local_areas


@lru_cache(maxsize=2)
def _borders(day: date) -> list[tuple[float, float, float, float, Ring]]:
    """Outer rings of the wards of a day, each with its box: west, south, east, north."""
    rings = []
    for feature in areas_geojson(local_areas(day))["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        for polygon in polygons:
            ring: Ring = [(lon, lat) for lon, lat, *_height in polygon[0]]
            lons, lats = [lon for lon, _lat in ring], [lat for _lon, lat in ring]
            rings.append((min(lons), min(lats), max(lons), max(lats), ring))
    return rings


def place_shown(point: Point, accuracy_m: float | None = None) -> dict[str, Any]:
    """Picture, ward and accuracy of a place, and whether it lies inside the city."""
    near = 0.03
    rings = [
        ring
        for west, south, east, north, ring in _borders(clock.today())
        if west - near <= point.lon <= east + near and south - near <= point.lat <= north + near
    ]
    ward = area_at(point)
    return {
        "picture": draw(point, rings),
        "ward": ward.name(get_language() or "") if ward else "",
        "accuracy": round(accuracy_m) if accuracy_m else None,
        "is_inside": is_inside_city(point),
        "point": point,
    }


def list_shown(cases: Sequence[Case]) -> ListPicture | None:
    """The reports of one page of a list as a picture; None when none of them has a place."""
    points = {number: case.point for number, case in enumerate(cases, 1) if case.point}
    if not points:
        return None
    lats, lons = [p.lat for p in points.values()], [p.lon for p in points.values()]
    near = 0.05
    rings = [
        ring
        for west, south, east, north, ring in _borders(clock.today())
        if west <= max(lons) + near
        and east >= min(lons) - near
        and south <= max(lats) + near
        and north >= min(lats) - near
    ]
    return draw_list(points, rings)


def around(point: Point | None, text: str, category: str, person: str, accuracy_m: float | None) -> dict[str, Any]:
    """Everything beside the form of a new report; nothing is saved and nothing is decided."""
    suggested = suggest_categories(text)
    wanted = [category] if category else [one.code for one in suggested]
    return {
        "place": place_shown(point, accuracy_m) if point else None,
        "near": joinable_near(point, wanted, person=person) if point and is_inside_city(point) else [],
        "suggestions": _three(suggested),
        "is_suggested": bool(suggested),
        "private": personal_data_in(text),
        "text": text,
    }


def _three(suggested: list[Suggestion]) -> list[Suggestion]:
    """The suggestions, filled up with what is reported most."""
    known = {one.code for one in suggested}
    return [*suggested, *(one for one in usual_categories(6) if one.code not in known)][:3]
