"""The wall: the same numbers read from five metres, alive for a whole shift without being loaded again."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hueioc.indicators.queries import standing_work
from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed
from hueioc.people.queries import actor_of
from hueioc.places.queries import drawing
from hueioc.portal.dashboard.cards import cards, read_numbers
from hueioc.portal.dashboard.events import latest
from hueioc.portal.dashboard.period import Look
from hueioc.workflow.queries import area_label, catalogue, city_world

_WIDTH = 980
_LINES = 9
_WATCHED = 6
_LETTER_PX = 9.0


@dataclass(frozen=True)
class Mark:
    """One open piece of work on the wall's map: its place in pixels and the mark of its state."""

    x: float
    y: float
    late: str
    is_urgent: bool


def _allowed(request: HttpRequest) -> None:
    actor = actor_of(request)
    if not (actor.is_centre or actor.has("leader") or actor.has("auditor")):
        raise NotAllowed(_("The wall is for the centre and the city's leaders."))


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """The whole page; its script takes the part below anew whenever something happens."""
    _allowed(request)
    return render(request, "portal/wall.html", _content())


@require_safe
def wall_part(request: HttpRequest) -> HttpResponse:
    """Only what changes, for the page that is already open."""
    _allowed(request)
    answer = render(request, "portal/parts/wall.html", _content())
    answer["Cache-Control"] = "no-store"
    return answer


def _content() -> dict[str, Any]:
    today = city_world().day(clock.now())
    look = Look("today", today, today)
    picture, numbers = drawing(_WIDTH), read_numbers(look)
    pins = standing_work(look.slice)
    marks = [Mark(*picture.place(pin.point), pin.late, pin.is_urgent) for pin in pins]
    return {
        "look": look,
        "as_of": clock.now(),
        "zone": catalogue().pack.city.time_zone,
        "cards": cards(numbers),
        "picture": picture,
        "labels": [
            (shape, name)
            for shape in picture.shapes
            if shape.room_px > len(name := area_label(shape.code)) * _LETTER_PX
        ],
        # The worst are drawn last, so that nothing covers them.
        "marks": marks[::-1],
        "pins_shown": len(marks),
        "pins_total": max(len(marks), numbers.figures["open"].numerator or 0),
        "happenings": latest(_LINES),
        "units": [line for line in numbers.units if line.overdue][:_WATCHED],
    }
