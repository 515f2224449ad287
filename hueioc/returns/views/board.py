"""What my units owe and have given."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hueioc.people.queries import staff_or_refuse
from hueioc.returns.queries import TABS, board, collections, counts, shown
from hueioc.returns.views.web import page_number


@require_safe
def board_page(request: HttpRequest) -> HttpResponse:
    """Returns of my units by tab; whoever works for no unit is led to what the city collects."""
    actor = staff_or_refuse(request)
    if not actor.units:
        return redirect("return-collections")
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "owed"
    many, found = counts(actor), board(actor, tab=tab, page=page_number(request.GET))
    context = {
        "found": found,
        "rows": [shown(one) for one in found.items],
        "tab": tab,
        "tabs": [(code, name, many[code]) for code, name in TABS.items()],
        "late": many["late"],
        "collects": bool(collections(actor)),
    }
    return render(request, "returns/board.html", context)
