"""The phone page of a team, opened by its key: its trip in order with large buttons, and its position."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hueioc.lib.refusals import Invalid, NotFound, Refusal, put_into
from hueioc.rescues import commands as give
from hueioc.rescues.forms import FinishForm
from hueioc.rescues.queries import crew, rescue_view, row, shelters_near, team_behind, team_state_words
from hueioc.rescues.views.web import private, wants_json


@require_safe
def team_page(request: HttpRequest, key: str) -> HttpResponse:
    """What the team has to do, the next stop first; light, so that it opens on a bad line."""
    team, _actor = team_behind(key)
    one = crew(team)
    context = {
        "crew": one,
        "team": team,
        "state": team_state_words(team.state),
        "stops": [row(call) for call in one.calls],
        "key": key,
    }
    return private(render(request, "rescues/team_staff.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def stop_page(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """One stop with the phones of the people; every look is logged. By POST it ends."""
    team, actor = team_behind(key)
    call = rescue_view(code, actor).call
    if call.team_id != team.pk:
        raise NotFound(_("This call is with another team now."))
    near = shelters_near(call)
    form, status = FinishForm([one for one, _far in near], request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                give.finish_rescue(code, actor, **form.cleaned_data)
            except Refusal as refusal:
                put_into(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("Well done. The family and the centre are told."))
                return redirect("rescue-team", key=key)
    people = give.reveal_people(call, actor) if request.method == "GET" else []
    context = {**row(call), "people_known": people, "team": team, "key": key, "form": form, "near": near}
    return private(render(request, "rescues/stop_staff.html", context, status=status))


@require_POST
def team_act(request: HttpRequest, key: str, deed: str) -> HttpResponse:
    """On the way, there, free, out of service, and where the team is."""
    _team, actor = team_behind(key)
    code, state = request.POST.get("code", ""), request.POST.get("state", "")
    try:
        if deed == "start":
            give.start_rescue(code, actor)
        elif deed == "reach":
            give.reach_rescue(code, actor)
        elif deed == "state":
            give.set_team_state(actor, state=state)
        elif deed == "position":
            give.report_position(actor, lat=_degrees(request, "lat"), lon=_degrees(request, "lon"))
        else:
            raise NotFound(_("There is no such action."))
    except Refusal as refusal:
        if wants_json(request):
            return JsonResponse({"error": str(refusal.sentence)}, status=refusal.status)
        messages.error(request, str(refusal.sentence))
    if wants_json(request):
        return JsonResponse({"done": True})
    return redirect("rescue-team", key=key)


def _degrees(request: HttpRequest, name: str) -> float:
    try:
        found = float(request.POST.get(name, ""))
    except ValueError as fault:
        raise Invalid(_("Give a number.")) from fault
    if not abs(found) <= 180:
        raise Invalid(_("This is no place on the earth."))
    return found
