"""The staff's page of one report with everything that can be done to it."""

from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hueioc.cases.forms import RevealForm
from hueioc.cases.queries import (
    CaseView,
    case_view,
    earlier_answers,
    photo_file,
    propose_route,
    share_left,
    shown,
    similar_cases,
    timeline,
    trace_sentences,
)
from hueioc.cases.views.verbs import VERBS, Verb
from hueioc.cases.views.web import put_into
from hueioc.lib.geo import Point
from hueioc.lib.refusals import NotAllowed, NotFound, Refusal
from hueioc.people.commands import reveal_contact
from hueioc.people.queries import actor_of, display_names, unit
from hueioc.workflow.queries import outcome_label, unit_label

# Verbs that one press settles; the others have a page with a form.
_NEAR = 0.01
_USUAL = ("triage", "resolve", "hand_over", "ask_citizen", "note")
ONE_PRESS = ("accept", "resume", "unpublish", "close", "withdraw")


@require_safe
def case_page(request: HttpRequest, code: str) -> HttpResponse:
    """One report: for staff with everything, for others what they may read."""
    view = case_view(code, actor_of(request))
    return render(request, _template(view), _context(request, view))


def _template(view: CaseView) -> str:
    return "cases/case_staff.html" if view.works_on_it else "cases/case_public.html"


def _context(request: HttpRequest, view: CaseView) -> dict[str, Any]:
    case = view.case
    context: dict[str, Any] = {
        **shown(case, text=view.description),
        "view": view,
        "one_press": [verb for verb in view.verbs if verb.verb in ONE_PRESS],
        "with_form": sorted((verb for verb in view.verbs if _has_a_page(verb.verb, view)), key=_how_usual),
        "has_answer": any(message.kind in {"answer", "refusal"} for message in view.messages),
        "before": [photo for photo in view.photos if photo.kind == "report"],
        "after": [photo for photo in view.photos if photo.kind == "evidence"],
        "trace": trace_sentences(case),
        "timeline": timeline(case, staff=view.works_on_it),
        "conversation": [_message(message, staff=view.works_on_it) for message in view.messages],
        "parts": [(part, unit(part.unit)) for part in view.parts],
    }
    if view.works_on_it:
        refs = [message.author for message in view.messages] + [part.assignee for part in view.parts]
        context["left"] = share_left(case)
        context["bounds"] = _around(case.point) if case.point else ""
        context["names"] = display_names(refs)
        context["route"] = propose_route(case.service, case.point, case.area) if case.phase == "received" else None
        context["similar"] = (
            similar_cases(case.point, case.service, case.description, leave_out=case.code) if case.point else []
        )
        context["earlier"] = earlier_answers(case) if case.is_open and "link" in view.can else []
    if view.sees_identity:
        context["reveal"] = RevealForm(view)
    return context


def _how_usual(verb: Any) -> int:
    """Three verbs stand on the page, the usual ones first; the others lie under "More"."""
    return _USUAL.index(verb.verb) if verb.verb in _USUAL else len(_USUAL)


def _around(point: Point) -> str:
    """Some streets around a place, as the map wants it: west, south, east, north."""
    west, south, east, north = point.lon - _NEAR, point.lat - _NEAR, point.lon + _NEAR, point.lat + _NEAR
    return f"{west:.5f},{south:.5f},{east:.5f},{north:.5f}"


def _has_a_page(verb: str, view: CaseView) -> bool:
    """Verbs with a form of their own; undoing a link is offered only where there is one."""
    return verb in VERBS and verb not in ONE_PRESS and (verb != "unlink" or bool(view.links))


def _message(message: Any, *, staff: bool) -> dict[str, Any]:
    return {
        "message": message,
        "unit": unit_label(message.unit) if message.unit else "",
        "text": message.text if staff or not message.published_at else message.public_text,
        "outcome": outcome_label(message.case.service, message.outcome) if message.outcome else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def verb_page(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """The form of one verb; a press gives the command and returns to the report."""
    actor = actor_of(request)
    view, known = case_view(code, actor), VERBS.get(verb)
    if known is None:
        raise NotFound(_("There is no such action."))
    wanted = known.transition or verb
    if wanted != "photo" and wanted not in view.can:
        raise NotAllowed(_("This action is not possible now, or not yours. Look at the report again."))
    options = known.options(view, verb)
    if request.method != "POST":
        start = known.initial(view) | {"version": view.case.version}
        return _verb_form(request, view, verb, known.form(view, initial=start, **options))
    form = known.form(view, request.POST, request.FILES, **options)
    if form.is_valid():
        try:
            known.give(code, actor, form.cleaned_data)
        except Refusal as refusal:
            put_into(form, refusal)
            return _verb_form(request, view, verb, form, status=refusal.status)
        messages.success(request, str(known.done))
        return redirect(_after(code, verb, known, view, request))
    return _verb_form(request, view, verb, form, status=400)


def _after(code: str, verb: str, known: Verb, view: CaseView, request: HttpRequest) -> str:
    """Back to the report, or to the inbox when this unit has nothing more to do with it."""
    return "/inbox/" if verb == "return" and actor_of(request).units else f"/reports/{code}/"


def _verb_form(request: HttpRequest, view: CaseView, verb: str, form: Any, status: int = 200) -> HttpResponse:
    names = view.needs[VERBS[verb].transition or verb].names if (VERBS[verb].transition or verb) in view.needs else {}
    context = {**_context(request, view), "form": form, "verb": verb, "verb_names": names}
    context["is_staff_page"] = view.works_on_it
    return render(request, "cases/verb.html", context, status=status)


@require_POST
def reveal_page(request: HttpRequest, code: str) -> HttpResponse:
    """Who reported, once, for somebody of the centre who says why; never cached, never in an address."""
    actor = actor_of(request)
    view = case_view(code, actor)
    form = RevealForm(view, request.POST)
    context = _context(request, view)
    if form.is_valid():
        try:
            context["identity"] = reveal_contact(
                view.case.reporter, actor=actor, reason=form.cleaned_data["reason"], about=view.case.ref
            )
        except Refusal as refusal:
            put_into(form, refusal)
    context["reveal"] = form
    answer = render(request, "cases/case_staff.html", context, status=200 if "identity" in context else 400)
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def photo_page(request: HttpRequest, photo: str, size: str) -> FileResponse:
    """A picture, for those who may see it."""
    key = photo_file(photo, actor_of(request), thumb=size == "thumb")
    try:
        file = default_storage.open(key, "rb")
    except FileNotFoundError as lost:
        raise NotFound(_("There is no such picture.")) from lost
    answer = FileResponse(file, content_type="image/jpeg")
    answer["Cache-Control"] = "private, max-age=300"
    return answer
