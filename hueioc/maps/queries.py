"""Reads of the map: a tile of a layer for somebody, boundaries and pins as GeoJSON, the list of layers."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from django.db.models import Count, F, QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from hueioc.journal.queries import head
from hueioc.lib import clock
from hueioc.lib.geo import AXIS_BITS, Point, tile_fraction
from hueioc.lib.refusals import Invalid, NotAllowed, NotFound
from hueioc.maps.models import Cell, Pin
from hueioc.maps.rules.grid import CELL_LEVELS, DEEPEST_CELL, EXTENT, Tile
from hueioc.maps.rules.mvt import Layer
from hueioc.people.rules import Actor
from hueioc.places.queries import areas_geojson, layer_geojson, layers, local_areas
from hueioc.workflow.queries import area_label, category_name
from hueioc.workflow.rules.life import lateness

# More points than this in one tile are a blur on the screen, and cost more than their clusters.
MOST_POINTS = 400
_BUFFER = 64 / EXTENT


@dataclass(frozen=True)
class TileAnswer:
    """A tile's bytes and a mark that changes when the tile may have changed."""

    body: bytes
    mark: str


def tile(layer: str, at: Tile, actor: Actor) -> TileAnswer:
    """One tile of a layer. Raises Invalid for a tile that does not exist, NotFound for a layer, NotAllowed."""
    if not at.exists:
        raise Invalid(_("There is no such tile."))
    if layer == "cases":
        return TileAnswer(_pins_tile(layer, at, Pin.objects.filter(is_open=True, is_public=True), "public"), _mark())
    if layer == "cases-work":
        return TileAnswer(_work_tile(at, actor), _mark())
    if layer == "areas":
        return TileAnswer(_shapes_tile(layer, at, clock.today()), clock.today().isoformat())
    if layer in {known.code for known in layers(_allowed(actor))}:
        return TileAnswer(_shapes_tile(layer, at, clock.today()), clock.today().isoformat())
    raise NotFound(_("There is no such layer."))


def _mark() -> str:
    return str(head())


def _allowed(actor: Actor) -> tuple[str, ...]:
    return ("public", "internal") if actor.is_staff else ("public",)


def _work_tile(at: Tile, actor: Actor) -> bytes:
    pins = Pin.objects.filter(is_open=True)
    if actor.is_centre or actor.has("leader") or actor.has("auditor"):
        return _pins_tile("cases-work", at, pins, "work")
    if actor.units:
        return _pins_tile("cases-work", at, pins.filter(unit__in=actor.units), "")
    raise NotAllowed(_("This layer is for staff. Public reports are on the public map."))


def _pins_tile(name: str, at: Tile, pins: QuerySet[Pin], shelf: str) -> bytes:
    """Single pins up to `MOST_POINTS`, cells of a 16 x 16 grid with count and middle above that."""
    level = min(at.z + CELL_LEVELS, AXIS_BITS)
    if shelf and level <= DEEPEST_CELL:
        first, end = at.cells()
        counted = Cell.objects.filter(shelf=shelf, level=level, cell__gte=first, cell__lt=end)
        cells = list(counted.values_list("pins", "sum_x", "sum_y"))
        if sum(cell[0] for cell in cells) > MOST_POINTS:
            return _clusters(name, at, cells)
    first, end = at.keys()
    here = pins.filter(morton__gte=first, morton__lt=end).order_by()
    columns = ("ref", "service", "phase", "unit", "urgency", "due_at", "x", "y")
    found = list(here.values_list(*columns)[: MOST_POINTS + 1])
    if len(found) > MOST_POINTS:
        # The database counts them: the officers of a large unit may have ten thousand in a tile.
        cell = F("morton").bitrightshift(2 * (AXIS_BITS - level))
        sums = here.annotate(cell=cell).values("cell").annotate(n=Count("id"), sum_x=Sum("x"), sum_y=Sum("y"))
        return _clusters(name, at, sums.values_list("n", "sum_x", "sum_y"))
    return _points(name, at, found)


