"""The first page: where time is lost, why, and the map of the process with the same numbers as a table."""

import csv
from typing import Any, NamedTuple
from urllib.parse import urlencode

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hueioc.mining.drawing.process_map import CLASSES, MOST_NUMBERED, ProcessMap, process_map
from hueioc.mining.queries.analysing import Analysis
from hueioc.mining.queries.looking import Look
from hueioc.mining.queries.words import KINDS, because, span
from hueioc.mining.rules.eventlog import EventLog
from hueioc.mining.rules.graph import Spread
from hueioc.mining.views.frame import asked, frame, look_of, staff_or_refuse, words_of
from hueioc.ui.templatetags.numbers import percent

_AT_ONCE = 5
_MOST_EDGES = 200


class Row(NamedTuple):
    """One bottleneck in words: its number on the map, its share of all lost time, and where its times are drawn."""

    number: int
    start: str
    end: str
    kind: str
    css: str
    because: str
    lost: str
    share: float
    cases: int
    median: str
    open: str
    href: str


@require_safe
def overview_page(request: HttpRequest) -> HttpResponse:
    """Bottlenecks and process map of a slice."""
    staff_or_refuse(request)
    what = asked(request)
    look = look_of(what)
    context = frame(request, what, look)
    if look and look.log and look.analysis:
        names = words_of(look)
        rows = _rows(request, look, names)
        context |= {
            "duration": [span(look.analysis.duration.median_s), span(look.analysis.duration.p90_s)],
            "split": _split(look.analysis),
            "rows": rows[:_AT_ONCE],
            "more_rows": rows[_AT_ONCE:],
            "legend": _legend(),
            "map": map_of(look, names),
            "edges": _edges(look, names),
            "more_edges": max(0, len(look.analysis.edges) - _MOST_EDGES),
        }
    return render(request, "mining/overview.html", context)


def _legend() -> list[tuple[str, str]]:
    """(class, words) of the colours of the map, from the worst on."""
    limits = [percent(share, 0) for share in CLASSES]
    words = [_("over %(share)s") % {"share": share} for share in limits]
    return [(f"lt-{place}", text) for place, text in enumerate([*words, _("less")], 1)]


def map_of(look: Look, names: dict[str, str]) -> ProcessMap:
    """The process map of a look that holds something."""
    log, found = look.log, look.analysis
    if log is None or found is None:
        raise ValueError("there is nothing to draw")
    many = np.bincount(log.activity.codes, minlength=len(log.activity.names)).tolist()
    counts = dict(zip(log.activity.names, many, strict=True))
    return process_map(usual_order(log), counts, found.edges, found.bottlenecks, names)


def usual_order(log: EventLog) -> list[str]:
    """The activities: those with which most cases begin first, the others as they stand in the log."""
    begins = np.bincount(log.activity.codes[log.first[:-1]], minlength=len(log.activity.names))
    return [log.activity.names[code] for code in np.argsort(-begins, kind="stable").tolist()]


def _split(found: Analysis) -> dict[str, Any]:
    whole = found.waited_s + (found.worked_s or 0.0)
    return {
        "worked": None if found.worked_s is None else span(found.worked_s / found.cases),
        "waited": span(found.waited_s / found.cases),
        "open": None if found.open_s is None else span(found.open_s / found.cases),
        "whole": span(whole / found.cases),
    }


def _rows(request: HttpRequest, look: Look, names: dict[str, str]) -> list[Row]:
    found = look.analysis.bottlenecks if look.analysis else []
    whole = look.analysis.waited_s if look.analysis else 0.0
    rows = []
    for number, one in enumerate(found[:MOST_NUMBERED], 1):
        query = request.GET.copy()
        query["start"], query["end"] = one.start, one.end
        rows.append(
            Row(
                number=number,
                start=names[one.start],
                end=names[one.end],
                kind=str(KINDS[one.kind]),
                css=one.kind.code,
                because=because(one),
                lost=span(one.lost_s),
                share=one.lost_s / whole if whole else 0.0,
                cases=one.cases,
                median=span(one.spread.median_s),
                open="" if one.open_s is None else span(one.open_s / one.spread.many),
                href=urlencode(list(query.items())),
            )
        )
    return rows


def _edges(look: Look, names: dict[str, str]) -> list[tuple[str, str, int, list[str]]]:
    found = look.analysis.edges if look.analysis else []
    return [(names[edge.start], names[edge.end], edge.spread.many, _times(edge.spread)) for edge in found[:_MOST_EDGES]]


def _times(spread: Spread) -> list[str]:
    return [span(seconds) for seconds in (spread.total_s, spread.mean_s, spread.median_s, spread.p90_s)]


@require_safe
def edges_csv(request: HttpRequest) -> HttpResponse:
    """Every succession with its figures, in seconds."""
    staff_or_refuse(request)
    look = look_of(asked(request))
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="process-edges.csv"'
    rows = csv.writer(answer)
    rows.writerow(["from", "to", "count", "cases", "total_s", "mean_s", "median_s", "p90_s"])
    if look and look.analysis:
        names = words_of(look)
        for edge in look.analysis.edges:
            spread = edge.spread
            ends = [_harmless(names[edge.start]), _harmless(names[edge.end])]
            rows.writerow(
                [*ends, spread.many, edge.cases, spread.total_s, spread.mean_s, spread.median_s, spread.p90_s]
            )
    return answer


def _harmless(name: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{name}" if name[:1] in {"=", "+", "-", "@", "\t"} else name
