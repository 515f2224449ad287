"""Stations for everybody: the list with its small map, and the page of one station with its course."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hueioc.lib import clock
from hueioc.lib.geo import Point
from hueioc.lib.refusals import NotFound
from hueioc.people.queries import actor_of
from hueioc.places.queries import drawing
from hueioc.sensors.pack import Threshold
from hueioc.sensors.queries import (
    Series,
    Standing,
    Value,
    alarms_for,
    alarms_of,
    level_chip,
    levels_now,
    risk_now,
    series_between,
    stations,
    title_of,
    totals_since,
)
from hueioc.sensors.rules.chart import Course, Spot, course_chart
from hueioc.sensors.rules.levels import numeral
from hueioc.sensors.views.looks import Row, amount, quantity_name, row
from hueioc.workflow.queries import said, state_chips

MAP_PX = 560
# What can be looked at: how long, with which sums, how far apart its times stand, how they are written.
RANGES = {
    "24h": (gettext_lazy("24 hours"), timedelta(hours=24), 300, timedelta(hours=4), "H:i"),
    "7d": (gettext_lazy("7 days"), timedelta(days=7), 3600, timedelta(days=1), "d/m"),
    "30d": (gettext_lazy("30 days"), timedelta(days=30), 3600, timedelta(days=5), "d/m"),
    "1y": (gettext_lazy("1 year"), timedelta(days=365), 86400, timedelta(days=61), "d/m/y"),
}
KINDS = ("level", "rain", "reservoir", "wind")


def _base(request: HttpRequest) -> str:
    return "ui/staff.html" if actor_of(request).is_staff else "ui/citizen.html"


@require_safe
def stations_page(request: HttpRequest) -> HttpResponse:
    """Every station of one kind with its newest value; rivers first, the highest water on top."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else "level"
    actor, now = actor_of(request), clock.now()
    every = [one for series in stations().values() for one in series]
    standing = levels_now([one.code for one in every if one.quantity.code == kind])
    sums = totals_since(now - timedelta(hours=24), [one.series.code for one in standing]) if kind == "rain" else {}
    rows = sorted((row(one, sums.get(one.series.code)) for one in standing), key=_order)
    names = {one.quantity.code: quantity_name(one.quantity) for one in every}
    context = {
        "rows": rows,
        "kind": kind,
        "kinds": [(code, names[code]) for code in KINDS if code in names],
        "has_sums": kind == "rain",
        "alarms": [(one, title_of(one), [level_chip(one.level), *state_chips(one)]) for one in alarms_for(actor)],
        "map": _map(standing),
        "newest": max((one.newest.at for one in standing if one.newest), default=None),
        "risks": risk_now() if kind == "level" else [],
        "legend": [level_chip(level) for level in range(4)] if kind == "level" else [],
        "is_simulated": any(one.is_simulated for one in rows),
        "base": _base(request),
    }
    return render(request, "sensors/stations.html", context)


def _order(one: Row) -> tuple[bool, int, bool, str]:
    found = one.standing
    return (found.newest is None, -found.reached, found.thresholds is None, found.series.station.name)


def _map(standing: Sequence[Standing]) -> dict[str, Any]:
    """The city's wards with a dot for each station that has a position."""
    picture = drawing(MAP_PX)
    dots = []
    for one in standing:
        point: Point | None = one.series.point
        if point is None:
            continue
        x, y = picture.place(point)
        css = f"fl-{one.reached}" if one.newest is not None and one.thresholds is not None else "fl-n"
        words = amount(one.newest.value if one.newest else None, one.series.quantity)
        dots.append((one.series.station, x, y, css, words))
    return {"picture": picture, "dots": dots}


@require_safe
def station_page(request: HttpRequest, code: str) -> HttpResponse:
    """One station: newest values, courses with thresholds, the same as a table, where its data come from."""
    series, actor = _station(code), actor_of(request)
    name = request.GET.get("range", "")
    name = name if name in RANGES else "24h"
    standing = {one.series.code: one for one in levels_now([one.code for one in series])}
    station = series[0].station
    context = {
        "station": station,
        "network": said(series[0].network.names),
        "parts": [_part(standing[one.code], name) for one in series],
        "ranges": [(key, words) for key, (words, *_rest) in RANGES.items()],
        "range": name,
        "alarms": [(one, title_of(one), [level_chip(one.level), *state_chips(one)]) for one in alarms_of(code, actor)],
        "base": _base(request),
        "row": row(standing[series[0].code]),
    }
    return render(request, "sensors/station.html", context)


