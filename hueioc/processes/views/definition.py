"""One process as its pack has it: its drawing, its steps, a dry run that keeps nothing; and the form that starts it."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed, Refusal, put_into
from hueioc.people.queries import actor_of, staff_or_refuse
from hueioc.processes.commands import NewInstance, start_process
from hueioc.processes.forms import FieldsForm
from hueioc.processes.queries import (
    Tried,
    coming_flow,
    drawing_of,
    flow_named,
    rows_of,
    time_words,
    try_out,
    units_that_start,
)
from hueioc.processes.queries.differing import differences
from hueioc.processes.queries.looks import who_words
from hueioc.workflow.pack import Process
from hueioc.workflow.queries import catalogue, said, unit_label


@require_http_methods(["GET", "HEAD", "POST"])
def definition_page(request: HttpRequest, name: str) -> HttpResponse:
    """The definition with its drawing; a post plays the typed values through it and keeps nothing."""
    actor, now = staff_or_refuse(request), flow_named(name)
    later = coming_flow(now.code)
    is_later = later is not None and request.GET.get("edition") == "coming"
    flow = later if later is not None and is_later else now
    every = [code for step in flow.step for code in step.fields]
    form = FieldsForm(flow, every, request.POST or None, is_dry=True)
    tried, status = None, 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                tried, status = try_out(flow, form.typed, actor), 200
            except Refusal as refusal:
                put_into(form, refusal)
    context = _definition(flow, form, tried, actor)
    context |= {"is_later": is_later, "later": later, "changes": differences(now, later) if later else []}
    return render(request, "processes/definition.html", context, status=status)


def _definition(flow: Process, form: FieldsForm, tried: Tried | None, actor: Any) -> dict[str, Any]:
    today = catalogue().calendar.local_day(clock.now())
    passed = [step.code for step in tried.steps] if tried else []
    here = f"end:{tried.outcome_code}" if tried and tried.outcome_code else ""
    return {
        "flow": flow,
        "name": said(flow.names),
        "hint": said(flow.hint) if flow.hint else "",
        # Every word in it was escaped where it was drawn.
        "drawing": mark_safe(drawing_of(flow, passed=passed, here=here)),
        "steps": [(said(step.names), who_words(step, flow), time_words(step.allowance)) for step in flow.step],
        "papers": [said(one.names) for one in flow.document],
        "time": time_words(flow.allowance) if flow.allowance else "",
        "form": form,
        "tried": tried,
        "rows": rows_of(flow, tried.values) if tried else [],
        "can_start": bool(units_that_start(flow, actor, today)),
        "is_coming": bool(flow.valid_from and flow.valid_from > today),
        "is_over": bool(flow.valid_to and flow.valid_to < today),
        "is_example": flow.status != "confirmed",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def start_page(request: HttpRequest, name: str) -> HttpResponse:
    """The first form of a process; sending it starts an instance."""
    actor, flow = actor_of(request), flow_named(name)
    units = units_that_start(flow, actor, catalogue().calendar.local_day(clock.now()))
    if not units:
        raise NotAllowed(_("This process is not yours to start, or it does not hold today."))
    choices = [(code, unit_label(code)) for code in units]
    start = {"key": secrets.token_urlsafe(16)}
    form = FieldsForm(flow, flow.step[0].fields, request.POST or None, units=choices, initial=start)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            data = form.cleaned_data
            new = NewInstance(process=name, unit=data.get("of_unit", ""), values=form.typed, key=data["key"] or None)
            try:
                made = start_process(new, actor)
            except Refusal as refusal:
                put_into(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("Started: %(number)s.") % {"number": made.code})
                return redirect("process-page", code=made.code)
    context = {
        "flow": flow,
        "name": said(flow.names),
        "hint": said(flow.hint) if flow.hint else "",
        "form": form,
        "step": said(flow.step[0].names),
        "is_example": flow.status != "confirmed",
    }
    return render(request, "processes/start_staff.html", context, status=status)
