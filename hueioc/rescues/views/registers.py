"""Registers of teams, boats, vehicles and shelters; relief goods; declared damage: pages of staff."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hueioc.lib.qr import qr_path
from hueioc.lib.refusals import NotAllowed, NotFound, Refusal, put_into
from hueioc.people.queries import staff_or_refuse
from hueioc.people.rules import Actor
from hueioc.rescues import commands as give
from hueioc.rescues.forms import HandoutForm, ShelterForm, TeamForm, VehicleForm
from hueioc.rescues.queries import damages, handed_out, kept_by, team_state_words
from hueioc.rescues.queries.packs import craft_words
from hueioc.rescues.rules.access import is_coordinator
from hueioc.rescues.views.web import private
from hueioc.workflow.queries import unit_label


def _keeper(request: HttpRequest) -> Actor:
    actor = staff_or_refuse(request)
    if not (is_coordinator(actor) or actor.units):
        raise NotAllowed(_("A unit keeps its own teams and shelters; the centre keeps all. Choose a unit of yours."))
    return actor


@require_safe
def register_page(request: HttpRequest) -> HttpResponse:
    """Everything this person keeps."""
    actor = _keeper(request)
    teams, vehicles, places = kept_by(actor)
    context = {
        "teams": [(one, team_state_words(one.state), unit_label(one.unit)) for one in teams],
        "vehicles": [(one, craft_words(one.kind), unit_label(one.unit)) for one in vehicles],
        "places": [(one, unit_label(one.unit)) for one in places],
    }
    return private(render(request, "rescues/registers_staff.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def entry_page(request: HttpRequest, what: str, code: str = "") -> HttpResponse:
    """One entry of a register, new or changed."""
    actor = _keeper(request)
    teams, vehicles, places = kept_by(actor)
    rows: dict[str, list[Any]] = {"team": list(teams), "vehicle": list(vehicles), "shelter": list(places)}
    if what not in rows:
        raise NotFound(_("There is no such page. Check the address, or begin at home."))
    found = next((one for one in rows[what] if one.code == code), None)
    if code and found is None:
        raise NotFound(_("There is no such entry, or it is another unit's."))
    form, status = _form(what, actor, teams, found, request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                _keep(what, actor, form, code)
            except Refusal as refusal:
                put_into(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("Saved."))
                return redirect("rescue-registers")
    titles = {"team": _("Team"), "vehicle": _("Boat or vehicle"), "shelter": _("Shelter or hospital")}
    context = {"form": form, "title": titles[what], "entry": found, "what": what}
    return private(render(request, "rescues/entry_staff.html", context, status=status))


def _form(what: str, actor: Actor, teams: list[Any], found: Any, data: Any) -> Any:
    names = ("name", "unit", "is_active", "lat", "lon", "crew", "has_doctor", "kind", "capacity", "places", "taken")
    initial = {name: getattr(found, name) for name in (*names, "address", "phone") if hasattr(found, name)}
    if found is None and actor.units:
        initial = {"unit": min(actor.units), "taken": 0}
    if what == "vehicle":
        if found is not None and found.team:
            initial["team"] = found.team.code
        return VehicleForm(actor, teams, data, initial=initial)
    return (TeamForm if what == "team" else ShelterForm)(actor, data, initial=initial)


def _keep(what: str, actor: Actor, form: Any, code: str) -> None:
    if what == "vehicle":
        give.keep_vehicle(actor, code=code, **form.cleaned_data)
    else:
        keep = give.keep_team if what == "team" else give.keep_shelter
        keep(actor, code=code, **form.given())


@require_POST
def key_page(request: HttpRequest, code: str) -> HttpResponse:
    """A new key for a team's phone, shown once as a link and a code to scan."""
    key = give.draw_team_key(code, _keeper(request))
    link = request.build_absolute_uri(reverse("rescue-team", args=[key]))
    return private(render(request, "rescues/key_staff.html", {"link": link, "qr": qr_path(link)}))


@require_http_methods(["GET", "HEAD", "POST"])
def relief_page(request: HttpRequest) -> HttpResponse:
    """Goods for a household, against double."""
    actor = _keeper(request)
    form, status = HandoutForm(actor, request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                give.hand_out(actor, **form.cleaned_data)
            except Refusal as refusal:
                put_into(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("Noted."))
                return redirect("rescue-relief")
    rows, sums = handed_out(actor)
    return private(
        render(request, "rescues/relief_staff.html", {"form": form, "rows": rows, "sums": sums}, status=status)
    )


@require_safe
def damages_page(request: HttpRequest) -> HttpResponse:
    """What households of the own wards declared."""
    return private(render(request, "rescues/damages_staff.html", {"rows": damages(_keeper(request))}))
