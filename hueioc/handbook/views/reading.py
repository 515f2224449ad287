"""Reading the handbook: its shelves with the search, one page, and what readers said of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hueioc.handbook.commands import say_unhelpful
from hueioc.handbook.forms import UnhelpfulForm
from hueioc.handbook.queries import PageView, find_pages, page_view, remarks_of, shelves, unhelpful_reasons
from hueioc.lib import clock
from hueioc.lib.refusals import Refusal, put_into
from hueioc.people.queries import actor_of, device_mark
from hueioc.people.rules import Actor
from hueioc.workflow.queries import said, unit_label

_ONLY = {
    "": gettext_lazy("In force"),
    "drafts": gettext_lazy("Our drafts"),
    "to_check": gettext_lazy("Ours to check"),
    "ended": gettext_lazy("No longer in force"),
}


def keep_offline(answer: HttpResponse, actor: Actor) -> HttpResponse:
    """Allow the service worker to keep a page for this person; the mark tells nobody who it is.

    Pages of staff are never kept otherwise: this one says nothing about a person.
    """
    if actor.is_staff:
        answer["X-Keep-Offline"] = device_mark(actor, f"handbook {get_language()}")
    return answer


@require_safe
def shelves_page(request: HttpRequest) -> HttpResponse:
    """All pages by unit, or those that hold the typed words; filter and words stand in the address."""
    actor = actor_of(request)
    typed = request.GET.get("q", "").strip()[:200]
    only = request.GET.get("only", "") if actor.is_staff else ""
    context = {
        "typed": typed,
        "found": [(one, unit_label(one.page.unit)) for one in find_pages(typed, actor)] if typed else [],
        "shelves": [] if typed else shelves(actor, only=only),
        "only": only if only in _ONLY else "",
        "filters": [(code, name) for code, name in _ONLY.items() if actor.units or code in {"", "ended"}],
        "now": clock.now(),
    }
    template = "handbook/shelves.html" if actor.is_staff else "handbook/public_shelves.html"
    answer = render(request, template, context)
    return answer if typed or only else keep_offline(answer, actor)


@require_safe
def page_page(request: HttpRequest, code: str) -> HttpResponse:
    """One page."""
    actor = actor_of(request)
    view = page_view(code, actor)
    answer = _page(request, view, UnhelpfulForm(initial={"reason": view.my_remark}))
    return keep_offline(answer, actor) if view.page.state == "published" else answer


def _page(request: HttpRequest, view: PageView, form: UnhelpfulForm, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    reasons = {one.code: said(one.names) for one in unhelpful_reasons()}
    context: dict[str, Any] = {
        "view": view,
        "page": view.page,
        "form": form,
        "said": reasons.get(view.my_remark, ""),
        "may_remark": actor.kind == "account" and view.page.state == "published" and bool(reasons),
        "now": clock.now(),
    }
    template = "handbook/page.html" if actor.is_staff else "handbook/public_page.html"
    return render(request, template, context, status=status)


@require_POST
def unhelpful(request: HttpRequest, code: str) -> HttpResponse:
    """Not helpful, because; back to the page."""
    actor = actor_of(request)
    view = page_view(code, actor)
    form = UnhelpfulForm(request.POST)
    if not form.is_valid():
        return _page(request, view, form, status=400)
    try:
        say_unhelpful(code, actor, reason=form.cleaned_data["reason"], text=form.cleaned_data["text"])
    except Refusal as refusal:
        put_into(form, refusal)
        return _page(request, view, form, status=refusal.status)
    messages.success(request, _("Thank you. The unit that owns this page will read it."))
    return redirect("handbook-page", code=code)


@require_http_methods(["GET", "HEAD"])
def remarks_page(request: HttpRequest, code: str) -> HttpResponse:
    """What readers found not helpful, for the owner."""
    actor = actor_of(request)
    remarks = remarks_of(code, actor)
    answer = render(request, "handbook/remarks.html", {"view": page_view(code, actor), "remarks": remarks})
    answer["Cache-Control"] = "no-store"
    return answer
