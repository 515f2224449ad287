"""The page of forecasts, for everybody: what is foretold, how sure, and how often that was right before."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hueioc.forecasts.pack import River
from hueioc.forecasts.queries import Told, newest, rivers
from hueioc.workflow.queries import said

_PER_CENT = 100


@require_safe
def forecasts_page(request: HttpRequest) -> HttpResponse:
    """One table a river; a span where the model is not better shows the last reading, and says so."""
    found = newest()
    rows = [_shown(river, found[river.target]) for river in rivers() if river.target in found]
    return render(request, "forecasts/forecasts.html", {"rows": rows, "has_rivers": bool(rivers())})


@require_safe
def forecasts_json(request: HttpRequest) -> JsonResponse:
    """The same for programs; metres and hours."""
    return JsonResponse({"forecasts": msgspec.to_builtins(list(newest().values()), builtin_types=())})


def _shown(river: River, told: Told) -> dict[str, Any]:
    lines = [
        {
            "line": line,
            "better": round((1 - line.error_m / line.persistence_m) * _PER_CENT) if line.persistence_m else 0,
            "covered": round(line.covered * _PER_CENT),
        }
        for line in told.lines
    ]
    station = river.target.partition(".")[0]
    return {"name": said(river.names), "station": station, "told": told, "lines": lines}
