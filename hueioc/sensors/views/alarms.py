"""Pages of alarms: the list, one alarm with what happened to it, and the two verbs people have."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hueioc.journal.queries import facts_of
from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed, NotFound, Refusal, put_into
from hueioc.people.queries import actor_of
from hueioc.sensors.commands import acknowledge_alarm, dismiss_alarm
from hueioc.sensors.events import AlarmChanged, AlarmCleared, AlarmNoted, AlarmRaised
from hueioc.sensors.forms import DismissForm, NoteForm, VerbForm
from hueioc.sensors.models import Alarm
from hueioc.sensors.queries import (
    AlarmView,
    alarm_view,
    alarms_for,
    all_series,
    level_chip,
    station_name,
    title_of,
    words_of,
)
from hueioc.sensors.rules.levels import numeral
from hueioc.sensors.views.looks import amount
from hueioc.workflow.queries import area_label, deadline_chip, said, state_chips, unit_label


class Verb(NamedTuple):
    """How a verb looks on a page: its form, its command, what is said afterwards."""

    form: type[VerbForm]
    give: Callable[..., object]
    done: str | Promise
    icon: str


VERBS = {
    "acknowledge": Verb(
        NoteForm, acknowledge_alarm, gettext_lazy("Noted. The alarm stays open while it lasts."), "check"
    ),
    "dismiss": Verb(DismissForm, dismiss_alarm, gettext_lazy("The alarm was ended as false."), "x"),
}


def _base(request: HttpRequest) -> str:
    return "ui/staff.html" if actor_of(request).is_staff else "ui/citizen.html"


@require_safe
def alarms_page(request: HttpRequest) -> HttpResponse:
    """Open alarms, or all of them."""
    is_all = request.GET.get("tab") == "all"
    rows = [_shown(one) for one in alarms_for(actor_of(request), only_open=not is_all)]
    return render(request, "sensors/alarms.html", {"rows": rows, "is_all": is_all, "base": _base(request)})


def _shown(alarm: Alarm) -> dict[str, Any]:
    chips = [level_chip(alarm.level)] if alarm.kind == "level" else []
    return {
        "alarm": alarm,
        "title": title_of(alarm),
        "chips": [*chips, *state_chips(alarm)],
        "deadline": deadline_chip(alarm, clock.now()),
        "words": words_of(alarm),
        "area": area_label(alarm.area) if alarm.area else "",
        "unit": unit_label(alarm.unit) if alarm.unit else "",
        "station": station_name(alarm.station),
    }


@require_safe
def alarm_page(request: HttpRequest, code: str) -> HttpResponse:
    """One alarm; what officers wrote is shown to staff only."""
    view = alarm_view(code, actor_of(request))
    context = {
        **_shown(view.alarm),
        "view": view,
        "happenings": _happenings(view.alarm),
        "verbs": [(verb.verb, said(verb.names), VERBS[verb.verb].icon) for verb in view.verbs if verb.verb in VERBS],
        "remarks": [(one, view.names.get(one.author, ""), numeral(one.level)) for one in view.remarks],
        "peak": _amount(view.alarm, view.alarm.peak),
        "base": _base(request),
    }
    answer = render(request, "sensors/alarm.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _amount(alarm: Alarm, value: float | None) -> str:
    series = all_series().get(alarm.series)
    return amount(value, series.quantity) if series and value is not None else ""


def _happenings(alarm: Alarm) -> list[tuple[Any, str]]:
    """What the facts of an alarm say, newest first."""
    found = []
    for fact in facts_of(alarm.ref):
        words = _words(alarm, fact.event)
        if words:
            found.append((fact.happened_at, words))
    return found[::-1]


def _words(alarm: Alarm, event: object) -> str:
    if isinstance(event, AlarmRaised):
        if event.alarm == "stale":
            return _("Nothing came from the station any more.")
        said_so = _("Raised at level %(level)s, water at %(value)s.")
        return said_so % {"level": numeral(event.level), "value": _amount(alarm, event.value)}
    if isinstance(event, AlarmChanged):
        values = {"level": numeral(event.level), "value": _amount(alarm, event.value)}
        known = {
            "rise": _("Risen to level %(level)s, water at %(value)s."),
            "change": _("Down to level %(level)s, water at %(value)s."),
            "acknowledge": _("Somebody on duty took note."),
        }
        return known.get(event.verb, "") % values if event.verb in known else ""
    if isinstance(event, AlarmNoted):
        return _("Nobody took note in time; the unit and the centre were told.") if event.verb == "overdue" else ""
    if isinstance(event, AlarmCleared):
        return _("Ended as a false alarm.") if event.outcome == "false_alarm" else _("Cleared.")
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def verb_page(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """The form of one verb; a press gives the command and returns to the alarm."""
    view, known = alarm_view(code, actor_of(request)), VERBS.get(verb)
    if known is None:
        raise NotFound(_("There is no such action."))
    if verb not in view.can:
        raise NotAllowed(_("This action is not possible now, or not yours. Look at the alarm again."))
    if request.method != "POST":
        return _form(request, view, verb, known.form(view.alarm, initial={"version": view.alarm.version}))
    form = known.form(view.alarm, request.POST)
    if not form.is_valid():
        return _form(request, view, verb, form, status=400)
    try:
        known.give(code, actor_of(request), **form.cleaned_data)
    except Refusal as refusal:
        put_into(form, refusal)
        return _form(request, view, verb, form, status=refusal.status)
    messages.success(request, str(known.done))
    return redirect("alarm-page", code=code)


def _form(request: HttpRequest, view: AlarmView, verb: str, form: Any, status: int = 200) -> HttpResponse:
    name = next(said(one.names) for one in view.verbs if one.verb == verb)
    context = {**_shown(view.alarm), "form": form, "verb_name": name}
    return render(request, "sensors/act_staff.html", context, status=status)
