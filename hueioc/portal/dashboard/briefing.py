"""The daily briefing on one page: what a leader must know in the morning, as HTML and as PDF, from the same figures."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import typst
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from hueioc.lib import clock
from hueioc.lib.refusals import Invalid
from hueioc.people.rules import Actor
from hueioc.portal.dashboard.cards import Numbers, cards, read_numbers
from hueioc.portal.dashboard.charts import topic_bars
from hueioc.portal.dashboard.decisions import decisions
from hueioc.portal.dashboard.period import Look
from hueioc.portal.dashboard.views import leader_or_refuse
from hueioc.ui.templatetags.numbers import number, percent, points
from hueioc.workflow.queries import catalogue, city_world, said

_PAGE = Path(__file__).with_name("briefing.typ")
_MOST_UNITS = 8
_SHOWN_DAYS = 14


@require_safe
def briefing(request: HttpRequest) -> HttpResponse:
    """The briefing of a day as a page that prints on one sheet."""
    actor = leader_or_refuse(request)
    return render(request, "portal/briefing.html", {"sheet": _sheet(_day(request), actor)})


@require_safe
def briefing_pdf(request: HttpRequest) -> HttpResponse:
    """The same as PDF, in the language of the request."""
    day = _day(request)
    sheet = _sheet(day, leader_or_refuse(request))
    language = request.LANGUAGE_CODE[:2]
    data = json.dumps(sheet | {"language": language}, ensure_ascii=False)
    # Texts go in as data and are never read as markup, so no text of a city can change the page.
    pdf = typst.compile(str(_PAGE), sys_inputs={"data": data}, ignore_system_fonts=True)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="briefing-{day.isoformat()}-{language}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _day(request: HttpRequest) -> date:
    """The day asked for, today without one. Raises Invalid for a day that cannot be read or has not come."""
    today, typed = city_world().day(clock.now()), request.GET.get("day", "").strip()
    if not typed:
        return today
    try:
        day = date.fromisoformat(typed)
    except ValueError as error:
        raise Invalid(_("Write a day as 2026-01-31.")) from error
    if day > today:
        raise Invalid(_("This day has not come yet."))
    return day


def _sheet(day: date, actor: Actor) -> dict[str, Any]:
    """Everything the briefing says, as words and numbers that need no further thought."""
    look = Look("days", day, day)
    numbers = read_numbers(look)
    lines = [line for line in numbers.units if line.owed][:_MOST_UNITS]
    is_today = day == city_world().day(clock.now())
    return {
        "title": _("Daily briefing of the operations centre"),
        "city": said(catalogue().pack.city.names),
        "day": date_format(day, "l, d/m/Y"),
        "day_code": day.isoformat(),
        "previous": (day - timedelta(days=1)).isoformat(),
        "next": "" if is_today else (day + timedelta(days=1)).isoformat(),
        "made": _("Made %(at)s from the journal of the city.") % {"at": _now()},
        "summary": _summary(numbers),
        "headings": {
            "numbers": _("Numbers"),
            "decisions": _("What needs a decision"),
            "units": _("Units to watch, the week up to this day"),
            "topics": _("Topics of what was received"),
            "days": _("Received by day"),
        },
        "cards": [
            {
                "title": card.title,
                "value": card.value,
                "parts": card.parts,
                "note": f"{card.change} {card.note}".strip(),
            }
            for card in cards(numbers)
        ],
        # What stands open now says nothing about an earlier day.
        "decisions": [{"title": one.title, "text": one.text} for one in decisions(numbers, actor)] if is_today else [],
        "no_decisions": _("No decision is waiting.") if is_today else _("Shown on the day itself only."),
        "unit_heads": [_("Unit"), _("New"), _("Answered"), _("On time"), _("Change, in points"), _("Overdue")],
        "units": [
            [
                line.name,
                number(line.received),
                number(line.ended),
                f"{percent(line.share)} ({line.kept} ÷ {line.owed})",
                points(line.change),
                number(line.overdue),
            ]
            for line in lines
        ],
        "topics": _topics(numbers),
        "bars": _bars(numbers),
        "definitions": _("On time: answered by the deadline ÷ (answered with a deadline + open and overdue)."),
    }


def _topics(numbers: Numbers) -> list[dict[str, Any]]:
    bars = topic_bars(numbers.look, numbers.now)
    return [{"name": bar.name, "many": number(bar.many), "length": bar.length} for bar in bars]


def _now() -> str:
    return date_format(timezone.localtime(clock.now()), "H:i d/m/Y")


def _summary(numbers: Numbers) -> str:
    received = numbers.figures["received"].numerator or 0
    ended = numbers.course.counts["ended"][-1]
    overdue = numbers.course.overdue[-1]
    words = ngettext(
        "%(received)s report was received and %(ended)s answered for good; %(overdue)s stood overdue at the end.",
        "%(received)s reports were received and %(ended)s answered for good; %(overdue)s stood overdue at the end.",
        received,
    )
    return words % {"received": number(received), "ended": number(ended), "overdue": number(overdue)}


def _bars(numbers: Numbers) -> list[dict[str, Any]]:
    course = numbers.course
    days, counts = course.days[-_SHOWN_DAYS:], course.counts["received"][-_SHOWN_DAYS:]
    most = max(counts, default=0) or 1
    return [
        {"day": f"{day.day}/{day.month}", "many": many, "length": round(100 * many / most)}
        for day, many in zip(days, counts, strict=True)
    ]
