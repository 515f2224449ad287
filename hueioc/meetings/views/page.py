"""The page of one meeting: time and place, agenda, who comes, the floor, votes, conclusions, minutes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hueioc.lib.qr import qr_path
from hueioc.lib.refusals import NotAllowed, NotFound, Refusal, put_into
from hueioc.meetings.commands import cast_ballot, check_in
from hueioc.meetings.models import Invitee
from hueioc.meetings.queries import MeetingView, answer_chip, meeting_paper, meeting_view, shown
from hueioc.meetings.views.acts import DEEDS, MORE, USUAL, Deed
from hueioc.meetings.views.web import NEAREST, file_answer, private
from hueioc.people.queries import actor_of
from hueioc.workflow.queries import page_of, unit_label


@require_safe
def meeting_page(request: HttpRequest, code: str) -> HttpResponse:
    """One meeting, as much of it as this person may see; no browser keeps it."""
    view = meeting_view(code, actor_of(request))
    return private(render(request, "meetings/meeting_staff.html", _context(view)))


def _context(view: MeetingView) -> dict[str, Any]:
    meeting, can = view.meeting, view.can
    deeds = {slug: deed for slug, deed in DEEDS.items() if deed.verb in can}
    if not view.invitees or meeting.phase != "received":
        deeds.pop("invite", None)
    usual = USUAL.get(meeting.phase, ())
    if meeting.phase == "received" and len(view.invitees) > 1:
        usual = ("invite", *(slug for slug in usual if slug != "invite"))
    return {
        **shown(meeting),
        "view": view,
        "can": can,
        "first": [(slug, deeds[slug]) for slug in usual if slug in deeds],
        "more": [(slug, deeds[slug]) for slug in MORE if slug in deeds and slug not in usual],
        "chair": view.names.get(meeting.chair, ""),
        "secretary": view.names.get(meeting.secretary, ""),
        "checker": view.names.get(meeting.checker, ""),
        "people": [(one, view.who(one), answer_chip(one)) for one in view.invitees],
        "many_here": sum(one.came_at is not None for one in view.invitees),
        "speakers": [(one, view.who(_seat(view, one.invitee_id))) for one in view.speakers],
        "waits_to_speak": any(
            view.seat is not None and one.invitee_id == view.seat.pk and one.state != "done" for one in view.speakers
        ),
        "conclusions": [
            (one, unit_label(one.unit) if one.unit else "", page_of(one.directive)) for one in view.conclusions
        ],
        "has_minutes": meeting.phase in {"in_work", "resolved"} or meeting.outcome == "held",
        "to_direct": sum(bool(one.unit and not one.directive) for one in view.conclusions) if "direct" in can else 0,
    }


def _seat(view: MeetingView, number: int) -> Invitee:
    return next((one for one in view.invitees if one.pk == number), Invitee(guest="–"))


@require_http_methods(["GET", "HEAD", "POST"])
def act_page(request: HttpRequest, code: str, deed: str) -> HttpResponse:
    """The form of one act; a press gives the command and returns to the meeting."""
    actor = actor_of(request)
    view, known = meeting_view(code, actor), DEEDS.get(deed)
    if known is None:
        raise NotFound(_("There is no such action."))
    if known.verb not in view.can:
        raise NotAllowed(_("This action is not possible now, or not yours. Look at the meeting again."))
    if request.method != "POST":
        return _form(request, view, known, known.form(view, actor))
    form: Any = known.form(view, actor, request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, view, known, form, status=400)
    data = dict(form.cleaned_data)
    if "begins" in data:
        data["span"] = form.span()
    try:
        known.act(code, actor, data)
    except Refusal as refusal:
        put_into(form, refusal, NEAREST)
        return _form(request, view, known, form, status=refusal.status)
    messages.success(request, str(known.done))
    return redirect("meeting-page", code=code)


def _form(request: HttpRequest, view: MeetingView, known: Deed, form: Any, status: int = 200) -> HttpResponse:
    context = {**shown(view.meeting), "view": view, "form": form, "deed": known}
    return private(render(request, "meetings/act_staff.html", context, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
def ballot_page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Where one person votes. The answer never repeats what was chosen, and is the same for every choice."""
    actor = actor_of(request)
    view = meeting_view(code, actor)
    found = next((one for one in view.votes if one.vote.number == number), None)
    if found is None:
        raise NotFound(_("There is no such vote."))
    fault, status = "", 200
    if request.method == "POST":
        choice = request.POST.get("choice", "")
        try:
            cast_ballot(
                code, actor, number=number, choice=int(choice) if choice.isdecimal() and len(choice) < 4 else -1
            )
        except Refusal as refusal:
            fault, status = str(refusal.sentence), refusal.status
        else:
            messages.success(request, _("Your vote was counted."))
            return redirect("meeting-page", code=code)
    context = {**shown(view.meeting), "one": found, "fault": fault, "choices": list(enumerate(found.vote.options))}
    return private(render(request, "meetings/ballot_staff.html", context, status=status))


@require_safe
def paper_page(request: HttpRequest, code: str, paper: int) -> HttpResponse:
    """One document, for who is of the meeting."""
    actor = actor_of(request)
    return file_answer(request, meeting_paper(code, paper, actor), actor)


@require_safe
def door_page(request: HttpRequest, code: str) -> HttpResponse:
    """The code on the wall by which people check in; for its hosts, who show it in the room."""
    view = meeting_view(code, actor_of(request))
    if not view.is_host:
        raise NotAllowed(_("The chair and the secretary show this code in the room."))
    path = f"/meetings/{view.meeting.code}/here/{view.meeting.door}/"
    context = {**shown(view.meeting), "view": view, "qr": qr_path(request.build_absolute_uri(path))}
    context["many_here"] = sum(one.came_at is not None for one in view.invitees)
    return private(render(request, "meetings/door_staff.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def here_page(request: HttpRequest, code: str, door: str) -> HttpResponse:
    """Where the code on the wall leads: one press, because opening a page changes nothing."""
    actor = actor_of(request)
    if actor.kind == "anyone":
        raise NotAllowed(_("Sign in to check in; guests use the link they were sent."))
    view = meeting_view(code, actor)
    fault, status = "", 200
    if request.method == "POST":
        try:
            check_in(code, actor, door=door)
        except Refusal as refusal:
            fault, status = str(refusal.sentence), refusal.status
        else:
            messages.success(request, _("You are here."))
            return redirect("meeting-page", code=code)
    context = {**shown(view.meeting), "view": view, "fault": fault}
    return private(render(request, "meetings/here_staff.html", context, status=status))
