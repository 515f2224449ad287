"""The shapes of what dossiers need from packs beside procedures: agencies, codes of other systems, index 766."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from hueioc.dossiers.rules.index766 import Counting, Kind, Rule, Zero
from hueioc.dossiers.rules.numbers import is_agency
from hueioc.dossiers.rules.statuses import Meaning
from hueioc.lib.packs import CityPack, Pack, PackCode, Text, Validity, open_city, read_first, read_toml
from hueioc.people.pack import read_units
from hueioc.workflow.pack import Procedure, read_process, read_service

KIND = "procedure"


class Agency(Pack, frozen=True, kw_only=True):
    """What a unit is called in the numbers of its dossiers, such as `H57.31`."""

    unit: PackCode
    identifier: str


class Agencies(Validity, frozen=True, kw_only=True):
    """`agencies.toml` of a city: how its numbers are written, and the identifier of every unit that gives them out."""

    day_digits: int = 6
    sequence_digits: int = 4
    agency: list[Agency] = []


class StatusSystem(Validity, frozen=True, kw_only=True):
    """The status codes of one other system and what each means here; so its kinds of applicants and its channels."""

    code: PackCode
    names: Text
    codes: dict[str, Meaning]
    applicants: dict[str, str] = {}
    channels: dict[str, str] = {}


class Statuses(Pack, frozen=True, kw_only=True):
    """`statuses.toml` in a rules pack: any number of systems; the first is used where none is named."""

    system: list[StatusSystem]


class IndexBlock(Pack, frozen=True, kw_only=True):
    """A block of the index with the sum of its points."""

    code: PackCode
    names: Text
    max: int


class IndexItem(Validity, frozen=True, kw_only=True):
    """One item: points at most, kind of rule, and what this product counts for it; None means there is no data."""

    id: str
    block: PackCode
    names: Text
    max: int
    rule: Kind
    threshold_percent: int = 0
    zero_denominator: Zero = "not_applicable"
    counts: Counting | None = None
    note: str = ""

    def as_rule(self) -> Rule:
        """What the pure rules need of it."""
        return Rule(self.id, self.block, self.max, self.rule, self.threshold_percent, self.zero_denominator)


class Index(Validity, frozen=True, kw_only=True):
    """`index.toml` in a rules pack: blocks and items of an official index, whose points make `total`."""

    code: PackCode
    names: Text
    total: int
    block: list[IndexBlock]
    item: list[IndexItem]

    def items_on(self, day: date) -> list[IndexItem]:
        """The items that hold on a day, in their order."""
        return [one for one in self.item if one.holds_on(day)]


def read_index(pack: CityPack) -> Index | None:
    """The index of the first rules pack that is on and has one; None for a city without. Raises PackError."""
    return read_first(pack.folders("rules"), "index.toml", Index)


def read_agencies(pack: CityPack) -> Agencies:
    """The city's identifiers; empty for a city without the file. Raises PackError."""
    path = pack.folder / "agencies.toml"
    return read_toml(path, Agencies) if path.exists() else Agencies()


def read_statuses(pack: CityPack) -> list[StatusSystem]:
    """The systems of every rules pack that is on and has some. Raises PackError."""
    files = [folder / "statuses.toml" for folder in pack.folders("rules")]
    return [system for path in files if path.exists() for system in read_toml(path, Statuses).system]


def check(city_dir: Path) -> list[str]:
    """Problems of agencies, status codes and procedures, one sentence each."""
    pack = open_city(city_dir)
    services = [service for service in map(read_service, pack.folders("services")) if service.about.kind == KIND]
    problems = [*_of_agencies(pack), *_of_statuses(pack, is_needed=bool(services)), *_of_index(pack)]
    processes = {process.code: process for process in map(read_process, pack.folders("processes"))}
    for service in services:
        process = processes.get(service.about.process)
        verbs = {step.verb for step in process.transition} if process else set()
        missing = VERBS - verbs if process else set()
        problems += [f"Process {service.about.process}: dossiers need the verb {verb}." for verb in sorted(missing)]
        procedures = [one for one in service.categories if isinstance(one, Procedure)]
        if not procedures:
            problems.append(f"Service {service.about.code}: there is no procedure in it.")
        held = {role for unit in read_units(pack).unit if unit.valid_to is None for role in unit.agency_roles}
        for one in procedures:
            strange = {step.role for step in one.steps if step.role} - held
            problems += [f"Procedure {one.code}: no unit of today has the role {role}." for role in sorted(strange)]
    return problems


