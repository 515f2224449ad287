"""The downloads: a catalogue that says what is in them, the rows, and the figures that follow from the rows."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hueioc.lib import clock
from hueioc.lib.packs import Licence
from hueioc.lib.refusals import Invalid
from hueioc.opendata.queries import Wanted, count, newest, published_figures, rows
from hueioc.opendata.rules import COLUMNS, Cell, written
from hueioc.workflow.queries import catalogue, kind_of_work

_LONGEST_CODE = 64
FIGURE_COLUMNS = ("as_of", "dimension", "code", "figure", "numerator", "denominator", "value")


def _licence() -> Licence:
    return catalogue().pack.city.open_data_licence


class _Echo:
    """A file for the CSV writer that hands back each line, to be streamed."""

    def write(self, line: str) -> str:
        return line


@require_safe
def catalogue_page(request: HttpRequest) -> HttpResponse:
    """What can be downloaded, under which licence, and what every column means."""
    context = {
        "columns": COLUMNS,
        "figure_columns": FIGURE_COLUMNS,
        "total": count(Wanted()),
        "newest": newest(),
        "as_of": clock.now(),
        "licence": _licence(),
        "others": [line for door in settings.OPEN_TABLES for line in import_string(door)()],
    }
    return render(request, "opendata/catalogue.html", context)


@require_safe
def cases_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All reports without their texts, as CSV in UTF-8 with a line of names."""
    found = ([written(cell) for cell in row.values()] for row in rows(_wanted(request), clock.now()))
    return _csv("cases.csv", [column.name for column in COLUMNS], found)


@require_safe
def cases_json(request: HttpRequest) -> StreamingHttpResponse:
    """The same as one JSON document: licence, instant, and a list of reports."""
    answer = StreamingHttpResponse(_document(_wanted(request)), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="cases.json"'
    return answer


@require_safe
def figures_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every published figure of the whole time, counted anew from the rows of the download."""
    as_of, found = published_figures(kind_of_work(request.GET.get("kind", ""), is_staff=False))
    lines: Iterator[list[Cell]] = (
        [as_of.isoformat(), dimension, code, one.code, one.numerator, one.denominator, one.value]
        for dimension, code, figures in found
        for one in figures
    )
    return _csv("figures.csv", FIGURE_COLUMNS, ([written(cell) for cell in line] for line in lines))


def _csv(name: str, heads: Iterable[str], lines: Iterator[list[str]]) -> StreamingHttpResponse:
    writer = csv.writer(_Echo())

    def stream() -> Iterator[str]:
        yield writer.writerow(heads)
        yield from (writer.writerow(line) for line in lines)

    answer = StreamingHttpResponse(stream(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    if (licence := _licence()).address:
        answer["Link"] = f'<{licence.address}>; rel="license"'
    return answer


def _document(wanted: Wanted) -> Iterator[str]:
    as_of, licence = clock.now(), _licence()
    head = {"licence": licence.name, "licence_address": licence.address, "as_of": as_of.isoformat()}
    yield json.dumps(head)[:-1] + ', "cases": ['
    for number, row in enumerate(rows(wanted, as_of)):
        yield (",\n" if number else "\n") + json.dumps(row, ensure_ascii=False)
    yield "\n]}\n"


def _wanted(request: HttpRequest) -> Wanted:
    since, until = _day(request, "since"), _day(request, "until")
    if since and until and until < since:
        fault = _("The last day lies before the first one.")
        raise Invalid(fault, fields={"until": fault})
    kind = kind_of_work(request.GET.get("kind", ""), is_staff=False)
    return Wanted(kind=kind, since=since, until=until, unit=_code(request, "unit"), category=_code(request, "category"))


def _code(request: HttpRequest, name: str) -> str:
    typed = request.GET.get(name, "")
    if len(typed) > _LONGEST_CODE or "\0" in typed:
        fault = _("There is no such code.")
        raise Invalid(fault, fields={name: fault})
    return typed


def _day(request: HttpRequest, name: str) -> date | None:
    typed = request.GET.get(name, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as error:
        fault = _("Write a day as 2026-01-31.")
        raise Invalid(fault, fields={name: fault}) from error
