"""The business rules a message of ours must keep beyond the schema, one sentence each; pure.

The schema alone lets a message through that helps nobody: a cancellation of nothing, a polygon that is open, an end
before its beginning.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.warnings.rules.cap import CapAlert, CapArea, CapInfo

GEOCODE, RISK = "VN-GSO", "VN-riskLevel"
FORBIDDEN = frozenset(" ,<&")
LONGEST_HEADLINE = 160
Check = Callable[[CapAlert], bool]


class Rule(NamedTuple):
    """One rule: its short code and the sentence for whoever broke it."""

    code: str
    sentence: str | Promise
    is_kept: Check


def _infos(keep: Callable[[CapInfo], bool]) -> Check:
    return lambda alert: all(keep(info) for info in alert.infos)


def _areas(keep: Callable[[CapArea], bool]) -> Check:
    return lambda alert: all(keep(area) for info in alert.infos for area in info.areas)


def _has_zone(moment: datetime | None) -> bool:
    return moment is None or moment.tzinfo is not None


def _is_closed(ring: tuple[tuple[float, float], ...]) -> bool:
    return len(ring) >= 4 and ring[0] == ring[-1]


def _is_on_earth(area: CapArea) -> bool:
    points = [point for ring in area.polygons for point in ring] + [(one.lat, one.lon) for one in area.circles]
    return all(abs(lat) <= 90 and abs(lon) <= 180 for lat, lon in points)


def _is_geocoded(area: CapArea) -> bool:
    codes = [one.value for one in area.geocodes if one.name == GEOCODE]
    return all(len(code) == 5 and code.isdigit() for code in codes)


def _ends_after(alert: CapAlert) -> bool:
    return all(info.expires is not None and info.expires > alert.sent for info in alert.infos)


def _begins_before_end(info: CapInfo) -> bool:
    return info.onset is None or info.expires is None or info.onset < info.expires


def _refers(alert: CapAlert) -> bool:
    wanted = alert.message_type in {"Update", "Cancel"}
    return wanted == bool(alert.references) and all(len(one.split(",")) == 3 for one in alert.references)


def _says_level(info: CapInfo) -> bool:
    levels = [one.value for one in info.parameters if one.name == RISK]
    return all(level in {"1", "2", "3", "4", "5"} for level in levels) and len(levels) <= 1


def _same_in_every_language(alert: CapAlert) -> bool:
    plain = {(one.severity, one.urgency, one.certainty, one.categories, one.expires) for one in alert.infos}
    return len(plain) <= 1


RULES: tuple[Rule, ...] = (
    Rule(
        "identifier",
        _("The identifier and the sender hold no blank, comma, < or &."),
        lambda a: bool(a.identifier and a.sender) and not FORBIDDEN & set(a.identifier + a.sender),
    ),
    Rule(
        "zone",
        _("Every time has a numeric zone such as +07:00."),
        lambda a: _has_zone(a.sent) and all(_has_zone(t) for i in a.infos for t in (i.effective, i.onset, i.expires)),
    ),
    Rule("public", _("A warning of the public has the scope Public."), lambda a: a.scope == "Public"),
    Rule(
        "status",
        _("The status is Actual, or Exercise for an exercise."),
        lambda a: a.status in {"Actual", "Exercise"},
    ),
    Rule("references", _("An update or a cancellation names its message; a first one names none."), _refers),
    Rule("info", _("The message says something in at least one language."), lambda a: bool(a.infos)),
    Rule(
        "languages",
        _("Vietnamese comes first and English second."),
        lambda a: [info.language for info in a.infos][:2] == ["vi-VN", "en"],
    ),
    Rule("same", _("Every language says the same severity, urgency, certainty and end."), _same_in_every_language),
    Rule("expires", _("The message ends after it was sent."), _ends_after),
    Rule("onset", _("It begins before it ends."), _infos(_begins_before_end)),
    Rule(
        "headline",
        _("Each language has a headline of at most 160 characters."),
        _infos(lambda i: 0 < len(i.headline) <= LONGEST_HEADLINE),
    ),
    Rule("instruction", _("Each language says what to do."), _infos(lambda i: bool(i.description and i.instruction))),
    Rule("area", _("Each language names an area."), _infos(lambda i: bool(i.areas))),
    Rule(
        "polygon",
        _("A polygon has at least four points and ends where it began."),
        _areas(lambda a: all(map(_is_closed, a.polygons))),
    ),
    Rule(
        "circle",
        _("A circle has a radius above zero and below 500 km."),
        _areas(lambda a: all(0 < one.radius_km < 500 for one in a.circles)),
    ),
    Rule("earth", _("Every point lies on the earth."), _areas(_is_on_earth)),
    Rule("geocode", _("An area code VN-GSO has five digits."), _areas(_is_geocoded)),
    Rule(
        "place",
        _("An area is drawn, or has the code of a unit."),
        _areas(lambda a: bool(a.polygons or a.circles or a.geocodes)),
    ),
    Rule("risk", _("The risk level VN-riskLevel is a number from 1 to 5."), _infos(_says_level)),
    Rule(
        "all_clear",
        _("An all-clear stands alone: no other response is asked for beside it."),
        _infos(lambda i: "AllClear" not in i.responses or len(i.responses) == 1),
    ),
)


def broken(alert: CapAlert) -> Iterator[Rule]:
    """Every rule the message breaks, in the order of the table."""
    yield from (rule for rule in RULES if not rule.is_kept(alert))


def is_long(alert: CapAlert, longest: timedelta) -> bool:
    """True when a message would hold longer than it may."""
    return any(info.expires is not None and info.expires - alert.sent > longest for info in alert.infos)
