"""The page of a new report: complete without scripts, and the same address answers the outbox of a phone in JSON."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hueioc.cases.commands import add_photo, open_case
from hueioc.cases.forms import ReportForm
from hueioc.cases.models import Case
from hueioc.cases.queries import around
from hueioc.cases.rules.intake import NewReport, is_said_again
from hueioc.cases.views.visitor import hold, person_of
from hueioc.cases.views.web import put_into
from hueioc.lib.geo import Point
from hueioc.lib.refusals import Conflict, Refusal
from hueioc.people.queries import actor_of
from hueioc.people.rules import ContactData
from hueioc.places.queries import search as search_places
from hueioc.workflow.queries import said

_MOST_PHOTOS = 5
_LONGEST = 4000


@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest) -> HttpResponse:
    """The form of a new report; a double click, or an answer lost on the way, makes one report."""
    if request.method != "POST":
        start = {"key": uuid.uuid4().hex, "category": request.GET.get("category", "")[:64]}
        return _page(request, ReportForm(initial=start))
    if "find_place" in request.POST:
        found = _found_places(request.POST.get("address", "")[:100])
        return _page(request, ReportForm(initial=request.POST.dict()), places=found, was_searched=True)
    form = ReportForm(request.POST, request.FILES)
    status = 400
    if form.is_valid():
        try:
            case = _file(request, _picked(form.cleaned_data, request.POST.get("place", "")))
        except Refusal as refusal:
            put_into(form, refusal)
            status = refusal.status
        else:
            hold(request, case)
            return _received(request, case)
    return _faults(form, status) if _wants_json(request) else _page(request, form, status=status)


def _page(request: HttpRequest, form: ReportForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": form, **_around(request), **more}
    return render(request, "cases/report.html", context, status=status)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _received(request: HttpRequest, case: Case) -> HttpResponse:
    receipt = reverse("case-receipt", args=[case.code])
    if not _wants_json(request):
        return redirect(receipt)
    follow = reverse("case-follow", args=[case.code, case.secret])
    return JsonResponse({"code": case.code, "receipt": receipt, "follow": follow}, status=201)


def _faults(form: ReportForm, status: int) -> JsonResponse:
    """What is to be corrected, in the words the page itself would use."""
    faults = [{"field": "", "sentence": str(fault)} for fault in form.non_field_errors()]
    for bound in form:
        faults += [
            {"field": bound.id_for_label, "label": str(bound.label), "sentence": str(fault)} for fault in bound.errors
        ]
    many = len(form.errors)
    title = ngettext("%(n)d thing to correct", "%(n)d things to correct", many) % {"n": many}
    return JsonResponse({"title": title, "faults": faults}, status=status)


@require_POST
def around_view(request: HttpRequest) -> HttpResponse:
    """What stands beside the form while it is filled in; by POST, so that no text gets into a log."""
    answer = render(request, "cases/report/around.html", _around(request))
    answer["Cache-Control"] = "no-store"
    return answer


def _around(request: HttpRequest) -> dict[str, Any]:
    post = request.POST
    text, category = post.get("description", "")[:_LONGEST], post.get("category", "")[:64]
    lat, lon = _number(post.get("lat", "")), _number(post.get("lon", ""))
    if lat is None or lon is None:
        lat, lon = _pair(post.get("place", ""))
    point = Point(lat, lon) if lat is not None and lon is not None and abs(lat) <= 85 and abs(lon) <= 180 else None
    return around(point, text, category, person_of(request), _number(post.get("accuracy", "")))


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if abs(found) < 1e7 else None


def _pair(text: str) -> tuple[float | None, float | None]:
    lat, _comma, lon = text.partition(",")
    return _number(lat), _number(lon)


def _found_places(words: str) -> list[dict[str, Any]]:
    """Places with a position that the words may mean, with what stands there today for one that ended."""
    hits = search_places(words, limit=6) if words.strip() else []
    return [
        {
            "point": hit.point,
            "label": said(dict(hit.names)),
            "now": ", ".join(area.name(get_language() or "") for area in hit.now),
        }
        for hit in hits
        if hit.point
    ]


def _picked(data: dict[str, Any], picked: str) -> dict[str, Any]:
    """The typed position, or the one of the place that was picked from the list."""
    lat, lon = _pair(picked)
    if data["lat"] is not None or lat is None or lon is None:
        return data
    return data | {"lat": lat, "lon": lon}


def _file(request: HttpRequest, data: dict[str, Any]) -> Case:
    actor = actor_of(request)
    report = NewReport(
        category=data["category"],
        description=data["description"],
        lat=data["lat"],
        lon=data["lon"],
        accuracy_m=data["accuracy"],
        address=data["address"],
        contact=ContactData(name=data["name"].strip(), phone=data["phone"].strip(), email=data["email"].strip()),
        channel="web",
        language=getattr(request, "LANGUAGE_CODE", "vi"),
        key=f"web:{data['key']}" if data["key"] else None,
    )
    case = open_case(report, actor)
    if not is_said_again(report, case.description):
        raise Conflict(_("This form was sent before with another text. Open the form again for a second report."))
    holder = actor if actor.is_staff else _holder(request, case)
    for photo in data["photos"][:_MOST_PHOTOS]:
        try:
            add_photo(case.code, holder, photo.read())
        except Refusal as refusal:
            # The report is kept: a bad picture must not cost a good report.
            messages.warning(request, f"{photo.name[:60]}: {refusal}")
    return case


def _holder(request: HttpRequest, case: Case) -> Any:
    hold(request, case)
    return actor_of(request)
