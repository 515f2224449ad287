"""The page of one return: its lines, its history, and what this person can do with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hueioc.lib.refusals import NotAllowed, NotFound, Refusal, put_into
from hueioc.people.queries import actor_of
from hueioc.people.rules import Actor
from hueioc.returns.queries import ReturnView, editions_of, reason_words, return_view, sheet_of, shown
from hueioc.returns.queries.reading import Line
from hueioc.returns.views.verbs import ONE_PRESS, VERBS, Verb
from hueioc.workflow.pack import Transition
from hueioc.workflow.queries import said, share_left, trace_sentences, unit_label


@require_safe
def return_page(request: HttpRequest, code: str) -> HttpResponse:
    """One return, for its unit, its collector and the city's staff."""
    actor = actor_of(request)
    view = return_view(code, actor)
    item = view.item
    context = {
        **shown(item),
        "view": view,
        "left": share_left(item),
        "lines": _standing(view, actor),
        "legal": said(view.form.legal_basis),
        "source": view.form.source,
        "status": view.form.status,
        "editions": editions_of(view),
        "said": [(one, _why(view, one.kind, one.reason)) for one in view.said],
        "verbs": [_shown_verb(verb) for verb in view.verbs if verb.verb in VERBS],
        "can_fill": bool(view.can & {"fill"}),
        "can_correct": "correct" in view.can,
        "trace": trace_sentences(item),
        "unit_name": unit_label(item.unit),
    }
    return render(request, "returns/return_staff.html", context)


def _standing(view: ReturnView, actor: Actor) -> list[Line]:
    """What was given; before, or beside a correction, only the unit itself reads its draft on the page of filling."""
    shown_item = view.item
    shown_item.draft = {}
    return sheet_of(shown_item).lines if shown_item.edition else []


def _why(view: ReturnView, kind: str, reason: str) -> str:
    return reason_words(view.item, "withdrawal" if kind == "withdrawn" else "return", reason)


def _shown_verb(verb: Transition) -> dict[str, Any]:
    known = VERBS[verb.verb]
    return {
        "verb": verb.verb,
        "name": said(verb.names),
        "icon": known.icon,
        "is_one_press": verb.verb in ONE_PRESS,
        "is_primary": verb.verb == "agree",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def verb_page(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """The form of one verb; a press gives the command and returns to the return."""
    actor = actor_of(request)
    view, known = return_view(code, actor), VERBS.get(verb)
    if known is None:
        raise NotFound(_("There is no such action."))
    if verb not in view.can:
        raise NotAllowed(_("This action is not possible now, or not yours. Look at the return again."))
    if request.method != "POST":
        form = known.form(view, verb, initial={"version": view.item.version})
        return _form(request, view, verb, form)
    form = known.form(view, verb, request.POST)
    return _acted(request, view, verb, known, form)


def _acted(request: HttpRequest, view: ReturnView, verb: str, known: Verb, form: Any) -> HttpResponse:
    code, back = view.item.code, request.POST.get("back", "")
    if form.is_valid():
        try:
            known.give(code, actor_of(request), **form.cleaned_data)
        except Refusal as refusal:
            put_into(form, refusal)
            return _form(request, view, verb, form, status=refusal.status)
        messages.success(request, str(known.done))
        if back == "collection":
            return redirect("return-collection", form=view.item.form, period=view.item.period)
        return redirect("return-page", code=code)
    return _form(request, view, verb, form, status=400)


def _form(request: HttpRequest, view: ReturnView, verb: str, form: Any, status: int = 200) -> HttpResponse:
    context = {**shown(view.item), "view": view, "form": form, "verb_name": said(view.needs[verb].names)}
    return render(request, "returns/verb_staff.html", context, status=status)
