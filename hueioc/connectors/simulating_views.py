"""What a simulated carrier would have sent; the page says first that nothing left the house."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hueioc.connectors.simulating import shown
from hueioc.lib.refusals import NotAllowed
from hueioc.people.queries import actor_of


@require_safe
def simulator_page(request: HttpRequest, *, name: str, setting: str) -> HttpResponse:
    """The latest letters, for the centre and administrators."""
    actor = actor_of(request)
    if not (actor.is_centre or actor.has("leader")):
        raise NotAllowed(_("This page is for the centre, leaders and administrators."))
    context = {
        "name": name,
        "rows": shown(name),
        "is_real": bool(getattr(settings, setting)),
        "setting": f"HUEIOC_{setting}",
    }
    answer = render(request, "connectors/simulator_staff.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
