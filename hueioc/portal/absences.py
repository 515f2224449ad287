"""The page on which staff say when they are away and who stands in for them."""

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed, Refusal
from hueioc.people.commands import end_absence, note_absence
from hueioc.people.queries import (
    Away,
    absences_of,
    actor_of,
    display_names,
    may_note_absence,
    noted_for,
    own_absences,
    substitutes_for,
)
from hueioc.people.rules import Actor
from hueioc.workflow.queries import city_world


class AbsenceForm(forms.Form):
    """Who stands in, and on which days (both included)."""

    substitute = forms.ChoiceField(label=gettext_lazy("Who stands in"))
    since = forms.DateField(
        label=gettext_lazy("First day away"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("Last day away"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, ref: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = city_world().day(clock.now())
        others = substitutes_for(ref, today)
        names = display_names(others)
        pairs = sorted((names.get(other, other), other) for other in others)
        self.fields["substitute"].choices = [("", _("Choose")), *((ref, name) for name, ref in pairs)]  # type: ignore[attr-defined]
        for name in ("since", "until"):
            self.fields[name].widget.attrs["min"] = today.isoformat()
        self.initial.setdefault("since", today)


class Line(NamedTuple):
    """One absence in words."""

    away: Away
    account: str
    substitute: str
    may_end: bool


def my_absences(actor: Actor) -> list[Line]:
    """Absences that are or will be of the actor, as who is away or as who stands in."""
    return _lines(actor, own_absences(actor))


def stand_ins(actor: Actor) -> list[Line]:
    """Those of them that hold today."""
    today = city_world().day(clock.now())
    return [one for one in my_absences(actor) if one.away.since <= today]


def _lines(actor: Actor, found: list[Away]) -> list[Line]:
    names = display_names(ref for one in found for ref in (one.account, one.substitute))
    return [
        Line(one, names.get(one.account, ""), names.get(one.substitute, ""), may_note_absence(actor, one.account))
        for one in found
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def absence_page(request: HttpRequest) -> HttpResponse:
    """Note an absence, mine or that of somebody in my unit; see and end those that are noted."""
    actor = actor_of(request)
    if not actor.is_staff:
        raise NotAllowed(_("This page is for staff."))
    who = request.GET.get("who", "") or actor.ref
    if not may_note_absence(actor, who):
        raise NotAllowed(_("Only the person, the head of their unit and an administrator can note an absence."))
    if "end" in request.POST:
        return _ended(request, actor)
    form, status = AbsenceForm(who, request.POST or None), 200
    if form.is_bound:
        status = 400
        try:
            if form.is_valid():
                note_absence(who, actor=actor, **form.cleaned_data)
                messages.success(request, _("Noted. The substitute holds the roles of work on these days."))
                return redirect(_address(actor, who))
        except Refusal as refusal:
            form.add_error(None, str(refusal.sentence))
            status = refusal.status
    people = [ref for ref in noted_for(actor) if ref != actor.ref]
    names = display_names([actor.ref, *people])
    context = {
        "form": form,
        "who": who,
        "people": [(actor.ref, _("Myself")), *sorted(((ref, names.get(ref, ref)) for ref in people), key=_name)],
        "lines": _lines(actor, absences_of(actor)),
        "today": city_world().day(clock.now()),
    }
    return render(request, "portal/staff_absences.html", context, status=status)


def _name(pair: tuple[str, str]) -> str:
    return pair[1]


def _ended(request: HttpRequest, actor: Actor) -> HttpResponse:
    key = request.POST["end"]
    try:
        end_absence(int(key) if key.isdecimal() else 0, actor=actor)
        messages.success(request, _("Ended. The roles are back where they belong."))
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("portal-absences")


def _address(actor: Actor, who: str) -> str:
    asked = "" if who == actor.ref else "?" + urlencode({"who": who})
    return reverse("portal-absences") + asked
