"""Which team is nearest and can do it; pure. Says of each team why it fits or does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from hueioc.lib.geo import Point, metres_between
from hueioc.rescues.pack import Craft

# Straight lines are longer on the water's ways and around what stands in them.
_DETOUR = 1.4
_UNKNOWN_KM = 15.0
GOES = frozenset({"free", "back"})


@dataclass(frozen=True)
class Ready:
    """A team as dispatch sees it: its boats and vehicles, seats left after what it has already, and where it is."""

    code: str
    state: str
    point: Point | None
    seen_at: datetime | None
    kinds: tuple[str, ...]
    seats: int
    load: int
    has_doctor: bool
    jobs: int


class Fit(NamedTuple):
    """A team for a call: minutes until it is there (None: position unknown), reasons as codes, whether it can do it."""

    code: str
    minutes: int | None
    distance_m: float | None
    reasons: tuple[str, ...]
    fits: bool
    left: int


def suggest(
    teams: Sequence[Ready],
    crafts: Sequence[Craft],
    *,
    point: Point | None,
    people: int,
    cm: int | None,
    needs_doctor: bool,
    now: datetime,
    believed: timedelta,
) -> list[Fit]:
    """All teams in service, those that fit first, the quickest of them at the top."""
    kinds = {one.code: one for one in crafts}
    fits = [
        _fit(team, kinds, point, max(1, people), cm, needs_doctor, now, believed)
        for team in teams
        if team.state != "out"
    ]
    return sorted(fits, key=lambda one: (not one.fits, one.minutes is None, one.minutes or 0, one.code))


def _fit(
    team: Ready,
    kinds: dict[str, Craft],
    point: Point | None,
    people: int,
    cm: int | None,
    needs_doctor: bool,
    now: datetime,
    believed: timedelta,
) -> Fit:
    known = [kinds[code] for code in team.kinds if code in kinds]
    # Where nobody told the depth, nothing is ruled out by it.
    able = [one for one in known if cm is None or one.least_cm <= cm <= one.most_cm]
    left = team.seats - team.load
    reasons, fits = [], True
    if not able:
        reasons, fits = ["no_craft_for_depth"], False
    if left < people:
        reasons.append("too_few_seats")
        fits = False
    has_doctor = team.has_doctor or any(one.medical for one in able)
    if needs_doctor:
        reasons.append("has_doctor" if has_doctor else "no_doctor")
    if team.state not in GOES:
        reasons.append("busy")
    if team.jobs:
        reasons.append("on_its_way")
    distance = metres_between(team.point, point) if team.point and point else None
    if distance is None:
        reasons.append("place_unknown")
    elif team.seen_at is None or now - team.seen_at > believed:
        reasons.append("place_old")
    return Fit(
        team.code, _minutes(distance, able, team, needs_doctor and not has_doctor), distance, tuple(reasons), fits, left
    )


def _minutes(distance: float | None, able: Sequence[Craft], team: Ready, lacks_doctor: bool) -> int | None:
    """How long it takes, with time for what the team has to do before; a missing doctor counts like a long way."""
    if not able:
        return None
    km = _UNKNOWN_KM if distance is None else distance / 1000 * _DETOUR
    quickest = max(one.kmh for one in able)
    waits = (15 * team.jobs) + (20 if team.state not in GOES else 0) + (60 if lacks_doctor else 0)
    return round(60 * km / quickest) + waits
