"""The page of a guest, who has no account and comes by a link of their own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hueioc.lib.refusals import NotFound, Refusal
from hueioc.meetings.commands import ask_floor_as_guest, check_in_guest
from hueioc.meetings.queries import guest_minutes, guest_paper, guest_view, shown
from hueioc.meetings.views.web import file_answer, private
from hueioc.people.queries import actor_of


@require_safe
def guest_page(request: HttpRequest, secret: str) -> HttpResponse:
    """Agenda, documents, check-in and the floor."""
    guest = guest_view(secret)
    context = {**shown(guest.meeting), "guest": guest, "secret": secret}
    context["is_open"] = guest.meeting.phase in {"assigned", "in_work"}
    context["may_speak"] = (
        guest.meeting.phase == "in_work"
        and guest.invitee.came_at is not None
        and not any(one.state in {"waiting", "speaking"} for one in guest.speakers)
    )
    return private(render(request, "meetings/guest.html", context))


@require_POST
def guest_act(request: HttpRequest, secret: str, deed: str) -> HttpResponse:
    """The guest is here, or asks for the floor."""
    try:
        if deed == "here":
            check_in_guest(secret)
            messages.success(request, _("You are here."))
        elif deed == "floor":
            ask_floor_as_guest(secret, about=request.POST.get("about", "")[:200])
            messages.success(request, _("On the list."))
        else:
            raise NotFound(_("There is no such action."))
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("meeting-guest", secret=secret)


@require_safe
def guest_paper_page(request: HttpRequest, secret: str, paper: int) -> HttpResponse:
    """One document for the guest; the look is logged like every other."""
    return file_answer(request, guest_paper(secret, paper), actor_of(request))


@require_safe
def guest_minutes_page(request: HttpRequest, secret: str) -> HttpResponse:
    """The signed minutes for a guest who was there."""
    return file_answer(request, guest_minutes(secret), actor_of(request))
