"""Look-ups while typing: numbers, phones, places and words; what they find stays in the body, never in an address."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hueioc.cases.queries import cases_of_caller, find_cases, queued, shown, similar_cases, suggest, why_suggested
from hueioc.directives.queries import directive_view
from hueioc.dossiers.queries import dossier_view
from hueioc.dossiers.rules.numbers import read_number
from hueioc.lib.codes import clean_code
from hueioc.lib.geo import Point
from hueioc.lib.packs import say
from hueioc.lib.refusals import NotAllowed, Refusal
from hueioc.people.queries import actor_of, display_names, unit
from hueioc.people.rules import Actor
from hueioc.places.queries import search as find_places
from hueioc.portal.desk import presence
from hueioc.portal.desk.showing import age, percent
from hueioc.workflow.queries import category_name, page_of

_MOST = 8
_LEAST_DIGITS = 6
_MOST_ELSEWHERE, _LEAST_LETTERS = 3, 3


def _staff(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not actor.is_staff:
        raise NotAllowed(_("This search is for staff. Public reports are open to everybody."))
    return actor


def _phone_in(text: str) -> str:
    """The text when it can only be a phone number."""
    digits = [letter for letter in text if letter.isdigit()]
    looks = all(letter in "0123456789 +-.()" for letter in text)
    return text if looks and len(digits) >= _LEAST_DIGITS else ""


@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Reports, a numbered paper and places that the typed text names; a page for a form, JSON for the box."""
    actor = _staff(request)
    text = request.POST.get("q", "").strip()[:200]
    numbered = _dossier(text, actor) or _directive(text, actor)
    if numbered and "application/json" not in request.headers.get("Accept", ""):
        return _private(redirect(numbered[0]["href"]))
    phone = _phone_in(text)
    by_phone = cases_of_caller(phone, actor, limit=_MOST) if phone and actor.is_centre else []
    cases = by_phone or find_cases(text, actor, limit=_MOST)
    if "application/json" in request.headers.get("Accept", ""):
        found = [_line(case, is_caller=bool(by_phone)) for case in cases]
        return _private(JsonResponse({"found": numbered + found + _elsewhere(text, actor) + _places(text)}))
    rows = [{**shown(case, text=case.description), "age": age(case.opened_at)} for case in cases]
    return _private(render(request, "portal/desk/found.html", {"rows": rows, "typed": text, "is_phone": bool(phone)}))


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer


def _line(case: Any, *, is_caller: bool) -> dict[str, str]:
    found = shown(case, text=case.description)
    what = _("from this caller") if is_caller else found["category"]
    return {
        "href": f"/reports/{case.code}/",
        "code": case.code,
        "title": found["title"],
        "hint": " · ".join(filter(None, [case.code, what, found["area"], age(case.opened_at)])),
    }


def _dossier(text: str, actor: Actor) -> list[dict[str, str]]:
    """The dossier with this number when it is one and the actor may see it."""
    try:
        dossier = dossier_view(str(read_number(text)), actor).dossier
    except Refusal:
        return []
    words = {"code": dossier.code, "title": category_name(dossier.service)}
    hint = " · ".join((dossier.code, age(dossier.opened_at)))
    return [{**words, "href": page_of(dossier.ref), "hint": hint}]


def _directive(text: str, actor: Actor) -> list[dict[str, str]]:
    """The directive with this number when it is one and the actor may see it."""
    try:
        directive = directive_view(clean_code(text), actor).directive
    except (Refusal, ValueError):
        return []
    hint = " · ".join((directive.code, age(directive.opened_at)))
    return [{"code": directive.code, "title": directive.title, "href": page_of(directive.ref), "hint": hint}]


def _elsewhere(text: str, actor: Actor) -> list[dict[str, str]]:
    """What other rooms find by words, rights included (setting `FIND_DOORS`)."""
    if len(text) < _LEAST_LETTERS:
        return []
    return [
        {"href": line.page, "code": line.code, "title": line.title, "hint": line.hint}
        for door in settings.FIND_DOORS
        for line in import_string(door)(text, actor, _MOST_ELSEWHERE)
    ]


def _places(text: str) -> list[dict[str, str]]:
    if len(text) < 3:
        return []
    language, hint = get_language() or "", _("reports in this ward")
    found = [(place.area, say(dict(place.names), language)) for place in find_places(text, limit=3)]
    return [
        {"href": f"/desk/?tab=open&area={area}", "code": "", "title": name, "hint": hint}
        for area, name in found
        if area
    ]


@require_POST
def hints(request: HttpRequest) -> JsonResponse:
    """What a report that is being typed seems to be, and what was reported near there already."""
    actor, post = _staff(request), request.POST
    text = f"{post.get('description', '')}\n{post.get('address', '')}".strip()[:4000]
    point = _point(post.get("lat", ""), post.get("lon", "")) or _place_point(post.get("address", ""))
    if not text:
        return JsonResponse({})
    found = suggest(text, point)
    lead = unit(found.lead)
    category = post.get("category") or found.category
    near = similar_cases(point, category, text) if point and actor.is_centre else []
    callers = post.get("phone", "")
    before = cases_of_caller(callers, actor, limit=3) if actor.is_centre and _phone_in(callers) else []
    data = {
        "category": found.category,
        "category_name": category_name(found.category),
        "percent": percent(found.category_probability),
        "urgency": found.urgency,
        "lead": lead.name() if lead else "",
        "why": why_suggested(found),
        "point": [point.lat, point.lon] if point else None,
        "near": [{**_line(one.case, is_caller=False), "metres": round(one.metres)} for one in near],
        "before": [_line(case, is_caller=True) for case in before],
    }
    answer = JsonResponse(data)
    answer["Cache-Control"] = "no-store"
    return answer


def _point(lat: str, lon: str) -> Point | None:
    try:
        return Point(float(lat), float(lon)) if lat and lon else None
    except ValueError:
        return None


def _place_point(address: str) -> Point | None:
    found = find_places(address, limit=1) if len(address) >= 3 else []
    return found[0].point if found else None


@require_POST
def here(request: HttpRequest) -> JsonResponse:
    """I have this report open; answers who else has, and which version stands now."""
    actor = _staff(request)
    code = request.POST.get("case", "")
    if not code:
        presence.leave(actor.ref)
        return JsonResponse({"others": [], "version": 0})
    found = queued([code], actor)
    if not found:
        return JsonResponse({"others": [], "version": 0})
    case = found[0]
    others = presence.look(case.ref, actor.ref)
    return JsonResponse({"others": list(display_names(others).values()), "version": case.version})
