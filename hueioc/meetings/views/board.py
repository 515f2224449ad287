"""The list of meetings, and the form that calls one."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed, NotFound, Refusal, put_into
from hueioc.meetings.commands import call_meeting
from hueioc.meetings.forms import CallForm
from hueioc.meetings.queries import TABS, board, kinds_of_meetings, owed_lines, shown
from hueioc.meetings.views.web import NEAREST, private
from hueioc.people.queries import actor_of
from hueioc.workflow.queries import catalogue

_TABS = {
    "coming": gettext_lazy("To come"),
    "minutes": gettext_lazy("Minutes open"),
    "past": gettext_lazy("Over"),
    "all": gettext_lazy("All I may see"),
}


@require_safe
def board_page(request: HttpRequest) -> HttpResponse:
    """My meetings; the tab and the words stand in the address."""
    actor = actor_of(request)
    if not actor.is_staff:
        raise NotAllowed(_("This page is for staff. Guests read their meeting by the link they were sent."))
    tab, page = request.GET.get("tab", ""), request.GET.get("page", "1")
    tab = tab if tab in TABS else "coming"
    words = request.GET.get("q", "").replace("\x00", "")[:80]
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 1
    found = board(actor, tab=tab, words=words, number=number)
    context = {
        "found": found,
        "rows": [shown(one) for one in found.meetings],
        "owed": owed_lines(actor, 10) if tab == "coming" and number == 1 and not words else [],
        "tab": tab,
        "tabs": [(code, _TABS[code]) for code in TABS],
        "words": words,
        "can_call": actor.has("leader") or bool(actor.units),
    }
    return private(render(request, "meetings/board.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def call_page(request: HttpRequest) -> HttpResponse:
    """A new meeting; its own page follows, where people and documents are added."""
    actor = actor_of(request)
    if not (actor.has("leader") or actor.units):
        raise NotAllowed(_("Meetings are called by leaders and by staff of a unit."))
    if not kinds_of_meetings(catalogue().calendar.local_day(clock.now())):
        raise NotFound(_("This city has no kinds of meetings in its packs."))
    form, status = CallForm(actor, request.POST or None, initial={"key": secrets.token_urlsafe(16)}), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                made = call_meeting(form.new_meeting(), actor)
            except Refusal as refusal:
                put_into(form, refusal, NEAREST)
                status = refusal.status
            else:
                messages.success(request, _("Now say who is invited, add documents, and send the invitations."))
                return redirect("meeting-page", code=made.code)
    return render(request, "meetings/call_staff.html", {"form": form}, status=status)
