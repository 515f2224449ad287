"""The calendar feed by its secret address, and the page on which it is drawn, ended, and the daily e-mail chosen."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_safe

from hueioc.lib.refusals import NotAllowed, NotFound
from hueioc.notices.commands import choose_digest
from hueioc.notices.queries import digest_hour
from hueioc.people.commands import draw_calendar_key, revoke_calendar_key
from hueioc.people.queries import account_of_calendar, actor_of, calendar_key_since, standing
from hueioc.portal.daily.feed import feed_of


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The feed; whoever has the address reads it, as the person stands at this moment. No shared cache keeps it."""
    account = account_of_calendar(token)
    if account is None:
        raise NotFound(_("There is no such calendar. Its address was drawn anew or ended."))
    with override(account.language):
        answer = HttpResponse(feed_of(standing(account)), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return answer


class DigestForm(forms.Form):
    """At which hour the e-mail comes."""

    hour = forms.ChoiceField(
        label=gettext_lazy("One e-mail a day with what is owed, due today and late"),
        required=False,
        help_text=gettext_lazy("It comes on days on which something is owed, and says nothing of confidential work."),
        choices=[("", gettext_lazy("No e-mail")), *((str(hour), f"{hour:02d}:00") for hour in range(24))],
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def day_page(request: HttpRequest) -> HttpResponse:
    """My day outside this site. The address of the calendar is shown once, when it is drawn."""
    account: Any = request.user
    actor = actor_of(request)
    if not actor.is_staff:
        raise NotAllowed(_("Only staff owe work here."))
    hour = digest_hour(actor)
    form, address = DigestForm(initial={"hour": "" if hour is None else str(hour)}), ""
    wish = request.POST.get("do", "") if request.method == "POST" else ""
    if wish == "draw":
        token = draw_calendar_key(account)
        address = request.build_absolute_uri(reverse("portal-calendar", args=[token]))
    elif wish == "revoke":
        revoke_calendar_key(account)
        messages.success(request, _("The calendar has ended; its address opens nothing any more."))
        return redirect("portal-day")
    elif wish == "digest":
        form = DigestForm(request.POST)
        if form.is_valid():
            chosen = form.cleaned_data["hour"]
            choose_digest(actor, int(chosen) if chosen else None)
            messages.success(request, _("Saved."))
            return redirect("portal-day")
    context = {"form": form, "address": address, "since": calendar_key_since(account), "email": account.email}
    answer = render(request, "portal/day_staff.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
