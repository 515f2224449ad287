"""Makes of a draft what will be sent: its texts and the message as CAP data; the same for preview and release."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import override

from hueioc.lib import clock
from hueioc.lib.packs import say
from hueioc.places.queries import area_name, areas_under, middle_of, rings_of_area, rings_of_sketch
from hueioc.places.rules import Sketch
from hueioc.warnings.models import Alert
from hueioc.warnings.pack import TEXTS
from hueioc.warnings.queries.choices import ending_of, hazard_of, hazards, wards
from hueioc.warnings.rules.cap import CapAlert, CapArea, CapInfo, Circle, Named, reference, said_time
from hueioc.warnings.rules.drafting import LANGUAGES, Place, filled, in_one_language, urgency_of
from hueioc.warnings.rules.profile import GEOCODE, RISK
from hueioc.workflow.queries import catalogue

TOUCHED = "VN-GSO-touched"
_CAP_LANGUAGE = {"vi": "vi-VN", "en": "en"}
_OUTLINE_TOLERANCE_M = 150.0
_MESSAGE_TYPES = {"alert": "Alert", "update": "Update", "cancel": "Cancel", "all_clear": "Update"}
_OVER = frozenset({"cancel", "all_clear"})


def sketch_of(kept: Mapping[str, Any] | None) -> Sketch | None:
    """A sketch as it was kept."""
    if not kept:
        return None
    return Sketch(kept["kind"], tuple((float(lat), float(lon)) for lat, lon in kept["points"]), float(kept["metres"]))


def kept_sketch(sketch: Sketch | None) -> dict[str, Any] | None:
    """A sketch as it is kept."""
    if sketch is None:
        return None
    return {"kind": sketch.kind, "points": [list(point) for point in sketch.points], "metres": sketch.metres}


def units_under(place: Place, at: datetime) -> list[str]:
    """Codes of the wards a place touches: those chosen, or those under its sketch."""
    if place.sketch is None:
        return sorted(set(place.units))
    return sorted(one.code for one in areas_under(place.sketch, wards(clock.day_of(at))))


def place_words(words: Mapping[str, str], units: list[str], language: str) -> str:
    """The area in words: as somebody wrote it, else the names of its units."""
    return words.get(language, "").strip() or ", ".join(area_name(code, language) for code in units)


def texts_for(alert: Alert, at: datetime) -> dict[str, dict[str, str]]:
    """The three texts in each language, made from the pack and what was given."""
    day = clock.day_of(at)
    source = ending_of(alert.message, day) or hazard_of(alert.service, day)
    return {
        language: {part: filled(getattr(source, part)[language], _values(alert, language, at)) for part in TEXTS}
        for language in LANGUAGES
    }


def _values(alert: Alert, language: str, at: datetime) -> dict[str, str]:
    zone = catalogue().calendar.time_zone
    values = {str(name): in_one_language(str(value), language) for name, value in alert.given.items()}
    own = {
        "place": place_words(alert.area_words, alert.area_units, language),
        "level": str(alert.level) if alert.level else "",
        "from": alert.onset_at.astimezone(zone).strftime("%H:%M %d/%m/%Y"),
        "until": alert.expires_at.astimezone(zone).strftime("%H:%M %d/%m/%Y"),
        "hotline": catalogue().pack.city.brand.hotline,
        "event": say(catalogue().category(alert.service).names, language),
        "number": alert.follows or alert.code,
    }
    return values | own


def sender() -> str:
    """The sender of every CAP message of this city."""
    return f"warnings@{settings.EMAIL_DOMAIN}"


def identifier_of(code: str) -> str:
    """The CAP identifier of a message: the city and its number, unique for ever."""
    return f"{catalogue().pack.city.code}-{code}"


def cap_of(alert: Alert, at: datetime) -> CapAlert:
    """The message as it would be sent at an instant."""
    zone = catalogue().calendar.time_zone
    earlier = Alert.objects.filter(thread=alert.thread, released_at__isnull=False).exclude(pk=alert.pk)
    references = [
        reference(sender(), one.identifier or "", said_time(one.released_at.astimezone(zone)))
        for one in (earlier.order_by("released_at", "id") if alert.follows else [])
        if one.released_at
    ]
    return CapAlert(
        identifier=identifier_of(alert.code),
        sender=sender(),
        sent=at.astimezone(zone),
        status="Exercise" if alert.is_exercise else "Actual",
        message_type=_MESSAGE_TYPES[alert.message],
        scope="Public",
        # The standard asks for the name of an exercise here.
        note=f"Exercise {alert.thread}" if alert.is_exercise else "",
        references=tuple(references),
        infos=tuple(_info(alert, language, at) for language in LANGUAGES),
    )


def urgency_at(alert: Alert, at: datetime) -> str:
    """How soon it begins, seen from an instant; what is over is Past."""
    if alert.message in _OVER:
        return "Past"
    day = clock.day_of(at)
    return urgency_of(alert.onset_at, at, [step for step in hazards().urgency if step.holds_on(day)])


def _info(alert: Alert, language: str, at: datetime) -> CapInfo:
    zone = catalogue().calendar.time_zone
    said, city = alert.texts.get(language, {}), catalogue().pack.city
    risk = (Named(RISK, str(alert.level)),) if alert.level else ()
    touched = [gso for code in alert.area_units if alert.sketch and (gso := gso_of(code))]
    return CapInfo(
        language=_CAP_LANGUAGE[language],
        event=say(catalogue().category(alert.service).names, language),
        categories=tuple(hazard_of(alert.service, clock.day_of(at)).cap_categories),
        responses=tuple(alert.responses),
        urgency=urgency_at(alert, at),
        severity=alert.severity,
        certainty=alert.certainty,
        effective=at.astimezone(zone),
        onset=None if alert.message in _OVER else alert.onset_at.astimezone(zone),
        expires=alert.expires_at.astimezone(zone),
        sender_name=say(city.names, language),
        headline=_marked(said.get("headline", ""), alert, language),
        description=said.get("description", ""),
        instruction=said.get("instruction", ""),
        web=f"{settings.PUBLIC_ADDRESS.rstrip('/')}/warnings/{alert.code}/",
        contact=city.brand.hotline,
        parameters=(*risk, *((Named(TOUCHED, " ".join(touched)),) if touched else ())),
        areas=tuple(_areas(alert, language)),
    )


def exercise_mark(language: str) -> str:
    """What stands before every text of an exercise."""
    return {"vi": "DIỄN TẬP: ", "en": "EXERCISE: "}.get(language, "EXERCISE: ")


def _marked(headline: str, alert: Alert, language: str) -> str:
    return (exercise_mark(language) + headline)[:160] if alert.is_exercise else headline


def gso_of(area: str) -> str:
    """The five digits of the statistics office in an area's code; empty for one that has none."""
    digits = area.rpartition("-")[2]
    return digits if len(digits) == 5 and digits.isdigit() else ""