def _points(name: str, at: Tile, found: Sequence[Sequence[Any]]) -> bytes:
    layer, now = Layer(name), clock.now()
    packed: dict[tuple[str, ...], bytes] = {}
    names = ("service", "phase", "unit", "urgency", "late")
    for ref, service, phase, unit, urgency, due_at, x, y in found:
        shared = (service, phase, unit, urgency, lateness(phase, due_at, now))
        if shared not in packed:
            packed[shared] = layer.tags({**dict(zip(names, shared, strict=True)), "count": 1})
        layer.add_marked(*at.place(x, y), packed[shared], {"ref": ref})
    return layer.encoded()


def _clusters(name: str, at: Tile, cells: Iterable[Sequence[Any]]) -> bytes:
    layer = Layer(name)
    packed: dict[int, bytes] = {}
    for pins, sum_x, sum_y in cells:
        if pins not in packed:
            packed[pins] = layer.tags({"count": int(pins)})
        layer.add_marked(*at.place(sum_x / pins, sum_y / pins), packed[pins])
    return layer.encoded()


@lru_cache(maxsize=16)
def _shapes(layer: str, day: date) -> tuple[list[tuple[dict[str, Any], BaseGeometry]], shapely.STRtree]:
    """Every shape of a layer on the map's unit square, with its attributes, and a tree to find them."""
    source = areas_geojson(local_areas(day)) if layer == "areas" else layer_geojson(layer, day)
    found = []
    for feature in source["features"]:
        geometry = shapely.from_geojson(json.dumps(feature["geometry"]))
        flat = shapely.transform(
            geometry, lambda xy: np.array([tile_fraction(Point(lat, lon)) for lon, lat in xy]), include_z=False
        )
        found.append((_plain(feature["properties"]), flat))
    return found, shapely.STRtree([flat for _attributes, flat in found])


def _plain(properties: dict[str, Any]) -> dict[str, Any]:
    """Attributes as a tile can hold them: names by language become `name_xx`."""
    plain: dict[str, Any] = {}
    for key, value in properties.items():
        if isinstance(value, dict):
            plain |= {f"{key.removesuffix('s')}_{language}": str(text) for language, text in value.items()}
        elif isinstance(value, str | int | float | bool):
            plain[key] = value
    return plain


def _shapes_tile(name: str, at: Tile, day: date) -> bytes:
    shapes, tree = _shapes(name, day)
    side = 2.0**-at.z
    west, north, margin = at.x * side, at.y * side, _BUFFER * side
    box = (west - margin, north - margin, west + side + margin, north + side + margin)
    layer = Layer(name)
    for number in tree.query(shapely.box(*box)):
        attributes, geometry = shapes[number]
        cut = shapely.clip_by_rect(shapely.simplify(geometry, side / EXTENT), *box)
        _add_shape(layer, cut, attributes, (west, north, side))
    return layer.encoded() + (_labels(shapes, at) if name == "areas" else b"")


def _labels(shapes: Sequence[tuple[dict[str, Any], BaseGeometry]], at: Tile) -> bytes:
    """A second layer with one point inside each area, in the one tile that holds it, so that no name stands twice."""
    side = 2.0**-at.z
    layer = Layer("labels")
    for attributes, geometry in shapes:
        middle = _middle(geometry.wkb)
        x, y = (middle[0] - at.x * side) / side, (middle[1] - at.y * side) / side
        if 0 <= x < 1 and 0 <= y < 1:
            label = {"label": area_label(str(attributes["code"]))}
            layer.add_point(round(x * EXTENT), round(y * EXTENT), attributes | label)
    return layer.encoded()


