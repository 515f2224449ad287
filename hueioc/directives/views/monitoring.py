"""Task monitoring with its definitions, and the weekly sheet as a page, as PDF and as a spreadsheet."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import typst
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hueioc.directives.models import Directive
from hueioc.directives.queries import DEFINITIONS, Week, priority_words, ranking, week_of
from hueioc.lib import clock
from hueioc.lib.refusals import Invalid
from hueioc.lib.workbook import Cell, Share, Sheet, workbook
from hueioc.people.queries import staff_or_refuse, unit
from hueioc.ui.templatetags.numbers import number, percent
from hueioc.workflow.queries import catalogue, city_world, outcome_label, phase_label, said

_PAGE = Path(__file__).with_name("week.typ")
_PERIODS = (30, 90, 365)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def monitoring_page(request: HttpRequest) -> HttpResponse:
    """By lead unit and by giver: due, late, silent, closed, on time, over a period."""
    actor, typed = staff_or_refuse(request), request.GET.get("days", "")
    days = int(typed) if typed in {str(one) for one in _PERIODS} else _PERIODS[0]
    ranked = ranking(actor, days)
    context = {
        "units": ranked.units(),
        "givers": ranked.givers(),
        "definitions": DEFINITIONS,
        "period": days,
        "periods": [(one, _("%(days)d days") % {"days": one}) for one in _PERIODS],
        "unit_word": _("Lead unit"),
        "giver_word": _("Giver"),
    }
    return render(request, "directives/monitoring_staff.html", context)


@require_safe
def week_page(request: HttpRequest) -> HttpResponse:
    """The weekly sheet on a screen."""
    week = week_of(staff_or_refuse(request), _day(request))
    context = {
        "sheet": _sheet(week),
        "units": week.units,
        "definitions": DEFINITIONS,
        "unit_word": _("Lead unit"),
    }
    return render(request, "directives/week_staff.html", context)


@require_safe
def week_pdf(request: HttpRequest) -> HttpResponse:
    """The weekly sheet on paper, in the language of the request."""
    week = week_of(staff_or_refuse(request), _day(request))
    language = request.LANGUAGE_CODE[:2]
    # Texts go in as data and are never read as markup, so no title can change the page.
    inputs = {"data": json.dumps(_sheet(week) | {"language": language}, ensure_ascii=False)}
    pdf = typst.compile(str(_PAGE), sys_inputs=inputs, ignore_system_fonts=True)
    return _file(pdf, "application/pdf", f"directives-{week.first.isoformat()}.pdf")


@require_safe
def week_xlsx(request: HttpRequest) -> HttpResponse:
    """The weekly sheet as a workbook: one sheet a part, with dates and numbers as such."""
    week = week_of(staff_or_refuse(request), _day(request))
    heads = _heads()
    sheets = [Sheet(title, heads, [_cells(one) for one in rows]) for title, rows in _parts(week)]
    columns = [str(name) for name, _definition in DEFINITIONS.values()]
    units: list[list[Cell]] = [
        [
            *(row.name, row.open, row.due, row.late, row.silent, row.waits, row.closed),
            *(None if row.share is None else Share(row.share), row.extended),
        ]
        for row in week.units
    ]
    sheets.append(Sheet(_("Lead units"), [_("Lead unit"), *columns], units))
    words = [[str(name), str(definition)] for name, definition in DEFINITIONS.values()]
    sheets.append(Sheet(_("Definitions"), [_("Column"), _("What it counts")], words))
    return _file(workbook(sheets), _XLSX, f"directives-{week.first.isoformat()}.xlsx")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _day(request: HttpRequest) -> date:
    """A day of the week that is asked for, today without one. Raises Invalid for one that is none or has not come."""
    today, typed = city_world().day(clock.now()), request.GET.get("day", "").strip()
    if not typed:
        return today
    try:
        day = date.fromisoformat(typed)
    except ValueError as error:
        raise Invalid(_("Write a day as 2026-01-31.")) from error
    if not date(2000, 1, 3) <= day <= today:
        raise Invalid(_("This day has not come yet."))
    return day


def _parts(week: Week) -> list[tuple[str, Sequence[Directive]]]:
    return [
        (_("Late now"), week.late),
        (_("Due in the next 7 days"), week.due_next),
        (_("Closed in the week"), week.closed),
        (_("Given in the week"), week.given),
    ]


def _heads() -> list[str]:
    return [_("Number"), _("Directive"), _("Lead unit"), _("Priority"), _("Given"), _("Due"), _("State"), _("Done")]


def _cells(one: Directive) -> list[Cell]:
    """One directive as a line: dates as dates, the rest as it is read."""
    calendar, found = catalogue().calendar, unit(one.unit)
    return [
        one.code,
        one.title,
        found.short() if found else "",
        priority_words(one.urgency),
        calendar.local_day(one.opened_at),
        calendar.local_day(one.due_at) if one.due_at else None,
        outcome_label(one.service, one.outcome, public=False)
        if one.phase == "closed"
        else phase_label(one.service, one.phase, public=False),
        Share(one.percent / 100),
    ]


def _words(cell: Cell) -> str:
    if isinstance(cell, date):
        return date_format(cell, "d/m/Y")
    return percent(cell, 0) if isinstance(cell, Share) else "–" if cell is None else str(cell)


def _sheet(week: Week) -> dict[str, Any]:
    """Everything page and paper say, as words that need no further thought."""
    today = city_world().day(clock.now())
    columns = [str(name) for name, _definition in DEFINITIONS.values()]
    return {
        "title": _("Weekly sheet of directives"),
        "city": said(catalogue().pack.city.names),
        "span": f"{date_format(week.first, 'd/m/Y')} – {date_format(week.last, 'd/m/Y')}",
        "day": week.first.isoformat(),
        "previous": (week.first - timedelta(days=7)).isoformat(),
        "next": (week.first + timedelta(days=7)).isoformat() if week.last < today else "",
        "made": _("Made %(at)s. Confidential directives are counted nowhere.")
        % {"at": date_format(timezone.localtime(clock.now()), "H:i d/m/Y")},
        "heads": _heads(),
        "parts": [
            {"title": title, "rows": [[_words(cell) for cell in _cells(one)] for one in rows]}
            for title, rows in _parts(week)
        ],
        "none": _("None."),
        "units_title": _("Lead units, this week"),
        "unit_heads": [_("Lead unit"), *columns],
        "units": [
            [
                row.name,
                *(number(many) for many in (row.open, row.due, row.late, row.silent, row.waits, row.closed)),
                f"{percent(row.share)} ({row.kept} ÷ {row.owed})",
                number(row.extended),
            ]
            for row in week.units
        ],
    }
