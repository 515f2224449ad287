"""How the synchronisation stands, for the centre, leaders and whoever administers the installation."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hueioc.connectors.onestop.log import read_log
from hueioc.dossiers.queries import count_to_send
from hueioc.lib.refusals import NotAllowed
from hueioc.people.queries import actor_of

_SHOWN = 100


@require_safe
def sync_page(request: HttpRequest) -> HttpResponse:
    """Counts, the last round, and what either side refused; numbers of dossiers only, nothing of people."""
    actor = actor_of(request)
    if not (actor.is_centre or actor.has("leader") or actor.has("admin")):
        raise NotAllowed(_("This page is for the centre, leaders and administrators."))
    log = read_log()
    context = {
        "is_on": settings.ONESTOP is not None,
        "log": log,
        "waiting": count_to_send(),
        "refused": log.refused[::-1][:_SHOWN],
    }
    return render(request, "connectors/sync.html", context)
