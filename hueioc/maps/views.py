"""Doors of the map: tiles, GeoJSON, the list of layers, and the public page with its list beside the map."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hueioc.lib import clock
from hueioc.lib.refusals import Invalid, Refusal
from hueioc.maps import queries
from hueioc.maps.rules.grid import Tile
from hueioc.people.queries import actor_of, unit
from hueioc.people.rules import Actor
from hueioc.places.queries import area_name, areas_geojson, layer_geojson, local_areas
from hueioc.workflow.queries import catalogue, category_name, page_of, phase_label, said

_TILE_TYPE = "application/vnd.mapbox-vector-tile"


def _json(data: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(data), content_type="application/json", status=status)


@require_safe
def tile_view(request: HttpRequest, layer: str, z: int, x: int, y: int) -> HttpResponse:
    """One tile; unchanged ones are answered with 304."""
    actor = actor_of(request)
    try:
        answer = queries.tile(layer, Tile(z, x, y), actor)
    except Refusal as refusal:
        return _json({"error": str(refusal.sentence)}, refusal.status)
    mark = f'"{layer}-{z}-{x}-{y}-{answer.mark}"'
    if request.headers.get("If-None-Match") == mark:
        return HttpResponseNotModified(headers={"ETag": mark})
    headers = {"ETag": mark, "Cache-Control": "private, max-age=10" if actor.is_staff else "public, max-age=10"}
    return HttpResponse(answer.body, content_type=_TILE_TYPE, headers=headers)


@require_safe
def areas_view(request: HttpRequest) -> HttpResponse:
    """Boundaries of the units of today as GeoJSON."""
    return _json(areas_geojson(local_areas()))


@require_safe
def layer_view(request: HttpRequest, layer: str) -> HttpResponse:
    """A public sector layer as GeoJSON."""
    known = {entry["code"] for entry in queries.layer_list(actor_of(request))} - {"areas", "cases", "cases-work"}
    if layer not in known:
        return _json({"error": _("There is no such layer.")}, 404)
    return _json(layer_geojson(layer, clock.today()))


def _box(text: str) -> tuple[float, float, float, float]:
    parts = text.split(",") if text else []
    if not parts:
        return catalogue().pack.city.bounds
    try:
        west, south, east, north = (float(part) for part in parts)
    except ValueError as error:
        raise Invalid(_("Give the box as west,south,east,north in degrees.")) from error
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise Invalid(_("Give the box as west,south,east,north in degrees."))
    return south, west, north, east


@require_safe
def pins_view(request: HttpRequest) -> HttpResponse:
    """Published open reports in a box as GeoJSON: `bbox=west,south,east,north`."""
    try:
        return _json(queries.public_pins(_box(request.GET.get("bbox", ""))))
    except Refusal as refusal:
        return _json({"error": str(refusal.sentence)}, refusal.status)


@require_safe
def layers_view(request: HttpRequest) -> HttpResponse:
    """Which layers there are for this visitor, and where."""
    return _json(queries.layer_list(actor_of(request)))


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """The map with the same content as a list, which is enough without scripts."""
    actor = actor_of(request)
    rows = [
        {
            "number": pin.ref.partition(":")[2],
            "page": page_of(pin.ref),
            "category": category_name(pin.service),
            "phase": phase_label(pin.service, pin.phase),
            "area": area_name(pin.area, request.LANGUAGE_CODE) if pin.area else "",
            "unit": known.name() if (known := unit(pin.unit)) else "",
            "opened_at": pin.opened_at,
        }
        for pin in queries.listed_pins()
    ]
    south, west, north, east = catalogue().pack.city.bounds
    layer = "cases-work" if actor.is_centre or actor.units or actor.has("leader") else "cases"
    context = {"rows": rows, "bounds": f"{west},{south},{east},{north}", "layer": layer}
    frame = "ui/staff.html" if actor.is_staff else "ui/citizen.html"
    # The engine of the map is ten times what a page of a phone may weigh: there it comes when it is asked for.
    is_shown = actor.is_staff or request.GET.get("map") == "1"
    return render(request, "maps/map.html", context | {"frame": frame, "is_shown": is_shown, "layers": _layers(actor)})


def _layers(actor: Actor) -> list[dict[str, str]]:
    """Sector layers that can be laid over the map, with their names in the language in force."""
    known = [entry for entry in queries.layer_list(actor) if "titles" in entry]
    return [
        {"code": one["code"], "geometry": one["geometry"], "title": said(one["titles"]) or one["code"]} for one in known
    ]
