"""The page of one dossier: for staff with everything that can be done to it, for its applicant what is theirs."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hueioc.dossiers.queries import (
    DossierView,
    dossier_file,
    dossier_view,
    lateness,
    reason_words,
    shown,
    timeline,
)
from hueioc.dossiers.views.verbs import ONE_PRESS, VERBS, Verb
from hueioc.dossiers.views.web import put_into, tracking_address
from hueioc.lib import clock
from hueioc.lib.documents import document_answer
from hueioc.lib.refusals import NotAllowed, NotFound, Refusal
from hueioc.people.commands import open_file, reveal_contact
from hueioc.people.queries import actor_of, display_names
from hueioc.workflow.pack import Transition
from hueioc.workflow.queries import said, share_left, trace_sentences, unit_label

_USUAL = (
    "accept",
    "take_over",
    "finish",
    "return_result",
    "receive_supplement",
    "confirm_payment",
    "request_supplement",
)
_GROUPS = {"refused": "refusal", "stopped": "stopping", "withdrawn": "withdrawal"}


@require_safe
def dossier_page(request: HttpRequest, code: str) -> HttpResponse:
    """One dossier: for staff with everything, for its applicant what they may read and do."""
    view = dossier_view(code, actor_of(request))
    return render(request, _template(view), _context(request, view))


def _template(view: DossierView) -> str:
    return "dossiers/dossier_staff.html" if view.works_on_it else "dossiers/dossier_mine.html"


def _context(request: HttpRequest, view: DossierView) -> dict[str, Any]:
    dossier = view.dossier
    names = {part.code: said(part.names) for part in view.procedure.parts} if view.procedure else {}
    had = {paper.part: paper for paper in view.papers}
    verbs = sorted((verb for verb in view.verbs if verb.verb in VERBS), key=_how_usual)
    return {
        **shown(dossier),
        "view": view,
        "left": share_left(dossier),
        "one_press": [_shown_verb(verb) for verb in verbs if verb.verb in ONE_PRESS],
        "with_form": [_shown_verb(verb) for verb in verbs if verb.verb not in ONE_PRESS],
        "late": lateness(dossier, clock.now()),
        "reason": reason_words(dossier, _GROUPS.get(dossier.outcome, ""), dossier.reason) if dossier.reason else "",
        "papers": [(name, had.get(part)) for part, name in names.items()],
        "files": [(one, names.get(one.part, "")) for one in view.files],
        "steps": [(said(step.names), step.allowance) for step in view.procedure.steps] if view.procedure else [],
        "trace": trace_sentences(dossier),
        "timeline": timeline(dossier, is_staff=view.works_on_it),
        "parts": [(part, unit_label(part.unit)) for part in view.parts] if view.works_on_it else [],
        "names": display_names([one.author for one in view.messages] + [part.assignee for part in view.parts]),
        "tracking": tracking_address(request, dossier.code),
    }


def _shown_verb(verb: Transition) -> dict[str, str]:
    return {"verb": verb.verb, "name": said(verb.names), "icon": VERBS[verb.verb].icon}


def _how_usual(verb: Transition) -> int:
    return _USUAL.index(verb.verb) if verb.verb in _USUAL else len(_USUAL)


@require_http_methods(["GET", "HEAD", "POST"])
def verb_page(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """The form of one verb; a press gives the command and returns to the dossier."""
    actor = actor_of(request)
    view, known = dossier_view(code, actor), VERBS.get(verb)
    if known is None:
        raise NotFound(_("There is no such action."))
    if verb not in view.can:
        raise NotAllowed(_("This action is not possible now, or not yours. Look at the dossier again."))
    if request.method != "POST":
        form = known.form(view, verb, initial={"version": view.dossier.version})
        return _form(request, view, verb, known, form)
    form = known.form(view, verb, request.POST, request.FILES)
    if form.is_valid():
        try:
            known.give(code, actor, form.cleaned_data)
        except Refusal as refusal:
            put_into(form, refusal)
            return _form(request, view, verb, known, form, status=refusal.status)
        messages.success(request, str(known.done))
        # An agency that returned a dossier has no look at it any more.
        return redirect("dossier-board") if verb == "return" else redirect("dossier-page", code=code)
    return _form(request, view, verb, known, form, status=400)


def _form(
    request: HttpRequest, view: DossierView, verb: str, known: Verb, form: Any, status: int = 200
) -> HttpResponse:
    context = {**_context(request, view), "form": form, "verb": verb, "verb_name": said(view.needs[verb].names)}
    return render(request, "dossiers/verb.html", context, status=status)


@require_safe
def file_page(request: HttpRequest, code: str, file: str) -> HttpResponse:
    """One file of a dossier, for its applicant and for the agencies that work on it, whose look is logged."""
    actor = actor_of(request)
    found = dossier_file(code, file, actor)
    if request.method == "HEAD":
        return HttpResponse(content_type=found.media_type)
    data, media_type = open_file(
        found.ref, actor=actor, reason="work on the dossier", about=found.about, is_own=found.is_own
    )
    return document_answer(data, media_type, found.name, file)


@require_POST
def applicant_page(request: HttpRequest, code: str) -> HttpResponse:
    """Whose dossier it is, for the agency that works on it; every look is logged, nothing is cached."""
    actor = actor_of(request)
    view = dossier_view(code, actor)
    if not (view.is_party or actor.is_centre):
        raise NotAllowed(_("Only the desk and the agency of a dossier see whose it is."))
    reason = "work on the dossier" if view.is_party else request.POST.get("reason", "")[:300]
    context = _context(request, view)
    context["applicant"] = reveal_contact(
        view.dossier.applicant, actor=actor, reason=reason, about=view.dossier.ref, is_party=view.is_party
    )
    answer = render(request, "dossiers/dossier_staff.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
