"""Pages of questions: the list, asking with what was answered before, one question, and the tap into the handbook."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hueioc.handbook.commands import draft_page
from hueioc.handbook.queries import page_from
from hueioc.handbook.rules import NewVersion
from hueioc.lib import clock
from hueioc.lib.codes import random_code
from hueioc.lib.refusals import Conflict, NotAllowed, NotFound, Refusal, put_into
from hueioc.people.queries import actor_of, device_mark, display_names
from hueioc.people.rules import Actor
from hueioc.portal.asking.forms import AskForm, VerbForm
from hueioc.portal.asking.likeness import answered_before
from hueioc.portal.asking.verbs import ONE_PRESS, VERBS
from hueioc.questions.commands import ask_question
from hueioc.questions.queries import (
    TABS,
    QuestionView,
    board,
    counts,
    fields_on,
    find_questions,
    question_view,
    shown,
    timeline,
)
from hueioc.workflow.queries import catalogue, said, share_left, trace_sentences, unit_label


def _asker(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not actor.units:
        raise NotAllowed(_("Questions are asked by officers of a unit. Your administrator can give you that role."))
    return actor


@require_safe
def board_page(request: HttpRequest) -> HttpResponse:
    """All questions by tab, or those that hold the typed words; everything stands in the address."""
    actor, get = actor_of(request), request.GET
    tabs = [tab for tab in TABS if actor.units or tab not in {"asked", "owed"}]
    tab = get.get("tab", "") if get.get("tab") in tabs else tabs[0]
    typed, field = get.get("q", "").strip()[:200], get.get("field", "")[:64]
    found = board(actor, tab=tab, field=field, page=_page(get))
    questions = [one.question for one in find_questions(typed, actor)] if typed else found.questions
    many = counts(actor)
    context = {
        "rows": [shown(one) for one in questions],
        "found": found,
        "typed": typed,
        "tab": tab,
        "tabs": [(code, TABS[code], many[code]) for code in tabs],
        "field": field,
        "fields": fields_on(clock.today()),
    }
    return render(request, "portal/asking/board.html", context)


def _page(get: QueryDict) -> int:
    text = get.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1


@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: HttpRequest) -> HttpResponse:
    """A new question; what was answered before stands beside it while it is typed, or when asked for."""
    actor, post = _asker(request), request.POST
    form, status = AskForm(actor, initial={"key": random_code(20)}), 200
    like: dict[str, Any] = {}
    if request.method == "POST":
        like = answered_before(post.get("title", ""), post.get("text", ""), actor)
        if "look" in post:
            form = AskForm(actor, initial=post.dict())
        else:
            form, status = AskForm(actor, post), 400
            if form.is_valid():
                try:
                    question = ask_question(form.new_question(), actor)
                except Refusal as refusal:
                    put_into(form, refusal)
                    status = refusal.status
                else:
                    messages.success(request, _("Sent: %(number)s.") % {"number": question.code})
                    return redirect("question-page", code=question.code)
    context = {"form": form, "has_looked": "look" in post, "draft_mark": device_mark(actor, "draft"), **like}
    return render(request, "portal/asking/ask.html", context, status=status)


@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """A piece of a page: what was answered before. The words stay in the body, never in an address."""
    actor, post = _asker(request), request.POST
    like = answered_before(post.get("title", ""), post.get("text", ""), actor)
    answer = render(request, "portal/asking/similar.html", {**like, "has_looked": True})
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def question_page(request: HttpRequest, code: str) -> HttpResponse:
    """One question with its answer and everything this person can do with it."""
    return _shown(request, question_view(code, actor_of(request)))


def _shown(
    request: HttpRequest, view: QuestionView, verb: str = "", form: VerbForm | None = None, status: int = 200
) -> HttpResponse:
    """The page; `form` is the one of `verb` as it was typed."""
    actor, question = actor_of(request), view.question
    names = {one.verb: said(one.names) for one in view.verbs}
    deeds = [
        {
            "verb": name,
            "name": names[name],
            "icon": known.icon,
            "is_main": known.is_main,
            "is_press": name in ONE_PRESS,
            "is_open": name == verb or (known.is_main and name not in ONE_PRESS),
            "form": form if name == verb and form else _empty(view, name),
        }
        for name, known in VERBS.items()
        if name in names
    ]
    page = page_from(question.ref, actor)
    context = {
        **shown(question),
        "view": view,
        "left": share_left(question),
        "deeds": deeds,
        "form": form,
        "said": [(one, unit_label(one.unit)) for one in view.said],
        "names": display_names(one.author for one in view.said),
        "trace": trace_sentences(question),
        "timeline": timeline(question),
        "page": page,
        "may_take": not page and _may_take(view),
        **answered_before(question.title, question.text, actor, but=question.code),
    }
    return render(request, "portal/asking/question.html", context, status=status)


def _empty(view: QuestionView, verb: str) -> VerbForm:
    return VERBS[verb].form(view, auto_id=f"{verb}-%s", initial={"version": view.question.version})


def _may_take(view: QuestionView) -> bool:
    return view.is_answerer and view.question.is_accepted


@require_POST
def verb_page(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Give a verb; what is wrong is said in its form on the page."""
    actor = actor_of(request)
    view, known = question_view(code, actor), VERBS.get(verb)
    if known is None:
        raise NotFound(_("There is no such action."))
    if verb not in view.can:
        raise NotAllowed(_("This action is not possible now, or not yours. Look at the question again."))
    form = known.form(view, request.POST, auto_id=f"{verb}-%s")
    if not form.is_valid():
        return _shown(request, view, verb, form, status=400)
    try:
        known.give(code, actor, form.cleaned_data)
    except Refusal as refusal:
        put_into(form, refusal)
        return _shown(request, view, verb, form, status=refusal.status)
    messages.success(request, str(known.done))
    return redirect("question-page", code=code)


@require_POST
def take_into_handbook(request: HttpRequest, code: str) -> HttpResponse:
    """One tap: an accepted answer becomes a draft of the unit that answered; a second tap leads to the same page."""
    actor = actor_of(request)
    view = question_view(code, actor)
    question = view.question
    if not view.is_answerer:
        raise NotAllowed(_("Only the unit that answered can take the answer into the handbook."))
    if not question.is_accepted:
        raise Conflict(_("The asker has not accepted the answer yet."))
    # The handbook speaks the city's language, whatever the officer reads.
    with override(catalogue().pack.city.default_language):
        headings = {"asked": _("The question"), "answered": _("The answer")}
    body = "\n\n".join([f"## {headings['asked']}", question.text, f"## {headings['answered']}", question.answer])
    new = NewVersion(title=question.title, body=body, legal_source=question.legal_source)
    page = draft_page(new, actor, unit=question.unit, origin=question.ref)
    messages.success(request, _("A draft in the handbook. Read it once more, then publish it."))
    return redirect("handbook-page", code=page.code)
