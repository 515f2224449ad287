"""The staff page of emergencies: the switch to flood night, and what is said of roads, schools and power."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hueioc.emergencies.commands import begin_flood_night, end_condition, end_flood_night, note_condition
from hueioc.emergencies.forms import SayForm, SwitchForm
from hueioc.emergencies.queries import flood_night, may_say, may_switch, modes, standing_now
from hueioc.lib.refusals import Refusal, put_into
from hueioc.people.queries import actor_of, staff_or_refuse


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """How the city stands, the switch for who may press it, and what officers say."""
    return _page(request, SwitchForm(), SayForm())


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Over to flood night, or back; always with a reason."""
    form = SwitchForm(request.POST)
    if form.is_valid():
        try:
            command = end_flood_night if form.cleaned_data["to"] == "off" else begin_flood_night
            command(actor_of(request), reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            put_into(form, refusal)
        else:
            messages.success(request, _("The whole city was switched."))
            return redirect("emergency")
    return _page(request, form, SayForm(), status=400)


@require_POST
def say(request: HttpRequest) -> HttpResponse:
    """How a place stands, for everybody."""
    form = SayForm(request.POST)
    if form.is_valid():
        try:
            note_condition(actor_of(request), **form.cleaned_data)
        except Refusal as refusal:
            put_into(form, refusal)
        else:
            messages.success(request, _("It stands on the page for everybody now."))
            return redirect("emergency")
    return _page(request, SwitchForm(), form, status=400)


@require_POST
def end(request: HttpRequest, code: str) -> HttpResponse:
    """It is over, or was wrong."""
    end_condition(code, actor_of(request))
    messages.success(request, _("It no longer stands on the page."))
    return redirect("emergency")


def _page(request: HttpRequest, switching: SwitchForm, saying: SayForm, status: int = 200) -> HttpResponse:
    actor = staff_or_refuse(request)
    context: dict[str, Any] = {
        "mode": flood_night(),
        "modes": modes(actor),
        "rows": standing_now(),
        "switching": switching if may_switch(actor) else None,
        "saying": saying if may_say(actor) else None,
    }
    return render(request, "emergencies/desk_staff.html", context, status=status)
