"""Teams with what they have and do, shelters with places left, and whose phone a key belongs to."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.geo import metres_between
from hueioc.lib.refusals import NotFound
from hueioc.people.rules import Actor
from hueioc.rescues.models import Rescue, Shelter, Team, Vehicle
from hueioc.rescues.queries.packs import craft_words, span, terms
from hueioc.rescues.rules.access import is_coordinator
from hueioc.rescues.rules.dispatch import Fit, Ready, suggest


def mark_of_team_key(key: str) -> str:
    """What is kept of the key of a team's phone; long random secrets need no slow hash."""
    return hashlib.sha256(f"rescue team {key}".encode("utf-8", "replace")).hexdigest()


def team_behind(key: str) -> tuple[Team, Actor]:
    """The team whose phone page a key opens, and who acts by it: an officer of its unit for the team's own calls.

    Raises NotFound for a key that is none, was drawn anew, or whose team is no more.
    """
    team = Team.objects.filter(mark=mark_of_team_key(key), is_active=True).first() if key else None
    if team is None:
        raise NotFound(_("This link is not valid any more. Ask the centre for a new one."))
    return team, Actor(ref=team.ref, roles=frozenset({("officer", team.unit)}))


@dataclass(frozen=True)
class Crew:
    """A team as the board shows it: its boats and vehicles, seats, and the calls it has, in the order of its trip."""

    team: Team
    vehicles: list[Vehicle]
    calls: list[Rescue]
    kinds: str = ""
    seats: int = 0
    load: int = 0
    seen_minutes: int | None = None
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def left(self) -> int:
        return max(0, self.seats - self.load)


def crews(units: Sequence[str] | None = None) -> list[Crew]:
    """Teams in the register, all or of some units, with three questions for all of them."""
    teams = Team.objects.filter(is_active=True, **({"unit__in": list(units)} if units is not None else {}))
    rows = list(teams.order_by("name", "id"))
    boats, calls = defaultdict(list), defaultdict(list)
    for one in Vehicle.objects.filter(team__in=rows, is_active=True).order_by("id"):
        boats[one.team_id].append(one)
    for call in Rescue.objects.filter(team__in=rows).exclude(phase="closed").order_by("stop", "id"):
        calls[call.team_id].append(call)
    now = clock.now()
    return [_crew(team, boats[team.pk], calls[team.pk], now) for team in rows]


def _crew(team: Team, vehicles: list[Vehicle], calls: list[Rescue], now: datetime) -> Crew:
    return Crew(
        team=team,
        vehicles=vehicles,
        calls=calls,
        kinds=", ".join(dict.fromkeys(craft_words(one.kind) for one in vehicles)),
        seats=sum(one.capacity for one in vehicles),
        load=sum(max(1, call.people) for call in calls),
        seen_minutes=int((now - team.seen_at).total_seconds() // 60) if team.seen_at else None,
    )


def crew(team: Team) -> Crew:
    """One team."""
    return next(one for one in crews([team.unit]) if one.team.pk == team.pk)


def fits_for(call: Rescue, among: Sequence[Crew] | None = None) -> list[tuple[Crew, Fit]]:
    """Teams for a call, the best first, each with why."""
    found = {one.team.code: one for one in (crews() if among is None else among)}
    known = terms()
    ready = [
        Ready(
            code=code,
            state=one.team.state,
            point=one.team.point,
            seen_at=one.team.seen_at,
            kinds=tuple(vehicle.kind for vehicle in one.vehicles),
            seats=one.seats,
            load=one.load,
            has_doctor=one.team.has_doctor,
            jobs=sum(other.code != call.code for other in one.calls),
        )
        for code, one in found.items()
    ]
    fits = suggest(
        ready,
        known.craft,
        point=call.exact_point,
        people=call.people,
        cm=known.cm(call.depth) if call.depth else None,
        needs_doctor="medical" in call.needs or call.sick > 0 or call.pregnant > 0,
        now=clock.now(),
        believed=span("seen_minutes"),
    )
    return [(found[fit.code], fit) for fit in fits]


def shelters(kind: str = "") -> list[Shelter]:
    """Shelters and hospitals in use, those with most places left first."""
    rows = Shelter.objects.filter(is_active=True, **({"kind": kind} if kind else {}))
    return sorted(rows, key=lambda one: (one.kind, -one.left, one.name))


def shelters_near(call: Rescue, most: int = 5) -> list[tuple[Shelter, float | None]]:
    """Shelters with places left for these people, nearest first."""
    point = call.exact_point
    found = [one for one in shelters() if one.left >= max(1, call.people)]
    far = [(one, metres_between(point, one.point) if point and one.point else None) for one in found]
    return sorted(far, key=lambda pair: (pair[1] is None, pair[1] or 0.0))[:most]


def kept_by(actor: Actor) -> tuple[list[Team], list[Vehicle], list[Shelter]]:
    """What this person keeps: everything for the centre, what is the unit's for its officers."""
    mine = {} if is_coordinator(actor) else {"unit__in": list(actor.units)}
    return (
        list(Team.objects.filter(**mine).order_by("-is_active", "name")[:500]),
        list(Vehicle.objects.filter(**mine).select_related("team").order_by("-is_active", "name")[:500]),
        list(Shelter.objects.filter(**mine).order_by("-is_active", "name")[:500]),
    )
