"""The shape of the city's units in its pack: who must answer, since when, and who stands for whom now."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hueioc.lib.packs import CityPack, Pack, PackCode, Text, Validity, open_city, read_toml


class UnitKind(Pack, frozen=True, kw_only=True):
    """A kind of unit (ward, department, utility, …) with its name for people."""

    code: PackCode
    names: Text


class AgencyRole(Pack, frozen=True, kw_only=True):
    """What a unit is asked for, such as `environment_company`; services and routes name roles, not units."""

    code: PackCode
    names: Text


class UnitEntry(Validity, frozen=True, kw_only=True):
    """One agency, ward or utility; `area` for those that serve one area, `successor` for those that ended."""

    code: PackCode
    names: Text
    short_names: dict[str, str] = {}
    kind: PackCode
    area: PackCode | None = None
    parent: PackCode | None = None
    agency_roles: list[PackCode] = []
    predecessors: list[PackCode] = []
    successor: PackCode | None = None


class UnitsFile(Pack, frozen=True, kw_only=True):
    """`units/*.toml`: any number of kinds, roles and units; all files of the folder are read together."""

    kind: list[UnitKind] = []
    agency_role: list[AgencyRole] = []
    unit: list[UnitEntry] = []


def read_units(pack: CityPack) -> UnitsFile:
    """All units of the city, in the order of file names. Raises PackError."""
    files = [read_toml(path, UnitsFile) for path in sorted((pack.folder / "units").glob("*.toml"))]
    return UnitsFile(
        kind=[kind for file in files for kind in file.kind],
        agency_role=[role for file in files for role in file.agency_role],
        unit=[unit for file in files for unit in file.unit],
    )


def check(city_dir: Path) -> list[str]:
    """Problems of the units, one sentence each: double codes, unknown kinds, roles or relatives, wrong days."""
    pack = open_city(city_dir)
    units = read_units(pack)
    codes = {unit.code for unit in units.unit}
    twice = Counter(unit.code for unit in units.unit)
    problems = [f"Unit {code} is defined {times} times." for code, times in twice.items() if times > 1]
    if pack.city.centre not in codes:
        problems.append(f"The city's centre {pack.city.centre} is not among the units.")
    for unit in units.unit:
        problems += [f"Unit {unit.code}: {problem}" for problem in _problems_of(unit, units, codes, pack)]
    return problems


def _problems_of(unit: UnitEntry, units: UnitsFile, codes: set[str], pack: CityPack) -> Iterator[str]:
    if unit.kind not in {kind.code for kind in units.kind}:
        yield f"the kind {unit.kind} is not defined."
    roles = {role.code for role in units.agency_role}
    yield from (f"the role {role} is not defined." for role in unit.agency_roles if role not in roles)
    relatives = [*unit.predecessors, *filter(None, [unit.parent, unit.successor])]
    yield from (f"it names the unit {code}, which does not exist." for code in relatives if code not in codes)
    if unit.valid_from and unit.valid_to and unit.valid_from > unit.valid_to:
        yield "it ends before it begins."
    if unit.successor and not unit.valid_to:
        yield "it has a successor but no last day."
    yield from (f"its name in {lang} is missing." for lang in pack.city.languages if not unit.names.get(lang))