def _of_agencies(pack: CityPack) -> Iterator[str]:
    found = read_agencies(pack)
    units = {unit.code for unit in read_units(pack).unit}
    if found.day_digits not in {6, 8} or not 4 <= found.sequence_digits <= 7:
        yield "Agencies: a number has 6 or 8 digits of its day and 4 to 7 of its sequence."
    if found.agency and not found.source.strip():
        yield "Agencies: they name no source."
    for agency in found.agency:
        if agency.unit not in units:
            yield f"Agency {agency.identifier}: the unit {agency.unit} does not exist."
        if not is_agency(agency.identifier):
            yield f"Agency {agency.identifier}: numbers cannot carry this identifier."
    for what in ("unit", "identifier"):
        twice = Counter(getattr(agency, what) for agency in found.agency)
        yield from (f"Agencies: the {what} {one} stands {times} times." for one, times in twice.items() if times > 1)


def _of_statuses(pack: CityPack, *, is_needed: bool) -> Iterator[str]:
    systems = read_statuses(pack)
    if is_needed and not systems:
        yield "Dossiers need the status codes of at least one system (`statuses.toml` in a rules pack)."
    for code, times in Counter(system.code for system in systems).items():
        if times > 1:
            yield f"Status codes: the system {code} is defined {times} times."
    for system in systems:
        if not system.source.strip():
            yield f"Status codes of {system.code} name no source."
        yield from (
            f"Status codes of {system.code} lack their name in {language}."
            for language in pack.city.languages
            if not system.names.get(language, "").strip()
        )


def _of_index(pack: CityPack) -> Iterator[str]:
    index = read_index(pack)
    if index is None:
        return
    if not index.source.strip():
        yield f"Index {index.code}: it names no source."
    for day in sorted({one.valid_from or date.min for one in index.item}):
        items = index.items_on(day)
        if sum(one.max for one in items) != index.total:
            yield f"Index {index.code}: the items of {day} make {sum(one.max for one in items)}, not {index.total}."
        for block in index.block:
            points = sum(one.max for one in items if one.block == block.code)
            if points != block.max:
                yield f"Index {index.code}: the items of block {block.code} make {points}, not {block.max}."
        twice = Counter(one.id for one in items)
        yield from (f"Index {index.code}: item {one} holds {n} times on {day}." for one, n in twice.items() if n > 1)
    yield from (problem for item in index.item for problem in _of_item(item, {block.code for block in index.block}))


def _of_item(item: IndexItem, blocks: set[str]) -> Iterator[str]:
    if item.block not in blocks:
        yield f"Index item {item.id}: there is no block {item.block}."
    if not item.source.strip():
        yield f"Index item {item.id} names no source."
    if (item.rule == "threshold") != (0 < item.threshold_percent <= 100):
        yield f"Index item {item.id}: a threshold item, and no other, has a threshold from 1 to 100 per cent."
    if item.max < 0 or (item.rule in {"monitor", "mean"} and item.max):
        yield f"Index item {item.id}: points are not below zero, and an item that is only watched has none."
    if (item.rule == "mean") != (item.counts == "handling_time"):
        yield f"Index item {item.id}: a mean, and nothing else, counts the handling time."


# Every verb that commands of this room give; a process may allow more and may not lack one.
VERBS = frozenset(
    {
        *("register", "accept", "refuse", "request_supplement", "receive_supplement", "request_payment"),
        *("confirm_payment", "hand_over", "take_over", "return", "lapse", "assign_inside", "apologise", "finish"),
        *("return_result", "stop", "withdraw", "note", "remind", "attach"),
    }
)
