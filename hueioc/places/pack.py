"""The shapes of areas, sector layers and place names in a city's pack, and the checks that keep them usable."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from hueioc.lib.packs import (
    CityPack,
    Pack,
    PackCode,
    PackError,
    Text,
    Validity,
    open_city,
    read_csv,
    read_json,
    read_toml,
)
from hueioc.lib.shapes import converted

FieldKind = Literal["text", "number", "date", "code", "unit", "flag"]


class AreaKind(Pack, frozen=True, kw_only=True):
    """A kind of area; `level` counts down the tiers (0 = the city), so that the most local area can be found."""

    code: PackCode
    names: Text
    level: int


class AreaFile(Validity, frozen=True, kw_only=True):
    """One file of areas: GeoJSON when outlines may be shipped, else CSV; its days hold where a row has none."""

    file: str
    licence: str
    attribution: str = ""
    approximate: bool = False


class AreasManifest(Pack, frozen=True, kw_only=True):
    """`areas/areas.toml`: the kinds of areas and the files they stand in."""

    kind: list[AreaKind]
    areas: list[AreaFile]


class AreaEntry(Validity, frozen=True, kw_only=True):
    """One area as written in a file: a CSV row, or the `properties` of a GeoJSON feature."""

    code: PackCode
    kind: PackCode
    names: Text
    parent: PackCode | None = None
    coverage: Literal["whole", "core"] = "whole"


class AreaShape(NamedTuple):
    """An area with its outline (None when no licensed outline exists) and its resolved days."""

    entry: AreaEntry
    geometry: BaseGeometry | None
    valid_from: date | None
    valid_to: date | None
    approximate: bool
    source: str


class CrosswalkRow(Pack, frozen=True, kw_only=True):
    """`areas/crosswalk.csv`: on that day `old_code` became `new_code`, wholly or in part."""

    old_code: PackCode
    new_code: PackCode
    part: Literal["full", "partial"]
    happened_on: date
    source: str
    status: Literal["confirmed", "example", "to_be_verified"] = "confirmed"


class PlaceRow(Pack, frozen=True, kw_only=True):
    """`places.csv`: one name people use; without a point, `area` says where it is."""

    code: PackCode
    names: Text
    kind: PackCode
    lat: float | None = None
    lon: float | None = None
    area: PackCode | None = None
    approximate: bool = True
    source: str = ""


class LayerField(Pack, frozen=True, kw_only=True):
    """One attribute that every feature of a layer may carry; `values` closes the list of allowed codes."""

    code: PackCode
    names: Text
    type: FieldKind
    required: bool = False
    values: dict[str, Text] = {}


class LayerStyle(Pack, frozen=True, kw_only=True):
    """How the map draws a layer, in names of the design tokens (no colours), from a zoom on."""

    token: PackCode = "layer-neutral"
    width: float = 2.0
    min_zoom: int = 12


class Layer(Validity, frozen=True, kw_only=True):
    """`layer.toml`: a sector layer, whose features stand in `data` (GeoJSON beside it)."""

    code: PackCode
    names: Text
    geometry: Literal["point", "line", "polygon"]
    data: str
    licence: str
    attribution: str = ""
    visibility: Literal["public", "internal", "restricted"] = "public"
    fields: list[LayerField] = []
    style: LayerStyle = LayerStyle()


class AssetEntry(Validity, frozen=True, kw_only=True):
    """The `properties` of a layer's feature: who owns it, from when to when, and the layer's own fields."""

    code: PackCode
    owner: PackCode
    names: dict[str, str] = {}
    attributes: dict[str, str | float | bool] = {}


class AssetShape(NamedTuple):
    """One feature of a layer with its geometry in degrees (x = longitude)."""

    layer: str
    entry: AssetEntry
    geometry: BaseGeometry


class _Feature(msgspec.Struct):
    type: Literal["Feature"]
    properties: dict[str, Any]
    geometry: dict[str, Any]


class _Collection(msgspec.Struct):
    type: Literal["FeatureCollection"]
    features: list[_Feature]


def _features(path: Path, entry: type[Any]) -> Iterator[tuple[Any, BaseGeometry]]:
    for number, feature in enumerate(read_json(path, _Collection).features):
        try:
            properties = converted(feature.properties, entry)
            geometry = shape(feature.geometry)
        except (msgspec.ValidationError, ShapelyError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise PackError(f"{path}: feature {number} is wrong: {error}.") from error
        if geometry.is_empty or not geometry.is_valid:
            raise PackError(f"{path}: the outline of feature {number} is empty or crosses itself.")
        yield properties, geometry


def read_areas(pack: CityPack) -> tuple[AreasManifest, list[AreaShape]]:
    """The manifest and every area of the city. Raises PackError."""
    home = pack.folder / "areas"
    manifest = read_toml(home / "areas.toml", AreasManifest)
    found: list[AreaShape] = []
    for file in manifest.areas:
        path = home / file.file
        if path.suffix == ".csv":
            rows: list[tuple[AreaEntry, BaseGeometry | None]] = [(row, None) for row in read_csv(path, AreaEntry)]
        else:
            rows = list(_features(path, AreaEntry))
        for entry, geometry in rows:
            since, until = entry.valid_from or file.valid_from, entry.valid_to or file.valid_to
            found.append(AreaShape(entry, geometry, since, until, file.approximate, entry.source or file.source))
    return manifest, found


def read_crosswalk(pack: CityPack) -> list[CrosswalkRow]:
    """The rows of `areas/crosswalk.csv`, none when the city has no such file. Raises PackError."""
    path = pack.folder / "areas" / "crosswalk.csv"
    return read_csv(path, CrosswalkRow) if path.exists() else []


def read_places(pack: CityPack) -> list[PlaceRow]:
    """The rows of `places.csv`, none when the city has no such file. Raises PackError."""
    path = pack.folder / "places.csv"
    return read_csv(path, PlaceRow) if path.exists() else []


def read_layer(folder: Path) -> Layer:
    """The manifest of one layer folder. Raises PackError."""
    return read_toml(folder / "layer.toml", Layer)


def read_assets(folder: Path, layer: Layer) -> list[AssetShape]:
    """Every feature of a layer. Raises PackError."""
    return [AssetShape(layer.code, entry, geometry) for entry, geometry in _features(folder / layer.data, AssetEntry)]


def check(city_dir: Path) -> list[str]:
    """Problems of areas, crosswalk, places and layers, one sentence each."""
    pack = open_city(city_dir)
    manifest, areas = read_areas(pack)
    codes = {area.entry.code for area in areas}
    problems = [*_area_problems(manifest, areas, codes)]
    for row in read_crosswalk(pack):
        unknown = {row.old_code, row.new_code} - codes
        problems += [f"The crosswalk names the area {code}, which does not exist." for code in sorted(unknown)]
    for place in read_places(pack):
        problems += [f"Place {place.code}: {problem}" for problem in _place_problems(place, codes, pack)]
    for folder in pack.folders("layers"):
        problems += [f"Layer {folder.name}: {problem}" for problem in _layer_problems(folder, pack)]
    return problems


def _area_problems(manifest: AreasManifest, areas: list[AreaShape], codes: set[str]) -> Iterator[str]:
    yield from (f"The area file {file.file} names no licence." for file in manifest.areas if not file.licence.strip())
    yield from (f"The area file {file.file} names no source." for file in manifest.areas if not file.source.strip())
    kinds = {kind.code for kind in manifest.kind}
    for code, times in Counter(area.entry.code for area in areas).items():
        if times > 1:
            yield f"Area {code} is defined {times} times."
    for area in areas:
        entry = area.entry
        if entry.kind not in kinds:
            yield f"Area {entry.code}: the kind {entry.kind} is not defined."
        if entry.parent and entry.parent not in codes:
            yield f"Area {entry.code}: its parent {entry.parent} does not exist."
        if area.valid_from and area.valid_to and area.valid_from > area.valid_to:
            yield f"Area {entry.code}: it ends before it begins."


def _place_problems(place: PlaceRow, codes: set[str], pack: CityPack) -> Iterator[str]:
    if place.area and place.area not in codes:
        yield f"its area {place.area} does not exist."
    if (place.lat is None) != (place.lon is None):
        yield "it has half a point."
    elif place.lat is None and not place.area:
        yield "it has neither a point nor an area."
    elif place.lat is not None and place.lon is not None and not pack.city.holds(place.lat, place.lon):
        yield "its point lies outside the city's bounds."


def _layer_problems(folder: Path, pack: CityPack) -> Iterator[str]:
    layer = read_layer(folder)
    if layer.code != folder.name:
        yield f"its code {layer.code} differs from its folder."
    if not layer.licence.strip() or not layer.source.strip():
        yield "it names no licence or no source."
    yield from (f"its name in {lang} is missing." for lang in pack.city.languages if not layer.names.get(lang))
    fields = {field.code: field for field in layer.fields}
    for asset in read_assets(folder, layer):
        entry = asset.entry
        yield from (f"{entry.code} has the unknown field {name}." for name in entry.attributes if name not in fields)
        for name, field in fields.items():
            value = entry.attributes.get(name)
            if field.required and value is None:
                yield f"{entry.code} lacks the field {name}."
            if value is not None and field.values and value not in field.values:
                yield f"{entry.code} has the value {value!r}, which {name} does not allow."
