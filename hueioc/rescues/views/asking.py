"""The public call for help: one page that works without scripts, and answers the outbox of a phone in JSON."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hueioc.lib.refusals import Refusal, put_into
from hueioc.people.queries import actor_of
from hueioc.rescues.commands import add_photos, open_rescue
from hueioc.rescues.forms import AskForm
from hueioc.rescues.models import Rescue
from hueioc.rescues.queries import shelters
from hueioc.rescues.rules.access import family_of
from hueioc.rescues.views.web import NEAREST, is_many, wants_json


@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: HttpRequest) -> HttpResponse:
    """I need help. A double tap, or an answer lost on the way, makes one call."""
    if request.method != "POST":
        return _page(request, AskForm(initial={"key": uuid.uuid4().hex}))
    form, status = AskForm(request.POST, request.FILES), 400
    if form.is_valid():
        try:
            call = _take(request, form)
        except Refusal as refusal:
            put_into(form, refusal, NEAREST)
            status = refusal.status
        else:
            return _received(request, call)
    return _faults(form, status) if wants_json(request) else _page(request, form, status=status)


def _page(request: HttpRequest, form: AskForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "shelters": [one for one in shelters("shelter") if one.left][:6]}
    return render(request, "rescues/ask.html", context, status=status)


def _take(request: HttpRequest, form: AskForm) -> Rescue:
    language = getattr(request, "LANGUAGE_CODE", "vi")
    call = open_rescue(form.new_rescue(language=language, is_doubtful=is_many(request)), actor_of(request))
    photos = [(photo.name or "", photo.read()) for photo in form.cleaned_data["photos"][:5]]
    if photos and not call.photos:
        try:
            add_photos(call.code, family_of(call.code), photos=photos)
        except Refusal as refusal:
            # The call is taken: a bad picture must not cost it.
            messages.warning(request, str(refusal.sentence))
    return call


def _received(request: HttpRequest, call: Rescue) -> HttpResponse:
    link = reverse("rescue-family", args=[call.secret])
    if not wants_json(request):
        return redirect(link)
    return JsonResponse({"code": call.code, "receipt": link, "follow": link}, status=201)


def _faults(form: AskForm, status: int) -> JsonResponse:
    """What is to be corrected, in the words the page itself would use."""
    faults: list[dict[str, Any]] = [{"field": "", "sentence": str(fault)} for fault in form.non_field_errors()]
    for bound in form:
        faults += [
            {"field": bound.id_for_label, "label": str(bound.label), "sentence": str(fault)} for fault in bound.errors
        ]
    many = len(form.errors)
    title = ngettext("%(n)d thing to correct", "%(n)d things to correct", many) % {"n": many}
    return JsonResponse({"title": title, "faults": faults}, status=status)