def _areas(alert: Alert, language: str) -> list[CapArea]:
    sketch = sketch_of(alert.sketch)
    words = place_words(alert.area_words, alert.area_units, language)
    if sketch is None:
        return [_unit_area(code, language) for code in alert.area_units]
    if sketch.kind == "circle":
        (lat, lon), metres = sketch.points[0], sketch.metres
        return [CapArea(words or f"{lat}, {lon}", circles=(Circle(lat, lon, metres / 1000),))]
    # Points say less than a name, and more than nothing where no unit is touched.
    return [CapArea(words or str(middle_of(sketch)), polygons=tuple(rings_of_sketch(sketch)))]


def _unit_area(code: str, language: str) -> CapArea:
    gso = gso_of(code)
    return CapArea(
        description=area_name(code, language),
        polygons=tuple(rings_of_area(code, _OUTLINE_TOLERANCE_M)),
        geocodes=(Named(GEOCODE, gso),) if gso else (),
    )


def in_language(alert: Alert, language: str) -> dict[str, str]:
    """The texts for a reader: Vietnamese for `vi`, else English; `lang` says which it is."""
    shown = "vi" if language == "vi" else "en"
    with override(shown):
        said = alert.texts.get(shown) or {}
    headline = _marked(str(said.get("headline", "")), alert, shown)
    return {**{part: str(said.get(part, "")) for part in TEXTS}, "headline": headline, "lang": shown}
