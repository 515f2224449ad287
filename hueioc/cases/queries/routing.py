"""Proposes who should answer a report, and tries changed rules on last year's reports before they are saved."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import get_language

from hueioc.cases.models import Case
from hueioc.cases.pack import Routing
from hueioc.cases.queries.packs import routing_in_force
from hueioc.cases.rules.routing import Route, Spot, route
from hueioc.lib import clock
from hueioc.lib.geo import Point
from hueioc.lib.packs import say
from hueioc.people.queries import unit, unit_of_area, units_with_role
from hueioc.places.queries import area_at, area_name, assets_near
from hueioc.workflow.queries import catalogue, category_name

_NEAR_M = 40.0
_MOST_TRIED = 20_000


@dataclass(frozen=True)
class Proposal:
    """A proposed route with the sentence that says why, in the language of the request."""

    lead: str | None
    supports: tuple[str, ...]
    rule: str
    why: str


@dataclass(frozen=True)
class DryRun:
    """What changed rules would have done: how many reports were tried, and which would have gone elsewhere."""

    tried_on: int
    changed: list[tuple[str, str, str]] = field(default_factory=list)


def unit_for(role: str, area: str, day: date) -> str | None:
    """The unit that plays a role at a place: the area's own committee for `ward`, else the agency with the role."""
    own = unit_of_area(area, day) if area else None
    if own and (role == "ward" or role in own.roles):
        return own.code
    able = units_with_role(role, day)
    here = [u for u in able if u.area == area] or [u for u in able if not u.area]
    return here[0].code if here else None


def spot_of(category: str, point: Point | None, area: str, day: date) -> Spot:
    """Everything routing looks at, for a category and a place on a day."""
    known = catalogue().category(category)
    here = area_at(point, on=day) if point else None
    return Spot(
        category=category,
        group=known.parent or "",
        category_role=known.role or "",
        area=here.code if here else area,
        area_kind=here.kind if here else "",
        day=day,
        assets=assets_near(point, _NEAR_M, on=day) if point else (),
    )


def explain(decided: Route, spot: Spot) -> str:
    """The sentence of the rule that decided, with names filled in."""
    language = get_language() or catalogue().pack.city.default_language
    lead, asset = unit(decided.lead or ""), decided.asset
    words = {
        "category": category_name(spot.category),
        "area": area_name(spot.area, language) if spot.area else "",
        "unit": lead.name(language) if lead else "",
        "asset": say(dict(asset.names), language) if asset else "",
        "until": asset.valid_to.isoformat() if asset and asset.valid_to else "",
    }
    sentence = say(dict(decided.reason), language) if decided.reason else ""
    for name, word in words.items():
        sentence = sentence.replace("{" + name + "}", word)
    return sentence


def propose_route(category: str, point: Point | None, area: str = "", day: date | None = None) -> Proposal:
    """Who should lead and help, by the rules in force, and why."""
    spot = spot_of(category, point, area, day or clock.today())
    decided = route(routing_in_force()[0], spot, unit_for)
    return Proposal(decided.lead, decided.supports, decided.rule, explain(decided, spot))


def dry_run(changed: Routing, *, days: int = 365) -> DryRun:
    """Route the last year's reports by today's rules and by the changed ones, and say which differ."""
    since = clock.now() - timedelta(days=days)
    present = routing_in_force()[0]
    differ = []
    cases = Case.objects.filter(opened_at__gte=since).order_by("-opened_at")[:_MOST_TRIED]
    for case in cases.only("code", "service", "lat", "lon", "area", "opened_at"):
        spot = spot_of(case.service, case.point, case.area, clock.day_of(case.opened_at))
        before, after = route(present, spot, unit_for).lead or "", route(changed, spot, unit_for).lead or ""
        if before != after:
            differ.append((case.code, before, after))
    return DryRun(tried_on=len(cases), changed=differ)
