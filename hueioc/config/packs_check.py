"""Checks every city's packs: each room looks at its part, and this file at what only two rooms together see."""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

from hueioc.lib.packs import CityPack, PackError, discover, open_city
from hueioc.people.pack import read_units
from hueioc.places.pack import read_areas, read_assets, read_layer, read_places

Check = Callable[[Path], list[str]]


def problems_of_all(root: Path) -> list[str]:
    """One sentence for everything that is wrong in any city under a root of packs; empty when all is well."""
    cities = discover(root, "cities")
    if not cities:
        return [f"{root}: there is no city under {root / 'cities'}."]
    return [f"{folder.name}: {problem}" for folder in cities for problem in problems_of(folder)]


def problems_of(city_dir: Path) -> list[str]:
    """One sentence for everything that is wrong with one city and the packs it has on."""
    found: list[str] = []
    for check in (_folders, *_checks_of_rooms(), _across_rooms):
        try:
            found += check(city_dir)
        except PackError as error:
            found.append(str(error))
    return list(dict.fromkeys(found))


def _checks_of_rooms() -> Iterator[Check]:
    for room in settings.ROOMS:
        name = f"hueioc.{room}.pack"
        if find_spec(name) is not None:
            check = getattr(import_module(name), "check", None)
            if check is not None:
                yield check


def _folders(city_dir: Path) -> list[str]:
    """A city that names a pack which is not there."""
    pack = open_city(city_dir)
    found = [] if pack.city.code == city_dir.name else [f"The city's code {pack.city.code} differs from its folder."]
    for family in ("services", "layers", "processes", "rules", "returns", "stations", "exercises"):
        there = {folder.name for folder in discover(pack.root, family)}
        found += [
            f"There is no pack {family}/{folder.name}." for folder in pack.folders(family) if folder.name not in there
        ]
    if pack.city.default_language not in pack.city.languages:
        found.append(f"The default language {pack.city.default_language} is not among the languages.")
    return found


def _across_rooms(city_dir: Path) -> list[str]:
    """Units and places are strangers to each other: only here is seen whether their codes meet."""
    pack = open_city(city_dir)
    areas = {area.entry.code for area in read_areas(pack)[1]}
    units = {unit.code: unit for unit in read_units(pack).unit}
    found = [
        f"Unit {unit.code}: its area {unit.area} does not exist."
        for unit in units.values()
        if unit.area and unit.area not in areas
    ]
    found += _owners(pack, set(units))
    found += _languages(pack)
    return found


def _owners(pack: CityPack, units: set[str]) -> Iterator[str]:
    for folder in pack.folders("layers"):
        for asset in read_assets(folder, read_layer(folder)):
            if asset.entry.owner not in units:
                yield f"Layer {folder.name}: the owner {asset.entry.owner} of {asset.entry.code} is no unit."


def _languages(pack: CityPack) -> Iterator[str]:
    for what, names in (
        *((f"Area {area.entry.code}", area.entry.names) for area in read_areas(pack)[1]),
        *((f"Place {place.code}", place.names) for place in read_places(pack)),
    ):
        yield from (f"{what}: its name in {lang} is missing." for lang in pack.city.languages if not names.get(lang))
