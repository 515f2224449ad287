"""Pages of staff: the list, drafting, changing, and drafting what follows."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed, NotFound, Refusal, put_into
from hueioc.people.queries import actor_of
from hueioc.people.rules import Actor
from hueioc.warnings.commands import change_warning, draft_following, draft_from_received, draft_warning
from hueioc.warnings.forms import DraftForm, initial_of
from hueioc.warnings.models import Alert, Received
from hueioc.warnings.queries import (
    SAID,
    TABS,
    board,
    categories_on,
    counts,
    may_draft,
    received_alert,
    shown,
    warning_view,
)
from hueioc.warnings.views.picture import picture_of
from hueioc.warnings.views.web import language, number_of, private
from hueioc.workflow.queries import category_name, said

_MAP_PX = 560
# Beside which field of the form a sentence of a command stands.
NEAREST = {"hazard": "level", "responses": "level", "certainty": "level", "cap": "area_kind"}


@require_safe
def board_page(request: HttpRequest) -> HttpResponse:
    """Drafts, what waits for release, what holds, what is over."""
    actor = actor_of(request)
    tab = request.GET.get("tab", "")
    many = counts(actor) if actor.is_staff else {}
    tab = tab if tab in TABS else next((one for one in ("waiting", "force", "drafts") if many.get(one)), "waiting")
    found = board(actor, tab=tab, page=number_of(request, "page"))
    context = {
        "rows": [shown(one, language(), public=False) for one in found.rows],
        "found": found,
        "tab": tab,
        "tabs": [(code, TABS[code], many[code]) for code in TABS],
        "can_draft": _hazards(actor) != [],
        "is_centre": actor.is_centre,
    }
    return private(render(request, "warnings/board_staff.html", context))


def _hazards(actor: Actor) -> list[dict[str, str]]:
    return [
        {"code": one.code, "name": said(one.names), "icon": one.icon}
        for one in categories_on(clock.today())
        if may_draft(one.code, actor)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def draft_page(request: HttpRequest) -> HttpResponse:
    """Choose a hazard, then say level, time, area and texts; nothing is told to anybody yet."""
    actor = actor_of(request)
    known = _hazards(actor)
    if not known:
        raise NotAllowed(_("Warnings are drafted by staff of units and of the centre."))
    hazard = request.GET.get("hazard", "")
    if hazard not in {one["code"] for one in known}:
        return render(request, "warnings/choose_staff.html", {"hazards": known})
    received = _received(request.GET.get("received", ""), actor)
    initial = {"key": secrets.token_urlsafe(16), **(_from_received(received) if received else {})}
    form = DraftForm(actor, hazard, request.POST or None, initial=initial)
    context = {"title": _("Draft a warning"), "hazard": category_name(hazard), "received": received}
    if request.method == "POST" and form.is_valid():
        try:
            new = form.new_warning()
            alert = draft_from_received(received.code, actor, new) if received else draft_warning(new, actor)
        except Refusal as refusal:
            put_into(form, refusal, NEAREST)
            return _form(request, form, context, status=refusal.status)
        messages.success(request, _("Drafted. Look at it in both languages, then submit it."))
        return redirect("warning-page", code=alert.code)
    return _form(request, form, context, status=400 if request.method == "POST" else 200)


def _received(code: str, actor: Actor) -> Received | None:
    return received_alert(code, actor) if code else None


def _from_received(row: Received) -> dict[str, Any]:
    """What a draft takes over from a message of somebody else: its words in English, for an officer to correct."""
    part = next((one for one in row.parts if str(one["language"]).startswith("en")), row.parts[0] if row.parts else {})
    rings = [ring for area in part.get("areas", ()) for ring in area["polygons"]]
    begun: dict[str, Any] = {name: part.get(name.removesuffix("_en"), "") for name in ("headline_en", "description_en")}
    begun["instruction_en"] = part.get("instruction", "")
    begun["headline_en"] = str(begun["headline_en"])[:160]
    begun["is_exercise"] = row.status != "Actual"
    if rings:
        begun |= {"area_kind": "polygon", "points": "\n".join(f"{lat},{lon}" for lat, lon in rings[0])}
    return begun


@require_http_methods(["GET", "HEAD", "POST"])
def change_page(request: HttpRequest, code: str) -> HttpResponse:
    """Change a draft; whoever saves it cannot release it any more."""
    actor = actor_of(request)
    view = warning_view(code, actor)
    if "change" not in view.can:
        raise NotAllowed(_("This action is not possible now, or not yours."))
    alert = view.alert
    form = DraftForm(actor, alert.service, request.POST or None, message=alert.message, initial=initial_of(alert))
    context = {"title": _("Change the draft"), "hazard": category_name(alert.service), "alert": alert}
    if request.method == "POST" and form.is_valid():
        try:
            change_warning(code, actor, form.new_warning(), version=form.cleaned_data["version"])
        except Refusal as refusal:
            put_into(form, refusal, NEAREST)
            return _form(request, form, context, alert, status=refusal.status)
        messages.success(request, _("Changed. It needs a person other than you to be released."))
        return redirect("warning-page", code=code)
    return _form(request, form, context, alert, status=400 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_page(request: HttpRequest, code: str, message: str) -> HttpResponse:
    """Draft an update, a cancellation or an all-clear of a warning in force."""
    actor = actor_of(request)
    view = warning_view(code, actor)
    if message not in {"update", "cancel", "all_clear"}:
        raise NotFound(_("There is no such action."))
    if "follow" not in view.can:
        raise NotAllowed(_("This action is not possible now, or not yours."))
    alert = view.alert
    begun = initial_of(alert, texts=False) | {"key": secrets.token_urlsafe(16), "version": None}
    if message != "update":
        begun.pop("onset_at"), begun.pop("expires_at")
    form = DraftForm(actor, alert.service, request.POST or None, message=message, initial=begun)
    context = {"title": SAID["message"][message], "hazard": category_name(alert.service), "follows": alert}
    if request.method == "POST" and form.is_valid():
        try:
            made = draft_following(code, actor, form.new_warning())
        except Refusal as refusal:
            put_into(form, refusal, NEAREST)
            return _form(request, form, context, alert, status=refusal.status)
        messages.success(request, _("Drafted. It needs a second person like every message."))
        return redirect("warning-page", code=made.code)
    return _form(request, form, context, alert, status=400 if request.method == "POST" else 200)


def _form(
    request: HttpRequest, form: DraftForm, context: dict[str, Any], alert: Alert | None = None, *, status: int = 200
) -> HttpResponse:
    names = [*form.given]
    wheres = ("area_kind", "units", "points", "metres", "area_vi", "area_en")
    texts = [name for name in form.fields if name.partition("_")[0] in {"headline", "description", "instruction"}]
    firsts = [name for name in ("level", "is_exercise", "onset_at", "expires_at") if name in form.fields]
    groups = [
        (_("What and when"), [form[name] for name in (*firsts, *(f"given_{one}" for one in names))]),
        (_("Where"), [form[name] for name in wheres]),
        (_("Texts"), [form[name] for name in texts]),
    ]
    picture = picture_of(alert, _MAP_PX, language())
    return private(
        render(
            request,
            "warnings/draft_staff.html",
            {"form": form, "groups": groups, "picture": picture, **context},
            status=status,
        )
    )
