"""Pages of the family: the secret link of a call, I am safe, looking for a relative, declaring damage."""

import csv
import io
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hueioc.lib.qr import qr_path
from hueioc.lib.refusals import Conflict, NotFound, Refusal, put_into
from hueioc.people.queries import actor_of
from hueioc.rescues import commands as give
from hueioc.rescues.forms import DamageForm, SafeForm, SearchForm
from hueioc.rescues.queries import (
    FamilyView,
    chips_of,
    damage_rows,
    family_view,
    safe_view,
    search_view,
    shelters_near,
    status_words,
)
from hueioc.rescues.queries.looks import people_words
from hueioc.rescues.views.web import private
from hueioc.workflow.queries import area_label


@require_safe
def family_page(request: HttpRequest, secret: str) -> HttpResponse:
    """How the call stands, what the family can do, and who asks for them."""
    view = family_view(secret)
    link = request.build_absolute_uri(reverse("rescue-family", args=[secret]))
    context = {
        "view": view,
        "call": view.call,
        "own": view.own,
        "words": status_words(view.call),
        "chips": chips_of(view.call, public=True),
        "people": people_words(view.own) if not view.own.erased_at else "",
        "secret": secret,
        "link": link,
        "qr": qr_path(link),
        "near": shelters_near(view.call, 3) if view.call.phase != "closed" else [],
    }
    return private(render(request, "rescues/family.html", context))


@require_POST
def family_act(request: HttpRequest, secret: str, deed: str) -> HttpResponse:
    """We are safe; take the call back; add words or a phone; answer who asks."""
    view = family_view(secret)
    try:
        if deed == "safe":
            messages.success(request, _safe(view))
        elif deed == "withdraw" and "withdraw" in view.can:
            give.withdraw_rescue(view.call.code, view.actor)
            messages.success(request, _("The call was taken back."))
        elif deed == "add":
            changes = {"more": request.POST.get("more", "")[:1000]}
            if phone := request.POST.get("phone", "").strip()[:40]:
                changes["phones"] = (phone,)  # type: ignore[assignment]
            give.correct_rescue(view.call.code, view.actor, changes=changes)
            messages.success(request, _("Added; the centre sees it."))
        elif deed == "answer":
            _answer(request, view.own.ref)
        else:
            raise NotFound(_("There is no such action."))
    except (Conflict, NotFound) as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("rescue-family", secret=secret)


def _safe(view: FamilyView) -> str:
    if view.own.code != view.call.code:
        give.hear_safe(view.call.code, view.actor, own=view.own.code)
        return _("Good. The centre reads it and asks.")
    give.say_safe_of_call(view.call.code, view.actor)
    return _("Good. The call is closed and the team is told.")


def _answer(request: HttpRequest, found: str) -> None:
    number = request.POST.get("match", "")
    key = int(number) if number.isascii() and number.isdigit() and len(number) < 12 else 0
    give.answer_search(key, found=found, may_know=request.POST.get("may") == "yes")
    messages.success(request, _("Your answer counts; you can change it here."))


@require_http_methods(["GET", "HEAD", "POST"])
def safe_page(request: HttpRequest) -> HttpResponse:
    """I am safe."""
    form, status = SafeForm(request.POST or None, initial={"key": uuid.uuid4().hex}), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                row = give.say_safe(actor_of(request), language=request.LANGUAGE_CODE, **form.cleaned_data)
            except Refusal as refusal:
                put_into(form, refusal)
                status = refusal.status
            else:
                return redirect("rescue-safe-told", secret=row.secret)
    return render(request, "rescues/safe.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def safe_told_page(request: HttpRequest, secret: str) -> HttpResponse:
    """Who looks for me, and may they know?"""
    row, asks = safe_view(secret)
    if request.method == "POST":
        _answer(request, row.ref)
        return redirect("rescue-safe-told", secret=secret)
    return private(render(request, "rescues/safe_told.html", {"row": row, "asks": asks, "secret": secret}))


@require_http_methods(["GET", "HEAD", "POST"])
def search_page(request: HttpRequest) -> HttpResponse:
    """I look for somebody."""
    form, status = SearchForm(request.POST or None, initial={"key": uuid.uuid4().hex}), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                row = give.look_for(actor_of(request), language=request.LANGUAGE_CODE, **form.cleaned_data)
            except Refusal as refusal:
                put_into(form, refusal)
                status = refusal.status
            else:
                return redirect("rescue-search-told", secret=row.secret)
    return render(request, "rescues/search.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def search_told_page(request: HttpRequest, secret: str) -> HttpResponse:
    """What whoever looks may know by now."""
    view = search_view(secret)
    if request.method == "POST":
        give.close_search(secret)
        messages.success(request, _("The search has ended, and what you wrote was erased."))
        return redirect("rescue-search")
    return private(render(request, "rescues/search_told.html", {"view": view}))


@require_http_methods(["GET", "HEAD", "POST"])
def damage_page(request: HttpRequest) -> HttpResponse:
    """A household declares what it lost."""
    form = DamageForm(request.POST or None, request.FILES or None, initial={"key": uuid.uuid4().hex})
    status, row = 200, None
    if request.method == "POST":
        status = 400
        if form.is_valid():
            data = form.cleaned_data
            try:
                row = give.declare_damage(
                    actor_of(request),
                    lines=form.lines(),
                    photos=[(photo.name or "", photo.read()) for photo in data["photos"]],
                    language=request.LANGUAGE_CODE,
                    **{name: data[name] for name in ("ward", "address", "text", "name", "phone", "key")},
                )
                status = 200
            except Refusal as refusal:
                put_into(form, refusal)
                status = refusal.status
    context = {"form": form, "row": row, "ward": area_label(row.area) if row else ""}
    return private(render(request, "rescues/damage.html", context, status=status))


@require_safe
def damage_csv(request: HttpRequest) -> HttpResponse:
    """Open data: declared damage as counts by ward and kind."""
    out = io.StringIO()
    writer = csv.DictWriter(out, ["area", "kind", "households", "amount"])
    writer.writeheader()
    writer.writerows(damage_rows())
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="damage.csv"'
    return answer
