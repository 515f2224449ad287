"""Boards: what an officer has in hand, and how a ward or agency stands as a whole."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hueioc.dossiers.queries import TABS, board, counts, loads, procedure_loads, procedures, shown
from hueioc.dossiers.views.web import staff_or_refuse
from hueioc.people.queries import unit
from hueioc.workflow.queries import category_name, said, unit_label

_TITLES = {
    "open": _("Everything open"),
    "to_accept": _("To accept"),
    "offered": _("Handed to us"),
    "in_work": _("In process"),
    "waiting": _("Waiting for the applicant"),
    "soon": _("Due within a day"),
    "late": _("Late"),
    "to_give": _("To give"),
    "closed": _("Closed"),
}


@require_safe
def board_page(request: HttpRequest) -> HttpResponse:
    """The handling officer's board: one tab a state, nearest deadline first; tab and filter stand in the address."""
    actor = staff_or_refuse(request)
    get = request.GET
    tab = get.get("tab", "open") if get.get("tab") in TABS else "open"
    found = board(
        actor, tab=tab, procedure=get.get("procedure", "")[:64], unit=get.get("unit", "")[:64], page=_page(get)
    )
    many = counts(actor)
    context = {
        "found": found,
        "rows": [shown(one) for one in found.dossiers],
        "tab": tab,
        "tabs": [(code, _TITLES[code], many.get(code)) for code in TABS],
        "procedures": [(one.code, said(one.names)) for one in procedures()],
        "procedure": get.get("procedure", ""),
    }
    return render(request, "dossiers/board.html", context)


def _page(get: QueryDict) -> int:
    """The page asked for; anything that is no number means the first."""
    text = get.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1


@require_safe
def ward_page(request: HttpRequest) -> HttpResponse:
    """The board of a ward or agency: its load by procedure and by agency, late ones first."""
    actor = staff_or_refuse(request)
    lines = loads(actor)
    wanted = request.GET.get("unit", "")
    mine = [wanted] if wanted in {one.unit for one in lines} else sorted(actor.units)
    units = mine or [one.unit for one in lines]
    context = {
        "lines": [(one, unit_label(one.unit)) for one in lines],
        "procedures": [(one, category_name(one.procedure)) for one in procedure_loads(actor, units)],
        "title": ", ".join(found.name() for code in mine if (found := unit(code))),
        "totals": {
            name: sum(getattr(one, name) for one in lines if not mine or one.unit in mine)
            for name in ("open_now", "late", "soon", "waiting", "to_give")
        },
    }
    return render(request, "dossiers/ward.html", context)
