"""The page of the desk and its pieces: the queue, the report beside it, the comparison of likely duplicates."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from hueioc.cases.queries import (
    case_view,
    desk_wish,
    last_step,
    newer_than,
    queue,
    queued,
    read_wanted,
    saved_views,
    tab_counts,
)
from hueioc.lib import clock
from hueioc.lib.geo import metres_between
from hueioc.lib.refusals import NotAllowed
from hueioc.people.queries import actor_of
from hueioc.people.rules import Actor
from hueioc.portal.desk.choices import chosen_names, long_lists
from hueioc.portal.desk.differences import marked_differences
from hueioc.portal.desk.showing import TAB_NAMES, pane, row, rows, sides
from hueioc.workflow.queries import catalogue, duplicates_of_many


def desk_actor(request: HttpRequest) -> Actor:
    """Who sits at the desk. Raises NotAllowed for everybody the desk is not for, with who can help."""
    actor = actor_of(request)
    if actor.is_centre or actor.has("leader") or actor.has("auditor"):
        return actor
    if actor.units:
        raise NotAllowed(_("The desk is for the operations centre. What your unit has to do lies in its inbox."))
    raise NotAllowed(_("The desk is for staff of the centre. An administrator can give you the role."))


@require_safe
@never_cache
@ensure_csrf_cookie
def desk_page(request: HttpRequest) -> HttpResponse:
    """The queue with the chosen report beside it and the map."""
    actor = desk_actor(request)
    wanted = read_wanted(request.GET)
    found = queue(actor, wanted)
    codes = [case.code for case in found.cases]
    chosen = request.GET.get("case", "") or (codes[0] if codes else "")
    has_keys, has_map = desk_wish(actor)
    south, west, north, east = catalogue().pack.city.bounds
    step = last_step(actor) if actor.is_centre else None
    context = {
        "found": found,
        "rows": rows(found.cases, found.duplicates),
        "wanted": wanted,
        "tabs": tabs(actor, wanted.tab),
        "views": saved_views(actor),
        "here": query_of(request),
        "chosen": chosen,
        "next": _after(chosen, codes),
        "pane": pane(chosen, actor) if chosen else None,
        "lists": long_lists(),
        "chosen_names": chosen_names(wanted),
        "has_keys": has_keys,
        "has_map": has_map,
        "bounds": f"{west},{south},{east},{north}",
        "last_step": step if step and (clock.now() - step.at).total_seconds() < 3600 else None,
        "now": clock.now(),
        "acts": actor.is_centre,
    }
    return render(request, "portal/desk/queue.html", context)


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The tabs with their counts; overdue and due soon are hot while there is something."""
    counts = tab_counts(actor)
    return [
        {
            "code": code,
            "title": title,
            "count": f"{min(counts[code], 999)}{'+' if counts[code] > 999 else ''}",
            "hot": code in {"overdue", "soon"} and counts[code] > 0,
            "is_current": code == current,
        }
        for code, title in TAB_NAMES.items()
    ]


def query_of(request: HttpRequest) -> str:
    """The view in the address without the chosen report and the page."""
    pairs = [(name, value) for name, values in request.GET.lists() for value in values if value]
    return urlencode([(name, value) for name, value in pairs if name not in {"case", "page", "after", "codes"}])


def _after(chosen: str, codes: list[str]) -> str:
    place = codes.index(chosen) + 1 if chosen in codes else 0
    return codes[place] if place < len(codes) else ""


@require_safe
@never_cache
def rows_piece(request: HttpRequest) -> HttpResponse:
    """Rows as HTML by number (`codes`) or that came in since (`after`), for a page that is open."""
    actor = desk_actor(request)
    wanted = read_wanted(request.GET)
    if "after" in request.GET:
        cases = newer_than(_instant(request.GET["after"]), actor, wanted)
    else:
        cases = queued(request.GET.get("codes", "").split(","), actor)
    duplicates = duplicates_of_many([case.ref for case in cases])
    found = {case.code: row_html(case, duplicates, query_of(request)) for case in cases}
    return JsonResponse({"rows": found, "tabs": tabs(actor, wanted.tab), "now": clock.now().isoformat()})


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return clock.now()
    return moment if moment.tzinfo else clock.now()


def row_html(case: Any, duplicates: Any, here: str) -> str:
    return render_to_string("portal/desk/row.html", {"row": row(case, duplicates), "here": here})


@require_safe
@never_cache
def case_piece(request: HttpRequest, code: str) -> HttpResponse:
    """The middle of the desk for one report."""
    actor = desk_actor(request)
    context = {"pane": pane(code, actor), "here": query_of(request), "acts": actor.is_centre, "chosen": code}
    return render(request, "portal/desk/pane.html", context)


@require_safe
@never_cache
def compare_page(request: HttpRequest, code: str) -> HttpResponse:
    """Two reports side by side: what differs is marked, with distance and time between them."""
    actor = desk_actor(request)
    one, other = case_view(code, actor), case_view(request.GET.get("with", ""), actor)
    pair = sides([one.case, other.case])
    near = one.case.point and other.case.point
    context = {
        "sides": pair,
        "texts": marked_differences(one.description, other.description),
        "metres": round(metres_between(one.case.point, other.case.point)) if near else None,  # type: ignore[arg-type]
        "minutes": round(abs((one.case.opened_at - other.case.opened_at).total_seconds()) / 60),
        "can_merge": "link" in one.can,
        "here": query_of(request),
    }
    template = "compare_piece" if request.headers.get("X-Piece") else "compare"
    return render(request, f"portal/desk/{template}.html", context)
