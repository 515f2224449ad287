"""What a draft is made of and what it lacks; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Invalid
from hueioc.places.rules import Sketch
from hueioc.warnings.pack import PLACEHOLDER, TEXTS, UrgencyStep

LANGUAGES = ("vi", "en")
MESSAGES = ("alert", "update", "cancel", "all_clear")
GAP = "…"
LONGEST = {"headline": 160, "description": 4000, "instruction": 4000}
FINDINGS = ("as_warned", "weaker", "stronger", "nothing", "not_known")
_MOST_POINTS = 500
_LARGEST_RADIUS_M = 100_000.0


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a warning holds: units by their area codes, or a sketch; `words` say it by language where somebody did."""

    kind: str  # units, reach, circle or polygon
    units: tuple[str, ...] = ()
    sketch: Sketch | None = None
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class NewWarning:
    """A draft as it is given; texts that are empty are made from the pack's and `given`.

    `source` is the reference of what caused it (a fact, an alarm, a piece of work), `key` makes a repeat harmless.
    """

    hazard: str
    level: int
    place: Place
    onset_at: datetime
    expires_at: datetime | None = None
    certainty: str = ""
    responses: tuple[str, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    is_exercise: bool = False
    message: str = "alert"
    unit: str = ""
    source: str = ""
    received: str = ""
    key: str = ""


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled in; what nobody gave is a gap, which keeps it from being submitted."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], "").strip() or GAP, text)


def in_one_language(value: str, language: str) -> str:
    """What was given for a field: the same in both languages, or `Vietnamese | English`."""
    vietnamese, bar, english = value.partition("|")
    return (english if bar and language != "vi" else vietnamese).strip()


def urgency_of(onset_at: datetime, now: datetime, steps: Sequence[UrgencyStep]) -> str:
    """The CAP urgency of what begins then: the nearest step that holds it, later than all is Future."""
    hours = (onset_at - now) / timedelta(hours=1)
    within = [step for step in steps if hours <= step.within_hours]
    return min(within, key=lambda step: step.within_hours).code if within else "Future"


def check_times(onset_at: datetime, expires_at: datetime, now: datetime, longest: timedelta) -> None:
    """Raises Invalid for an end that is over, before its beginning, or too far away."""
    faults: dict[str, str | Promise] = {}
    if expires_at <= now:
        faults["expires_at"] = _("Choose an end that is still to come.")
    elif expires_at <= onset_at:
        faults["expires_at"] = _("Choose an end after the beginning.")
    elif expires_at - now > longest:
        faults["expires_at"] = _("One message cannot hold that long. Choose a nearer end and update it later.")
    if faults:
        raise Invalid(next(iter(faults.values())), fields=faults)


def check_place(place: Place, local: Sequence[str]) -> None:
    """Raises Invalid for a place that is none: no units, unknown ones, or a sketch that cannot be drawn."""
    sketch = place.sketch
    if place.kind == "units":
        if not place.units or not set(place.units) <= set(local):
            _wrong("units", _("Choose at least one ward or commune from the list."))
        return
    if sketch is None:
        fault = _("Say where: type the points, or draw them on the map.")
        raise Invalid(fault, fields={"points": fault})
    wanted = {"circle": (1, 1), "reach": (2, _MOST_POINTS), "polygon": (3, _MOST_POINTS)}[place.kind]
    if not wanted[0] <= len(sketch.points) <= wanted[1]:
        _wrong("points", _("A circle has one point, a line at least two, a polygon at least three; at most 500."))
    if place.kind != "polygon" and not 0 < sketch.metres <= _LARGEST_RADIUS_M:
        _wrong("metres", _("Give a distance above zero and at most 100 km."))


def _wrong(name: str, sentence: str | Promise) -> None:
    raise Invalid(sentence, fields={name: sentence})


def gaps(texts: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Names (`headline_vi`) of texts that are empty, too long, or still have a gap."""
    return [
        f"{part}_{language}"
        for language in LANGUAGES
        for part in TEXTS
        if not (said := texts.get(language, {}).get(part, "").strip())
        or GAP in said
        or PLACEHOLDER.search(said)
        or len(said) > LONGEST[part]
    ]


def read_points(text: str) -> tuple[tuple[float, float], ...]:
    """Points typed or drawn as `latitude,longitude` in lines or with blanks between. Raises Invalid."""
    points = []
    for part in text.replace(";", " ").split():
        try:
            lat, lon = (float(one) for one in part.split(","))
        except ValueError:
            lat = lon = 999.0
        if not (abs(lat) <= 90 and abs(lon) <= 180):
            fault = _("Write each point as latitude,longitude in degrees, for example 16.46,107.59, one in a line.")
            raise Invalid(fault, fields={"points": fault})
        points.append((lat, lon))
    closed = len(points) > 3 and points[0] == points[-1]
    return tuple(points[:-1] if closed else points)
