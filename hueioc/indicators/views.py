"""The public figures as a page and as JSON: the same numbers leaders read, with their definitions."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hueioc.indicators.queries import DIMENSIONS, Dimension, Line, Slice, sheet
from hueioc.lib import clock
from hueioc.lib.refusals import Invalid
from hueioc.people.queries import actor_of
from hueioc.workflow.queries import city_world, kind_of_work, open_kinds
from hueioc.workflow.rules.figures import Figure

_TITLES: dict[Dimension, Any] = {
    "area": gettext_lazy("By ward and commune"),
    "unit": gettext_lazy("By unit"),
    "group": gettext_lazy("By group of categories"),
    "category": gettext_lazy("By category"),
}
_IN_TABLE = ("received", "ended", "on_time", "response_rate", "median_days", "open", "open_overdue", "satisfied")
_LONGEST_CODE = 64
_FIRST: Dimension = "area"


@require_safe
def statistics_page(request: HttpRequest) -> HttpResponse:
    """Figures of a period for the city, and a ranking whose order stands in the address."""
    by, what = _dimension(request), slice_of(request)
    found = sheet(what, [by])
    titles = {figure.code: figure.title for figure in found.whole}
    context = {
        "sheet": found,
        "figures": [shown(figure) for figure in found.whole],
        "heads": [(code, titles[code]) for code in _IN_TABLE],
        "lines": [_row(line) for line in _ordered(found.by[by], request)],
        "by": by,
        "dimensions": _TITLES.items(),
        "sort": request.GET.get("sort", ""),
        "periods": _periods(),
        "period": _period(request),
        "kind": what.kind if request.GET.get("kind") else "",
        "kinds": [(code, words, code == what.kind) for code, words in open_kinds()],
    }
    return render(request, "indicators/statistics.html", context)


@require_safe
def statistics_csv(request: HttpRequest) -> HttpResponse:
    """The ranking as a file: every figure with numerator, denominator and value, in the order of the page."""
    by = _dimension(request)
    found = sheet(slice_of(request), [by])
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="statistics-{by}.csv"'
    rows = csv.writer(answer)
    heads = [f"{code}_{part}" for code in _IN_TABLE for part in ("numerator", "denominator", "value")]
    rows.writerow(["code", "name", *heads])
    for line in _ordered(found.by[by], request):
        cells = [line.figures[code] for code in _IN_TABLE]
        numbers = [number for cell in cells for number in (cell.numerator, cell.denominator, cell.value)]
        rows.writerow([line.code, _harmless(line.name), *numbers])
    return answer


def _harmless(name: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{name}" if name[:1] in {"=", "+", "-", "@"} else name


def _dimension(request: HttpRequest) -> Dimension:
    typed = request.GET.get("by", "")
    return next((name for name in DIMENSIONS if name == typed), _FIRST)


def _ordered(lines: list[Line], request: HttpRequest) -> list[Line]:
    """By the figure named in the address, largest first (smallest with `up`); what cannot be said comes last."""
    code = request.GET.get("sort", "")
    if code not in _IN_TABLE:
        return lines
    known = [line for line in lines if line.figures[code].value is not None]
    unknown = [line for line in lines if line.figures[code].value is None]
    known.sort(key=lambda line: line.figures[code].value or 0, reverse="up" not in request.GET)
    return [*known, *unknown]


@require_safe
def statistics_json(request: HttpRequest) -> JsonResponse:
    """The same as data: every figure with numerator, denominator, value, definition, source and instant."""
    found = sheet(slice_of(request))
    return JsonResponse(
        {
            "as_of": found.as_of.isoformat(),
            "source": _("The journal of the city: every number is counted from its facts."),
            "period": {"since": found.slice.since, "until": found.slice.until},
            "kind": found.slice.kind,
            "filters": {"unit": found.slice.unit, "area": found.slice.area, "category": found.slice.category},
            "rating_scale": {"lowest": 1, "highest": 5, "satisfied_from": 4, "acceptable": 3},
            "definitions": {f.code: {"title": str(f.title), "definition": str(f.definition)} for f in found.whole},
            "figures": _numbers(found.whole),
            **{f"by_{name}": [_line(line) for line in lines] for name, lines in found.by.items()},
        },
        json_dumps_params={"ensure_ascii": False},
    )


def slice_of(request: HttpRequest) -> Slice:
    """The slice that stands in the address. Raises Invalid for a day or code that cannot be read."""
    since, until = (_day(request, name) for name in ("since", "until"))
    if since and until and until < since:
        fault = _("The last day lies before the first one.")
        raise Invalid(fault, fields={"until": fault})
    codes = {name: request.GET.get(name, "") for name in ("unit", "area", "category")}
    for name, code in codes.items():
        if len(code) > _LONGEST_CODE or "\0" in code:
            fault = _("There is no such code.")
            raise Invalid(fault, fields={name: fault})
    kind = kind_of_work(request.GET.get("kind", ""), is_staff=actor_of(request).is_staff)
    return Slice(kind=kind, since=since, until=until, **codes)


def _day(request: HttpRequest, name: str) -> date | None:
    typed = request.GET.get(name, "").strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        fault = _("Write a day as 2026-01-31.")
        raise Invalid(fault, fields={name: fault}) from error


def shown(figure: Figure) -> dict[str, Any]:
    """A figure as a page prints it; what cannot be said is a dash, never 100 %."""
    write: dict[str, Callable[[float], str]] = {
        "count": lambda value: number_format(value, 0, force_grouping=True),
        "share": lambda value: f"{number_format(100 * value, 1)}\u00a0%",
        "days": lambda value: number_format(value, 1),
    }
    value = "–" if figure.value is None else write[figure.measure](figure.value)
    return {"figure": figure, "value": value, "is_share": figure.measure == "share"}


def _row(line: Line) -> dict[str, Any]:
    return {"code": line.code, "name": line.name, "cells": [shown(line.figures[code]) for code in _IN_TABLE]}


def _numbers(figures: list[Figure]) -> dict[str, dict[str, float | None]]:
    return {f.code: {"numerator": f.numerator, "denominator": f.denominator, "value": f.value} for f in figures}


def _line(line: Line) -> dict[str, Any]:
    return {"code": line.code, "name": line.name, "figures": _numbers(list(line.figures.values()))}


def _period(request: HttpRequest) -> str:
    """The query of the usual period that is shown; another one when its days were chosen by hand."""
    since, until = request.GET.get("since", ""), request.GET.get("until", "")
    return f"?until={until}" if until else f"?since={since}" if since else "?"


def _periods() -> list[tuple[str, str]]:
    """(query, words) of the usual periods."""
    today = city_world().day(clock.now())
    return [
        ("?", _("From the beginning")),
        (f"?since={today.replace(month=1, day=1)}", _("This year")),
        (f"?since={today.replace(day=1)}", _("This month")),
        (f"?since={today - timedelta(days=29)}", _("Last 30 days")),
    ]
