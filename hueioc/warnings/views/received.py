"""Received CAP messages, for the centre: the list, one of them, and the press that notes it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hueioc.lib import clock
from hueioc.people.queries import actor_of
from hueioc.warnings.commands import note_received
from hueioc.warnings.queries import categories_on, received_alert, received_alerts
from hueioc.warnings.views.web import private
from hueioc.workflow.queries import said


@require_safe
def received_page(request: HttpRequest) -> HttpResponse:
    """What came in: new ones first, or all of them."""
    everything = request.GET.get("all") == "1"
    rows = received_alerts(actor_of(request), "" if everything else "new")
    return private(render(request, "warnings/received_staff.html", {"rows": rows, "everything": everything}))


@require_safe
def one_page(request: HttpRequest, code: str) -> HttpResponse:
    """One message as it was read, with the drafts it can lead to."""
    actor = actor_of(request)
    row = received_alert(code, actor)
    context = {
        "row": row,
        "hazards": [(one.code, said(one.names)) for one in categories_on(clock.today())],
        "can_act": actor.is_centre and row.state == "new",
    }
    return private(render(request, "warnings/received_one_staff.html", context))


@require_POST
def note_page(request: HttpRequest, code: str) -> HttpResponse:
    """Looked at; nothing follows."""
    note_received(code, actor_of(request))
    messages.success(request, _("Noted."))
    return redirect("warnings-received")
