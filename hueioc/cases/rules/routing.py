"""Which unit should answer, and the sentence that says why: owner of the asset first, topic second, ward last."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from hueioc.cases.pack import AssetMatch, Match, Routing, RoutingRule, Target


class Asset(Protocol):
    """What routing needs to know of a thing in the street."""

    @property
    def layer(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def attributes(self) -> Mapping[str, Any]: ...
    @property
    def names(self) -> Mapping[str, str]: ...
    @property
    def valid_to(self) -> date | None: ...
    @property
    def distance_m(self) -> float: ...


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Everything a route depends on: what, where, when, and what stands there."""

    category: str
    group: str
    category_role: str
    area: str
    area_kind: str
    day: date
    assets: Sequence[Asset] = ()


# (role, area, day) -> code of the unit that plays the role there, or None.
UnitFor = Callable[[str, str, date], str | None]


@dataclass(frozen=True)
class Route:
    """The decision: a lead, supporting units, the rule that decided, and what its sentence speaks of."""

    lead: str | None
    supports: tuple[str, ...] = ()
    rule: str = ""
    reason: Mapping[str, str] = field(default_factory=dict)
    asset: Asset | None = None


def _asset_for(match: AssetMatch, assets: Sequence[Asset]) -> Asset | None:
    for asset in assets:
        if asset.layer != match.layer or asset.distance_m > match.within_metres:
            continue
        if all(asset.attributes.get(name) in allowed for name, allowed in match.where.items()):
            return asset
    return None


def _applies(match: Match, spot: Spot) -> bool:
    return (
        (not match.categories or spot.category in match.categories or spot.group in match.categories)
        and (not match.area_kinds or spot.area_kind in match.area_kinds)
        and (not match.areas or spot.area in match.areas)
    )


def _unit_of(target: Target, spot: Spot, asset: Asset | None, unit_for: UnitFor) -> str | None:
    if target.unit:
        return target.unit
    if target.asset_owner:
        return asset.owner if asset and asset.owner else None
    role = spot.category_role if target.category_role else target.role
    return unit_for(role, spot.area, spot.day) if role else None


def _decide(rule: RoutingRule, spot: Spot, unit_for: UnitFor) -> Route | None:
    if not rule.holds_on(spot.day) or not _applies(rule.match, spot):
        return None
    asset = _asset_for(rule.match.asset, spot.assets) if rule.match.asset else None
    if rule.match.asset and asset is None:
        return None
    lead = _unit_of(rule.lead, spot, asset, unit_for)
    if lead is None:
        return None
    found = (_unit_of(target, spot, asset, unit_for) for target in rule.supports)
    supports = tuple(dict.fromkeys(code for code in found if code and code != lead))
    return Route(lead=lead, supports=supports, rule=rule.code, reason=rule.reason, asset=asset)


def route(routing: Routing, spot: Spot, unit_for: UnitFor) -> Route:
    """The first rule that applies and finds a unit decides; without one the route has no lead."""
    for rule in routing.rule:
        decided = _decide(rule, spot, unit_for)
        if decided is not None:
            return decided
    return Route(lead=None)
