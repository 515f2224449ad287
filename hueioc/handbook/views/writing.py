"""Writing the handbook: a new page, a new version, and the verbs that one press settles."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from hueioc.handbook.commands import confirm_page, draft_page, drop_page, edit_page, publish_page
from hueioc.handbook.forms import PageForm
from hueioc.handbook.models import Page
from hueioc.handbook.queries import page_view
from hueioc.lib.refusals import NotAllowed, NotFound, Refusal, put_into
from hueioc.people.queries import actor_of, device_mark
from hueioc.people.rules import Actor


class Pressed(NamedTuple):
    """A verb that one press settles: its command, and what is said afterwards."""

    give: Callable[[str, Actor], Page]
    done: str | Promise


VERBS = {
    "publish": Pressed(publish_page, gettext_lazy("Published: all staff can read it now.")),
    "confirm": Pressed(confirm_page, gettext_lazy("Confirmed: it is still true.")),
    "drop": Pressed(drop_page, gettext_lazy("The draft was dropped.")),
}


def _writer(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not actor.units:
        raise NotAllowed(_("Pages are written by officers of a unit. Your administrator can give you that role."))
    return actor


@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: HttpRequest) -> HttpResponse:
    """A new page of one of my units; it begins as a draft."""
    actor = _writer(request)
    form = PageForm(actor, None, request.POST or None)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        unit = form.cleaned_data.get("unit") or min(actor.units)
        try:
            page = draft_page(form.new_version(), actor, unit=unit)
        except Refusal as refusal:
            return _form(request, form, None, refusal)
        messages.success(request, _("Saved as a draft. Publish it when it is ready."))
        return redirect("handbook-page", code=page.code)
    return _form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_page_page(request: HttpRequest, code: str) -> HttpResponse:
    """A new version of a page of my unit."""
    actor = _writer(request)
    view = page_view(code, actor)
    if not view.is_mine:
        raise NotAllowed(_("Only staff of the unit that owns this page can change it."))
    page = view.page
    names = ("title", "body", "legal_source", "valid_from", "valid_to", "is_public", "version")
    form = PageForm(actor, page, request.POST or None, initial={name: getattr(page, name) for name in names})
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        try:
            edit_page(code, form.new_version(), actor, version=form.cleaned_data["version"])
        except Refusal as refusal:
            return _form(request, form, page, refusal)
        messages.success(request, _("Saved as a new version."))
        return redirect("handbook-page", code=code)
    return _form(request, form, page)


def _form(request: HttpRequest, form: PageForm, page: Page | None, refusal: Refusal | None = None) -> HttpResponse:
    """The form as it was typed, with what is wrong, and how the text would look when that was asked for."""
    preview = request.POST.get("body", "")[:60_000] if "preview" in request.POST else ""
    if refusal is not None:
        put_into(form, refusal)
    is_wrong = request.method == "POST" and "preview" not in request.POST
    status = refusal.status if refusal is not None else 400 if is_wrong else 200
    context = {"form": form, "page": page, "preview": preview, "draft_mark": device_mark(actor_of(request), "draft")}
    return render(request, "handbook/edit.html", context, status=status)


@require_POST
def verb(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Publish, confirm or drop; a refusal is said above the page."""
    actor = _writer(request)
    pressed = VERBS.get(verb)
    if pressed is None:
        raise NotFound(_("There is no such action."))
    pressed.give(code, actor)
    messages.success(request, str(pressed.done))
    return redirect("handbook") if verb == "drop" else redirect("handbook-page", code=code)
