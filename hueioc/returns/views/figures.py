"""Numbers of accepted returns for everybody: a page for each, and downloads that hold every open one."""

import csv
import json
from collections.abc import Iterable, Iterator
from io import StringIO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hueioc.people.queries import actor_of
from hueioc.returns.queries import field_name, figures_for, open_rows, series
from hueioc.workflow.queries import catalogue, said

_COLUMNS = ("form", "field", "period", "first_on", "last_on", "unit", "units", "value")


def _base(request: HttpRequest) -> str:
    return "ui/staff.html" if actor_of(request).is_staff else "ui/citizen.html"


@require_safe
def figures_page(request: HttpRequest) -> HttpResponse:
    """Every figure of returns this person may read, by form; staff also see the ones that stay inside."""
    groups = [
        (said(form.names), form.code, [(one.code, field_name(one, form), one.open) for one in fields])
        for form, fields in figures_for(actor_of(request))
    ]
    context = {"groups": groups, "base": _base(request), "licence": catalogue().pack.city.open_data_licence}
    return render(request, "returns/figures.html", context)


@require_safe
def figure_page(request: HttpRequest, form: str, field: str) -> HttpResponse:
    """One figure: its definition, its periods, and the units of one period."""
    found = series(form, field, actor_of(request))
    wanted = request.GET.get("period", "")
    point = next((one for one in found.points if one.period == wanted), found.points[0] if found.points else None)
    context = {"series": found, "point": point, "base": _base(request), "form_name": said(found.form.names)}
    return render(request, "returns/figure.html", context)


@require_safe
def figures_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every open number of every accepted return and the city's own line (no unit), as CSV."""

    def lines() -> Iterator[str]:
        yield _line(_COLUMNS)
        for row in open_rows():
            yield _line("" if row[name] is None else row[name] for name in _COLUMNS)

    answer = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="returns.csv"'
    return answer


def _line(cells: Iterable[object]) -> str:
    out = StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


@require_safe
def figures_json(request: HttpRequest) -> HttpResponse:
    """The same as one JSON document with its licence."""
    licence = catalogue().pack.city.open_data_licence
    document = {"licence": licence.name, "licence_address": licence.address, "figures": list(open_rows())}
    answer = HttpResponse(json.dumps(document, ensure_ascii=False), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="returns.json"'
    return answer
