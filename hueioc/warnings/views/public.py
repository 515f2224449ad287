"""Pages for everybody: what holds now, the archive with what really happened, the CAP feed and its files."""

import csv
import hashlib
import io
from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hueioc.lib import clock
from hueioc.lib.refusals import NotFound
from hueioc.warnings.models import Alert
from hueioc.warnings.queries import (
    COLUMNS,
    SAID,
    archive,
    cap_text,
    categories_on,
    feed,
    findings_of,
    in_force,
    in_language,
    open_rows,
    score,
    shown,
)
from hueioc.warnings.views.web import language, number_of
from hueioc.workflow.queries import catalogue, said

ATOM, CAP_TYPE = "http://www.w3.org/2005/Atom", "application/cap+xml"


@require_safe
def now_page(request: HttpRequest) -> HttpResponse:
    """What holds now; works without scripts and stays light, because it is read when the network is bad."""
    alerts = in_force()
    context = {
        "rows": [shown(one, language()) for one in alerts if not one.is_exercise],
        "exercises": [shown(one, language()) for one in alerts if one.is_exercise],
        "now": clock.now(),
    }
    answer = render(request, "warnings/now.html", context)
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def archive_page(request: HttpRequest) -> HttpResponse:
    """What held before, and what officers say really happened."""
    day = clock.today()
    categories = {one.code: said(one.names) for one in categories_on(day)}
    hazard = request.GET.get("hazard", "")
    hazard = hazard if hazard in categories else ""
    year = number_of(request, "year", 0)
    found = archive(page=number_of(request, "page"), hazard=hazard, year=year if 2000 <= year <= 9998 else 0)
    known = findings_of(found.rows)
    tally = score(day.year)
    context = {
        "rows": [{**shown(one, language()), "happening": known.get(one.pk)} for one in found.rows],
        "found": found,
        "hazards": categories,
        "hazard": hazard,
        "findings": SAID["finding"],
        "score": tally,
        "tally": [(SAID["finding"][name], count) for name, count in sorted(tally.by_finding.items())],
        "year": day.year,
    }
    return render(request, "warnings/archive.html", context)


@require_safe
def archive_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every released warning as a table, for everybody."""
    rows = chain([COLUMNS], open_rows())
    answer = StreamingHttpResponse(map(_csv_line, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="warnings.csv"'
    return answer


def _csv_line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


@require_safe
def feed_page(request: HttpRequest) -> HttpResponse:
    """The Atom feed of CAP messages: released ones only, with an ETag, so that asking often costs little."""
    body = _atom(feed())
    mark = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if mark in request.headers.get("If-None-Match", ""):
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    answer["ETag"], answer["Cache-Control"] = mark, "no-cache"
    return answer


@require_safe
def cap_page(request: HttpRequest, identifier: str) -> HttpResponse:
    """One message as it was sent, byte by byte."""
    text = cap_text(identifier)
    if text is None:
        raise NotFound(_("There is no such warning, or it is not for you."))
    answer = HttpResponse(text.encode(), content_type=f"{CAP_TYPE}; charset=utf-8")
    answer["ETag"] = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    return answer


def _atom(alerts: list[Alert]) -> bytes:
    ElementTree.register_namespace("", ATOM)
    home = settings.PUBLIC_ADDRESS.rstrip("/")
    city = catalogue().pack.city
    root = ElementTree.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": city.default_language})
    _say(root, "id", f"{home}/alerts/cap.atom")
    _say(root, "title", f"CAP · {said(city.names)}")
    newest = max((moment for one in alerts if (moment := _changed(one))), default=None)
    _say(root, "updated", _moment(newest) if newest else "2025-07-01T00:00:00+00:00")
    _say(_child(root, "author"), "name", said(city.names))
    _child(root, "link", rel="self", type="application/atom+xml", href=f"{home}/alerts/cap.atom")
    for one in alerts:
        entry = _child(root, "entry")
        address = f"{home}/alerts/{one.identifier}.cap"
        _say(entry, "id", address)
        _say(entry, "title", in_language(one, city.default_language)["headline"])
        _say(entry, "summary", in_language(one, city.default_language)["description"])
        _say(entry, "updated", _moment(_changed(one)))
        _say(entry, "published", _moment(one.released_at))
        _child(entry, "link", rel="alternate", type=CAP_TYPE, href=address)
        _child(entry, "link", rel="related", type="text/html", href=f"{home}/warnings/{one.code}/")
        if one.is_exercise:
            _child(entry, "category", term="Exercise")
    ElementTree.indent(root)
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _changed(alert: Alert) -> datetime | None:
    return alert.closed_at or alert.released_at


def _moment(moment: datetime | None) -> str:
    zone = catalogue().calendar.time_zone
    return moment.astimezone(zone).replace(microsecond=0).isoformat() if moment else ""


def _child(parent: ElementTree.Element, name: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)


def _say(parent: ElementTree.Element, name: str, text: str) -> None:
    _child(parent, name).text = text
