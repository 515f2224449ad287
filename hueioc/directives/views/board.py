"""The list of directives: given by me, owed by my unit, all; tab, state and filters stand in the address."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hueioc.directives.queries import (
    STATES,
    Wanted,
    board,
    counts,
    fields_of_directives,
    priorities,
    shown,
    tabs_of,
)
from hueioc.directives.rules.visibility import reads_progress
from hueioc.lib import clock
from hueioc.people.queries import staff_or_refuse
from hueioc.people.rules import Actor
from hueioc.workflow.queries import catalogue, said, unit_label

_TABS = {"given": _("Given by me"), "owed": _("Owed by my unit"), "all": _("All")}
_STATES = {
    "open": _("Open"),
    "due": _("Due within 3 days"),
    "late": _("Late"),
    "silent": _("Silent"),
    "to_decide": _("Waits for the giver"),
    "closed": _("Closed"),
}


def wanted_of(get: QueryDict, actor: Actor) -> Wanted:
    """What an address asks for; what makes no sense counts as absent."""
    tabs = tabs_of(actor)
    page = get.get("page", "1")
    return Wanted(
        tab=tab if (tab := get.get("tab", "")) in tabs else next(iter(tabs), "all"),
        state=state if (state := get.get("state", "")) in STATES else "open",
        field=get.get("field", "")[:64],
        priority=get.get("priority", "")[:16],
        unit=get.get("unit", "")[:64],
        words=get.get("q", "").replace("\x00", "")[:80],
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 1,
    )


@require_safe
def board_page(request: HttpRequest) -> HttpResponse:
    """Directives of one tab and state, nearest deadline first."""
    actor = staff_or_refuse(request)
    wanted = wanted_of(request.GET, actor)
    found, many = board(actor, wanted), counts(actor, wanted)
    context = {
        "found": found,
        "rows": [shown(one) | {"reads_progress": reads_progress(one, actor)} for one in found.directives],
        "wanted": wanted,
        "tabs": [(code, _TABS[code]) for code in tabs_of(actor)],
        "states": [(code, _STATES[code], many.get(code)) for code in STATES],
        "fields": [
            (one.code, said(one.names)) for one in fields_of_directives(catalogue().calendar.local_day(clock.now()))
        ],
        "priorities": [(one.code, said(one.names)) for one in priorities()],
        "unit_name": unit_label(wanted.unit) if wanted.unit else "",
        "can_give": actor.has("leader"),
    }
    return render(request, "directives/board.html", context)
