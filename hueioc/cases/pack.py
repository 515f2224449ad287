"""The shape of the routing rules in a city's pack: which unit gets a report, and the sentence that says why."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hueioc.lib.packs import CityPack, Pack, PackCode, Text, Validity, open_city, read_toml
from hueioc.people.pack import UnitsFile, read_units
from hueioc.places.pack import Layer, read_areas, read_layer
from hueioc.workflow.pack import read_service


class AssetMatch(Pack, frozen=True, kw_only=True):
    """True when an asset of the layer, valid on the day, lies within the distance and has one of the listed values."""

    layer: PackCode
    within_metres: float = 25.0
    where: dict[PackCode, list[str | bool]] = {}


class Match(Pack, frozen=True, kw_only=True):
    """When a rule applies; every given part must hold. `categories` names leaves or whole groups, empty means any."""

    categories: list[PackCode] = []
    asset: AssetMatch | None = None
    area_kinds: list[PackCode] = []
    areas: list[PackCode] = []


class Target(Pack, frozen=True, kw_only=True):
    """Whom a rule names, in exactly one way: a unit, a role at that place, the asset's owner, the category's role."""

    unit: PackCode | None = None
    role: PackCode | None = None
    asset_owner: bool = False
    category_role: bool = False

    def __post_init__(self) -> None:
        if sum([self.unit is not None, self.role is not None, self.asset_owner, self.category_role]) != 1:
            raise ValueError("a target is exactly one of unit, role, asset_owner or category_role")


class RoutingRule(Validity, frozen=True, kw_only=True):
    """The first rule that applies decides; `reason` may use {category} {area} {asset} {unit} {until}."""

    code: PackCode
    match: Match = Match()
    lead: Target
    supports: list[Target] = []
    reason: Text


class Routing(Pack, frozen=True, kw_only=True):
    """`routing.toml`: ordered rules."""

    rule: list[RoutingRule]


def read_routing(pack: CityPack) -> Routing:
    """The city's routing rules. Raises PackError."""
    return read_toml(pack.folder / "routing.toml", Routing)


class RedactionPattern(Pack, frozen=True, kw_only=True):
    """How one kind of personal data looks; `regex` may name the group `data`, `examples` must be found."""

    code: PackCode
    names: Text
    regex: str
    ignore_case: bool = False
    examples: list[str]
    not_examples: list[str] = []


class Redaction(Pack, frozen=True, kw_only=True):
    """`redaction.toml` in a rules pack: patterns in order, the first that matches a place names it.

    `repeat_marks` are words by which people say that something comes back, read without diacritics; `repeat_patterns`
    are regular expressions over the text in lower case.
    """

    pattern: list[RedactionPattern]
    repeat_marks: list[str] = []
    repeat_patterns: list[str] = []


def read_redaction(pack: CityPack) -> Redaction:
    """The patterns of every rules pack that is on and has some. Raises PackError."""
    files = [folder / "redaction.toml" for folder in pack.folders("rules")]
    found = [read_toml(path, Redaction) for path in files if path.exists()]
    return Redaction(
        pattern=[pattern for file in found for pattern in file.pattern],
        repeat_marks=[mark for file in found for mark in file.repeat_marks],
        repeat_patterns=[regex for file in found for regex in file.repeat_patterns],
    )


PLACEHOLDERS = frozenset({"category", "area", "asset", "unit", "until"})


class _Known(Pack, frozen=True, kw_only=True):
    """Every code a routing rule may name."""

    categories: set[str]
    areas: set[str]
    area_kinds: set[str]
    units: UnitsFile
    layers: dict[str, Layer]
    languages: list[str]


def check(city_dir: Path) -> list[str]:
    """Problems of the routing rules: names that exist nowhere, roles nobody holds, missing texts, no last resort."""
    pack = open_city(city_dir)
    routing, known = read_routing(pack), _known(pack)
    twice = Counter(rule.code for rule in routing.rule)
    problems = [f"The routing rule {code} is defined {times} times." for code, times in twice.items() if times > 1]
    for rule in routing.rule:
        problems += [f"Routing rule {rule.code}: {problem}" for problem in _of_rule(rule, known)]
    if not routing.rule or routing.rule[-1].match != Match() or routing.rule[-1].lead.unit is None:
        problems.append("The last routing rule must apply always and name a unit, so that no report is left alone.")
    held = {role for unit in known.units.unit if unit.valid_to is None for role in unit.agency_roles}
    for folder in pack.folders("services"):
        for category in read_service(folder).categories:
            unheld = {role for role in (category.role, *category.other_roles) if role and role not in held}
            problems += [f"Category {category.code}: no unit of today has the role {role}." for role in sorted(unheld)]
    return problems


def _known(pack: CityPack) -> _Known:
    manifest, areas = read_areas(pack)
    return _Known(
        categories={c.code for folder in pack.folders("services") for c in read_service(folder).categories},
        areas={area.entry.code for area in areas},
        area_kinds={kind.code for kind in manifest.kind},
        units=read_units(pack),
        layers={folder.name: read_layer(folder) for folder in pack.folders("layers")},
        languages=pack.city.languages,
    )


def _of_rule(rule: RoutingRule, known: _Known) -> Iterator[str]:
    match = rule.match
    yield from (f"the category {code} does not exist." for code in match.categories if code not in known.categories)
    yield from (f"the kind of area {code} does not exist." for code in match.area_kinds if code not in known.area_kinds)
    yield from (f"the area {code} does not exist." for code in match.areas if code not in known.areas)
    for target in (rule.lead, *rule.supports):
        yield from _of_target(target, match, known)
    if match.asset:
        yield from _of_asset(match.asset, known)
    for lang in known.languages:
        if not rule.reason.get(lang):
            yield f"its reason in {lang} is missing."
    for text in rule.reason.values():
        yield from (f"its reason uses {{{word}}}, which is not known." for word in _words(text) - PLACEHOLDERS)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", text))


def _of_target(target: Target, match: Match, known: _Known) -> Iterator[str]:
    if target.unit and target.unit not in {unit.code for unit in known.units.unit}:
        yield f"the unit {target.unit} does not exist."
    if target.asset_owner and match.asset is None:
        yield "it names the owner of an asset but looks for none."
    held = {role for unit in known.units.unit if unit.valid_to is None for role in unit.agency_roles}
    if target.role and target.role not in held:
        yield f"no unit of today has the role {target.role}."


def _of_asset(asset: AssetMatch, known: _Known) -> Iterator[str]:
    layer = known.layers.get(asset.layer)
    if layer is None:
        yield f"the layer {asset.layer} is not on in this city."
        return
    fields = {field.code: field for field in layer.fields}
    for name, wanted in asset.where.items():
        if name not in fields:
            yield f"the layer {asset.layer} has no field {name}."
        elif fields[name].values:
            strange = [value for value in wanted if value not in fields[name].values]
            yield from (f"the field {name} has no value {value!r}." for value in strange)