@lru_cache(maxsize=512)
def _middle(wkb: bytes) -> tuple[float, float]:
    """The middle of the largest circle inside an area: where its name has most room."""
    largest = max(shapely.get_parts(shapely.from_wkb(wkb)), key=lambda part: float(part.area))
    x, y = shapely.maximum_inscribed_circle(largest, tolerance=largest.length / 1000).coords[0]
    return float(x), float(y)


def _add_shape(
    layer: Layer, geometry: BaseGeometry, attributes: dict[str, Any], at: tuple[float, float, float]
) -> None:
    west, north, side = at

    def units(coordinates: Any) -> list[tuple[int, int]]:
        places = [(round((x - west) / side * EXTENT), round((y - north) / side * EXTENT)) for x, y in coordinates]
        return [place for number, place in enumerate(places) if number == 0 or place != places[number - 1]]

    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon" and not part.is_empty:
            # On the screen y grows downwards, so a ring that is clockwise there is counter-clockwise in our numbers.
            turned = shapely.orient_polygons(part, exterior_cw=False)
            rings = [units(ring.coords)[:-1] for ring in (turned.exterior, *turned.interiors)]
            if len(rings[0]) > 2:
                layer.add_polygon([ring for ring in rings if len(ring) > 2], attributes)
        elif part.geom_type == "LineString" and not part.is_empty:
            line = units(part.coords)
            if len(line) > 1:
                layer.add_lines([line], attributes)
        elif part.geom_type == "Point" and not part.is_empty:
            layer.add_point(*units(part.coords)[0], attributes)


def public_pins(box: tuple[float, float, float, float], limit: int = 2_000) -> dict[str, Any]:
    """Published open pins in a box (south, west, north, east) as GeoJSON, the newest first."""
    south, west, north, east = box
    (x0, y1), (x1, y0) = (tile_fraction(Point(south, west)), tile_fraction(Point(north, east)))
    scale = 1 << AXIS_BITS
    pins = Pin.objects.filter(is_open=True, is_public=True, x__range=(int(x0 * scale), int(x1 * scale)))
    pins = pins.filter(y__range=(int(y0 * scale), int(y1 * scale))).order_by("-opened_at")[:limit]
    return {"type": "FeatureCollection", "features": [_feature(pin) for pin in pins]}


def _feature(pin: Pin) -> dict[str, Any]:
    number = pin.ref.partition(":")[2]
    properties = {"number": number, "category": pin.service, "name": category_name(pin.service), "phase": pin.phase}
    return {
        "type": "Feature",
        "id": pin.ref,
        "properties": properties | {"unit": pin.unit, "area": pin.area, "due_at": pin.due_at},
        "geometry": {"type": "Point", "coordinates": _degrees(pin)},
    }


def _degrees(pin: Pin) -> list[float]:
    west, south = _inverse(pin.x / (1 << AXIS_BITS), pin.y / (1 << AXIS_BITS))
    return [round(west, 4), round(south, 4)]


def _inverse(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a position in the map's unit square (inverse spherical Mercator)."""
    lat = math.degrees(2 * math.atan(math.exp(math.pi * (1 - 2 * y))) - math.pi / 2)
    return x * 360 - 180, lat


def listed_pins(limit: int = 200) -> list[Pin]:
    """The newest published open pins; the list beside the public map."""
    return list(Pin.objects.filter(is_open=True, is_public=True).order_by("-opened_at")[:limit])


def layer_list(actor: Actor) -> list[dict[str, Any]]:
    """Layers this actor may put on a map, with where their tiles are."""
    own = [{"code": "areas", "geometry": "polygon"}, {"code": "cases", "geometry": "point"}]
    own += [{"code": "cases-work", "geometry": "point"}] if actor.is_staff else []
    sector = [
        {"code": known.code, "geometry": known.geometry, "titles": known.names} for known in layers(_allowed(actor))
    ]
    return [entry | {"tiles": f"/tiles/{entry['code']}/{{z}}/{{x}}/{{y}}.mvt"} for entry in own + sector]
