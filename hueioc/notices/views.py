"""The pages of notices: what was told, what one wants to be told, and the browsers that are told."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hueioc.lib.refusals import Invalid
from hueioc.notices.commands import choose, mark_read, subscribe, unsubscribe
from hueioc.notices.queries import browsers_of, chosen, my_notices, unread
from hueioc.notices.texts import sentence
from hueioc.notices.webpush import public_key
from hueioc.people.queries import actor_of
from hueioc.workflow.queries import page_of


@login_required
@require_safe
def notices_page(request: HttpRequest) -> HttpResponse:
    """My notices, the newest first."""
    actor = actor_of(request)
    rows = [
        {"notice": notice, "words": sentence(notice), "page": page_of(notice.subject)} for notice in my_notices(actor)
    ]
    frame = "ui/staff.html" if actor.is_staff else "ui/citizen.html"
    return render(request, "notices/notices.html", {"rows": rows, "frame": frame, "unread": unread(actor)})


@login_required
@require_POST
def read_page(request: HttpRequest) -> HttpResponse:
    """I have seen them; only a person who says so marks them, never a program that fetches the page."""
    mark_read(actor_of(request))
    return redirect("notices")


class ChoiceForm(forms.Form):
    """By which ways and of which matters somebody wants to be told."""

    channels = forms.MultipleChoiceField(
        label=gettext_lazy("How"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("app", gettext_lazy("Inside the app")),
            ("direct", gettext_lazy("By e-mail or short message")),
            ("push", gettext_lazy("As messages on my phones")),
        ],
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Of what"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Questions are always told: the clock stands until you answer."),
        choices=[
            ("received", gettext_lazy("My report was received")),
            ("accepted", gettext_lazy("A unit accepted it")),
            ("answered", gettext_lazy("It was answered")),
            ("extended", gettext_lazy("The deadline was extended")),
            ("reopened", gettext_lazy("It was taken up again")),
            ("refused", gettext_lazy("It was not accepted")),
            ("merged", gettext_lazy("It was merged with another report")),
            ("closed", gettext_lazy("It was closed")),
        ],
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """What I want to be told, and how."""
    actor = actor_of(request)
    channels, topics = chosen(actor)
    form = ChoiceForm(request.POST or None, initial={"channels": channels, "topics": topics})
    if request.method == "POST":
        form = ChoiceForm(request.POST)
        if form.is_valid():
            choose(actor, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("notices-settings")
    return render(request, "notices/settings.html", {"form": form, "browsers": browsers_of(actor)})


@require_safe
def push_key(request: HttpRequest) -> JsonResponse:
    """The public key a browser needs before it can be told."""
    return JsonResponse({"key": public_key()})


@require_POST
def push(request: HttpRequest) -> JsonResponse:
    """A browser asks to be told, or not any more; without an account of its own reports only."""
    try:
        asked: dict[str, Any] = json.loads(request.body)
        endpoint, keys = str(asked["endpoint"]), dict(asked.get("keys") or {})
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid(_("This request cannot be read. Go back and try again.")) from error
    if asked.get("off"):
        unsubscribe(endpoint)
        return JsonResponse({"on": False})
    actor = actor_of(request)
    subscribe(
        endpoint=endpoint,
        key=str(keys.get("p256dh", "")),
        secret=str(keys.get("auth", "")),
        account=actor.ref if actor.kind == "account" else "",
        language=get_language() or "vi",
        subjects=sorted(actor.holds),
    )
    return JsonResponse({"on": True}, status=201)
