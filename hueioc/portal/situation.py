"""The situation now, for everybody: water, warnings, roads, schools, power, shelters, on one light page."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hueioc.emergencies.queries import Standing as Said
from hueioc.emergencies.queries import flood_night, standing_now
from hueioc.forecasts.queries import Line as ForecastLine
from hueioc.forecasts.queries import Told, newest
from hueioc.lib import clock
from hueioc.rescues.queries import has_rescue, shelters
from hueioc.sensors.queries import Standing, level_chip, levels_now

PLAIN = " plain"
"""Class of a page that loads no typeface of its own."""
_CM = 100
_STILL_CM_H, _AHEAD_H = 1.0, 6
_MOST_SHELTERS, _MOST_GAUGES, _MOST_SAID = 20, 12, 60


@require_safe
def now_page(request: HttpRequest) -> HttpResponse:
    """Works without scripts and pictures and stays below 40 KB with its style sheet; a phone on a bad line reads it."""
    gauges, told = _gauges(), newest()
    said = standing_now()
    context = {
        "night": flood_night(),
        "lightness": PLAIN,
        "alerts": [alert for source in settings.ALERT_SOURCES for alert in import_string(source)()],
        "gauges": [_line(one, told) for one in gauges[:_MOST_GAUGES]],
        "is_simulated": any(one.newest and one.newest.is_simulated for one in gauges),
        "said": said[:_MOST_SAID],
        "more_said": max(0, len(said) - _MOST_SAID),
        "shelters": _shelters(),
        "takes_rescues": has_rescue(),
        "now": clock.now(),
    }
    answer = render(request, "portal/now.html", context)
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def now_json(request: HttpRequest) -> JsonResponse:
    """The same for programs."""
    night = flood_night()
    return JsonResponse(
        {
            "as_of": clock.now().isoformat(),
            "flood_night_since": night.began_at.isoformat() if night else None,
            "levels": [_told(one) for one in _gauges()],
            "conditions": [_condition(one) for one in standing_now()],
            "shelters": [{"name": one.name, "places_left": one.left} for one in _shelters()],
        }
    )


def _shelters() -> list[Any]:
    return [one for one in shelters("shelter") if one.left > 0][:_MOST_SHELTERS]


def _gauges() -> list[Standing]:
    """Gauges of rivers that were read, those highest above their levels first."""
    found = [one for one in levels_now() if one.series.quantity.code == "level" and one.newest]
    return sorted(found, key=lambda one: (-one.reached, one.thresholds is None, one.series.station.name))


def _line(one: Standing, told: dict[str, Told]) -> dict[str, Any]:
    return {
        "name": one.series.station.name,
        "code": one.series.station.code,
        "river": one.series.station.river,
        "value": one.newest.value if one.newest else None,
        "at": one.newest.at if one.newest else None,
        "words": one.words,
        "chip": level_chip(one.reached) if one.thresholds else None,
        "trend": _trend(one.rise),
        "ahead": _ahead(told.get(one.series.code)),
        "is_stale": one.is_stale,
    }


def _ahead(told: Told | None) -> ForecastLine | None:
    """What is foretold for six hours, or for the nearest span to it; nothing that is older than that span."""
    if told is None or not told.lines:
        return None
    found = min(told.lines, key=lambda one: abs(one.ahead_h - _AHEAD_H))
    return found if clock.now() - told.made_at < timedelta(hours=found.ahead_h) else None


def _trend(rise: float | None) -> str:
    """Whether the water rises, in words; nothing where nobody knows."""
    if rise is None:
        return ""
    speed = rise * _CM
    if abs(speed) < _STILL_CM_H:
        return str(_("steady"))
    words = _("rising %(cm)d cm an hour") if speed > 0 else _("falling %(cm)d cm an hour")
    return str(words % {"cm": round(abs(speed))})


def _told(one: Standing) -> dict[str, Any]:
    newest = one.newest
    return {
        "station": one.series.station.code,
        "level_m": newest.value if newest else None,
        "at": newest.at.isoformat() if newest else None,
        "rise_m_h": one.rise,
        "words": one.words,
        "level": one.reached,
        "is_stale": one.is_stale,
    }


def _condition(one: Said) -> dict[str, Any]:
    row = one.row
    said_at = row.said_at.isoformat()
    return {"what": row.what, "area": row.area, "place": row.place, "depth_cm": row.depth_cm, "said_at": said_at}
