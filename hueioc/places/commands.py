"""Brings the register of places in line with the city pack; an unchanged pack changes nothing and records nothing."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypedDict

import msgspec
import shapely
from django.db import models, transaction
from django.db.models import Q
from shapely.geometry.base import BaseGeometry

from hueioc.journal.commands import record
from hueioc.lib import clock
from hueioc.lib.geo import Point, morton
from hueioc.lib.packs import CityPack, PackError, fingerprint
from hueioc.lib.shapes import converted
from hueioc.places.atlas import forget
from hueioc.places.events import AreasLoaded, GazetteerLoaded, LayerLoaded
from hueioc.places.models import Area, AreaChange, Asset, LoadedPack, Place, SectorLayer
from hueioc.places.pack import (
    AreaShape,
    AssetShape,
    Layer,
    PlaceRow,
    read_areas,
    read_assets,
    read_crosswalk,
    read_layer,
    read_places,
)
from hueioc.places.rules import search_key

ACTOR = "machine:packs"
_NO_OUTLINE = dict.fromkeys(("south", "west", "north", "east", "lat", "lon", "geometry"))


def load_pack(pack: CityPack) -> None:
    """Read everything this room keeps of a city. Raises PackError, and then the part concerned is unchanged."""
    load_areas(pack)
    load_gazetteer(pack)
    load_layers(pack)


def load_areas(pack: CityPack) -> bool:
    """Read areas and crosswalk; False when nothing changed. Raises PackError.

    An area that left the pack keeps its name, because old reports carry its code, but ends and loses its outline.
    """
    files = [path for path in (pack.folder / "areas").iterdir() if path.is_file()]
    forget()
    with transaction.atomic():
        mark = _changed("areas", files)
        if mark is None:
            return False
        manifest, shapes = read_areas(pack)
        levels = {kind.code: kind.level for kind in manifest.kind}
        changes = [AreaChange(**msgspec.structs.asdict(row)) for row in read_crosswalk(pack)]
        left = _end_vanished({shape.entry.code for shape in shapes})
        _upsert(Area, [_area(shape, levels) for shape in shapes], ["code"])
        AreaChange.objects.all().delete()
        AreaChange.objects.bulk_create(changes)
        _remember("areas", mark)
        transaction.on_commit(forget)
        event = AreasLoaded(areas=len(shapes), changes=len(changes), left=left, fingerprint=mark)
        record(event, subject=f"city:{pack.city.code}", actor=ACTOR)
    return True


def load_gazetteer(pack: CityPack) -> bool:
    """Read the names of places; False when nothing changed. Raises PackError."""
    path = pack.folder / "places.csv"
    with transaction.atomic():
        mark = _changed("gazetteer", [path] if path.exists() else [])
        if mark is None:
            return False
        rows = [_place(row) for row in read_places(pack)]
        Place.objects.all().delete()
        Place.objects.bulk_create(rows)
        _remember("gazetteer", mark)
        record(GazetteerLoaded(places=len(rows), fingerprint=mark), subject=f"city:{pack.city.code}", actor=ACTOR)
    return True


def load_layers(pack: CityPack) -> int:
    """Read the sector layers that are on; returns how many changed. A layer that was switched off is emptied."""
    folders = pack.folders("layers")
    changed = sum(_load_layer(folder) for folder in folders)
    for row in SectorLayer.objects.exclude(code__in=[folder.name for folder in folders]):
        changed += _drop_layer(row.code)
    return changed


def _load_layer(folder: Path) -> bool:
    with transaction.atomic():
        mark = _changed(f"layer:{folder.name}", [path for path in folder.iterdir() if path.is_file()])
        if mark is None:
            return False
        layer = read_layer(folder)
        rows = [_asset(asset, layer) for asset in read_assets(folder, layer)]
        Asset.objects.filter(layer=layer.code).delete()
        Asset.objects.bulk_create(rows, batch_size=500)
        manifest = {"visibility": layer.visibility, "manifest": msgspec.to_builtins(layer)}
        SectorLayer.objects.update_or_create(code=layer.code, defaults=manifest)
        _remember(f"layer:{folder.name}", mark)
        event = LayerLoaded(layer=layer.code, assets=len(rows), fingerprint=mark)
        record(event, subject=f"layer:{layer.code}", actor=ACTOR, visibility=layer.visibility)
    return True


def _drop_layer(code: str) -> bool:
    with transaction.atomic():
        layer = converted(SectorLayer.objects.get(code=code).manifest, Layer)
        Asset.objects.filter(layer=code).delete()
        SectorLayer.objects.filter(code=code).delete()
        LoadedPack.objects.filter(name=f"layer:{code}").delete()
        event = LayerLoaded(layer=code, assets=0, fingerprint="")
        record(event, subject=f"layer:{code}", actor=ACTOR, visibility=layer.visibility)
    return True


def _changed(name: str, files: Sequence[Path]) -> str | None:
    """The new fingerprint, or None when it is the one we know."""
    try:
        mark = fingerprint(files)
    except OSError as error:
        raise PackError(f"{name}: a file cannot be read ({error.strerror}).") from error
    known = LoadedPack.objects.filter(name=name).values_list("fingerprint", flat=True).first()
    return None if mark == known else mark


def _remember(name: str, mark: str) -> None:
    LoadedPack.objects.update_or_create(name=name, defaults={"fingerprint": mark, "loaded_at": clock.now()})


def _end_vanished(codes: set[str]) -> int:
    gone = Area.objects.exclude(code__in=codes)
    yesterday = clock.today() - timedelta(days=1)
    gone.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=yesterday)).update(valid_to=yesterday)
    return gone.exclude(geometry__isnull=True, south__isnull=True).update(**_NO_OUTLINE)


def _upsert(model: type[models.Model], rows: Sequence[models.Model], unique: list[str]) -> None:
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key and field.name not in unique]
    model._default_manager.bulk_create(
        rows, batch_size=200, update_conflicts=True, unique_fields=unique, update_fields=fields
    )


class _Box(TypedDict, total=False):
    south: float
    west: float
    north: float
    east: float
    lat: float
    lon: float
    geometry: bytes


def _box(geometry: BaseGeometry) -> _Box:
    west, south, east, north = geometry.bounds
    inside = geometry.representative_point()
    return _Box(
        south=south, west=west, north=north, east=east, lat=inside.y, lon=inside.x, geometry=shapely.to_wkb(geometry)
    )


def _area(shape: AreaShape, levels: dict[str, int]) -> Area:
    entry = shape.entry
    box = _box(shape.geometry) if shape.geometry is not None else _Box()
    if entry.kind not in levels:
        raise PackError(f"areas: the kind {entry.kind} of {entry.code} is not defined.")
    return Area(
        code=entry.code,
        kind=entry.kind,
        level=levels[entry.kind],
        names=entry.names,
        folded=search_key(entry.names.values()),
        parent=entry.parent or "",
        coverage=entry.coverage,
        approximate=shape.approximate,
        source=shape.source,
        valid_from=shape.valid_from,
        valid_to=shape.valid_to,
        **box,
    )


def _place(row: PlaceRow) -> Place:
    key = search_key(row.names.values())
    place: dict[str, Any] = {"lat": row.lat, "lon": row.lon, "area": row.area or "", "approximate": row.approximate}
    return Place(code=row.code, kind=row.kind, names=row.names, folded=key, **place)


def _asset(asset: AssetShape, layer: Layer) -> Asset:
    entry, box = asset.entry, _box(asset.geometry)
    since: date | None = entry.valid_from or layer.valid_from
    return Asset(
        layer=layer.code,
        code=entry.code,
        owner=entry.owner,
        names=entry.names,
        attributes=entry.attributes,
        morton=morton(Point(box["lat"], box["lon"])),
        valid_from=since,
        valid_to=entry.valid_to or layer.valid_to,
        **box,
    )