def _station(code: str) -> list[Series]:
    found = stations().get(code)
    if found is None:
        raise NotFound(_("There is no such station."))
    return found


def _part(standing: Standing, name: str) -> dict[str, Any]:
    series = standing.series
    words, length, span, _apart, _format = RANGES[name]
    end = clock.now()
    values = series_between(series.code, end - length, end, span=_span(series, name, span))
    threshold = series.threshold(end.date())
    return {
        "series": series,
        "quantity": quantity_name(series.quantity),
        "row": row(standing),
        "threshold": threshold,
        "levels": _levels(series, threshold),
        "chart": _chart(series, values, name, end),
        "table": [(one, _cells(series, one)) for one in reversed(values[-60:])],
        "many": len(values),
        "says": _finding(standing, values, str(words)),
        "sums": series.quantity.sums == "total",
    }


def _levels(series: Series, threshold: Threshold | None) -> str:
    three = threshold.levels().three if threshold else ()
    return " · ".join(f"{numeral(n)} {amount(value, series.quantity)}" for n, value in enumerate(three, 1))


def _span(series: Series, name: str, span: int) -> int:
    """Rain falls in showers: sums of an hour say more than of five minutes."""
    return 3600 if series.quantity.sums == "total" and name == "24h" else span


def _cells(series: Series, one: Value) -> tuple[str, str, str]:
    quantity = series.quantity
    if quantity.sums == "total":
        return amount(one.total, quantity), "", ""
    return amount(one.mean, quantity), amount(one.lowest, quantity), amount(one.highest, quantity)


def _chart(series: Series, values: Sequence[Value], name: str, end: datetime) -> Course | None:
    if not values:
        return None
    _words, length, span, apart, _form = RANGES[name]
    is_total, span = series.quantity.sums == "total", _span(series, name, span)
    spots = [
        Spot(int(v.at.timestamp()), v.total, v.total, v.total)
        if is_total
        else Spot(int(v.at.timestamp()), v.mean, v.lowest, v.highest)
        for v in values
    ]
    found = series.levels(end.date())
    limits = [(value, numeral(n), f"l-{n}") for n, value in enumerate(found.three, 1)] if found else []
    if found and found.highest is not None:
        limits.append((found.highest, "max", "l-4"))
    return course_chart(
        spots,
        (int((end - length).timestamp()), int(end.timestamp())),
        gap_s=max(3 * span, 3 * 60 * series.quantity.period_minutes),
        limits=limits,
        times=_times(end - length, end, apart, RANGES[name][4]),
        bar_s=span if is_total else 0,
        decimals=series.quantity.decimals,
        point=number_format(0.5, 1, use_l10n=True)[1],
    )


def _times(start: datetime, end: datetime, apart: timedelta, form: str) -> list[tuple[int, str]]:
    """Round instants of the city's clock between two others, with their words."""
    at = localtime(start).replace(minute=0, second=0, microsecond=0)
    if apart >= timedelta(days=1):
        at = at.replace(hour=0) + timedelta(days=1)
    else:
        at += timedelta(hours=-at.hour % int(apart.total_seconds() // 3600) or 0)
    found = []
    while at < end:
        if at > start:
            found.append((int(at.timestamp()), date_format(at, form)))
        at += apart
    return found


def _finding(standing: Standing, values: Sequence[Value], words: str) -> str:
    """What the picture says, for those who do not see it."""
    if not values:
        return _("No readings in this time.")
    quantity, newest = standing.series.quantity, standing.newest
    if quantity.sums == "total":
        total = amount(sum(one.total for one in values), quantity)
        return _("%(total)s fell in %(time)s.") % {"total": total, "time": words}
    return _("Between %(low)s and %(high)s in %(time)s, last %(last)s.") % {
        "low": amount(min(one.lowest for one in values), quantity),
        "high": amount(max(one.highest for one in values), quantity),
        "time": words,
        "last": amount(newest.value if newest else None, quantity),
    }


@require_safe
def station_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """The sums behind the charts of a station as CSV, for the range that is shown."""
    series = _station(code)
    name = request.GET.get("range", "")
    name = name if name in RANGES else "24h"
    end = clock.now()

    def lines() -> Iterator[str]:
        yield _line(["series", "unit", "span_s", "start", "mean", "lowest", "highest", "total", "readings"])
        for one in series:
            span = _span(one, name, RANGES[name][2])
            for value in series_between(one.code, end - RANGES[name][1], end, span=span):
                yield _line([one.code, one.quantity.unit, span, value.at.isoformat(), *value[1:6]])

    answer = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}-{name}.csv"'
    return answer


def _line(cells: Sequence[object]) -> str:
    out = StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
