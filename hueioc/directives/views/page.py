"""The page of one directive: its parts, its progress, what was said, and what this person can do."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hueioc.directives.queries import (
    DirectiveView,
    directive_file,
    directive_view,
    origin_words,
    reason_words,
    shown,
    timeline,
)
from hueioc.directives.views.effect import effect_of
from hueioc.directives.views.verbs import ONE_PRESS, USUAL, VERBS, Verb
from hueioc.directives.views.web import NEAREST
from hueioc.lib.documents import document_answer
from hueioc.lib.refusals import NotAllowed, NotFound, Refusal, put_into
from hueioc.people.commands import open_file
from hueioc.people.queries import actor_of, display_names
from hueioc.workflow.pack import Transition
from hueioc.workflow.queries import said, share_left, unit_label


@require_safe
def directive_page(request: HttpRequest, code: str) -> HttpResponse:
    """One directive, as much of it as this person may see; a confidential page is kept by no browser."""
    view = directive_view(code, actor_of(request))
    answer = render(request, "directives/directive_staff.html", _context(view))
    if view.directive.is_confidential:
        answer["Cache-Control"] = "no-store"
    return answer


def _context(view: DirectiveView) -> dict[str, Any]:
    directive = view.directive
    verbs = sorted((verb for verb in view.verbs if verb.verb in VERBS), key=_how_usual)
    people = [directive.giver, *(one.author for one in view.messages), *(part.assignee for part in view.own)]
    units = None if view.is_whole else frozenset(part.unit for part in view.own)
    return {
        **shown(directive),
        "view": view,
        "left": share_left(directive),
        "first": [_shown_verb(verb) for verb in verbs if _is_called_for(view, verb.verb)],
        "more": [_shown_verb(verb) for verb in verbs if not _is_called_for(view, verb.verb)],
        "can_hand_down": "hand_down" in view.can,
        "origin": origin_words(directive) if view.is_whole else {},
        "reason": reason_words(directive, "withdrawal", directive.reason) if directive.reason else "",
        "asked_reason": reason_words(directive, "extension", view.asked.reason) if view.asked else "",
        "threads": [(one, unit_label(one.part.unit)) for one in view.threads],
        "below": [shown(one) for one in view.below],
        "timeline": timeline(directive, units=units),
        "names": display_names(people),
        "giver": display_names([directive.giver]).get(directive.giver, ""),
        "effect": effect_of(directive) if view.is_whole else None,
        "giver_unit": unit_label(directive.giver_unit) if directive.giver_unit else "",
    }


def _shown_verb(verb: Transition) -> dict[str, Any]:
    known = VERBS[verb.verb]
    return {
        "verb": verb.verb,
        "name": said(verb.names),
        "icon": known.icon,
        "is_one_press": verb.verb in ONE_PRESS,
        "is_primary": verb.verb in USUAL[:5],
    }


def _is_called_for(view: DirectiveView, verb: str) -> bool:
    """True for what a person does next; an answer or more time only when somebody asked."""
    if verb == "answer":
        return view.directive.questions_open > 0
    if verb in {"extend", "refuse_extension"}:
        return view.asked is not None
    return verb in USUAL or verb == "remind"


def _how_usual(verb: Transition) -> int:
    return USUAL.index(verb.verb) if verb.verb in USUAL else len(USUAL)


@require_safe
def file_page(request: HttpRequest, code: str, file: str) -> HttpResponse:
    """A document or a piece of evidence, for whoever reads what it belongs to; every look is logged."""
    actor = actor_of(request)
    found = directive_file(code, file, actor)
    if request.method == "HEAD":
        return HttpResponse(content_type=found.media_type)
    data, media_type = open_file(found.file, actor=actor, reason="work on the directive", about=found.directive.ref)
    return document_answer(data, media_type, found.name, file)


@require_http_methods(["GET", "HEAD", "POST"])
def verb_page(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """The form of one verb; a press gives the command and returns to the directive."""
    actor = actor_of(request)
    view, known = directive_view(code, actor), VERBS.get(verb)
    if known is None:
        raise NotFound(_("There is no such action."))
    if verb not in view.can:
        raise NotAllowed(_("This action is not possible now, or not yours. Look at the directive again."))
    if request.method != "POST":
        form = known.form(view, verb, initial={"version": view.directive.version})
        return _form(request, view, verb, known, form)
    form = known.form(view, verb, request.POST, request.FILES)
    if form.is_valid():
        try:
            known.act(code, actor, form.cleaned_data)
        except Refusal as refusal:
            put_into(form, refusal, NEAREST)
            return _form(request, view, verb, known, form, status=refusal.status)
        messages.success(request, str(known.done))
        # A unit that returned its part has no look at it any more.
        return redirect("directive-board") if verb == "return" else redirect("directive-page", code=code)
    return _form(request, view, verb, known, form, status=400)


def _form(
    request: HttpRequest, view: DirectiveView, verb: str, known: Verb, form: Any, status: int = 200
) -> HttpResponse:
    context = {**shown(view.directive), "view": view, "form": form, "verb_name": said(view.needs[verb].names)}
    return render(request, "directives/verb_staff.html", context, status=status)
