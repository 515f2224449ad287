"""The lists of processes: my steps, started by me, under way, ended; tab, process and words stand in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hueioc.lib import clock
from hueioc.lib.text import fold
from hueioc.people.queries import staff_or_refuse
from hueioc.people.rules import Actor
from hueioc.processes.queries import TABS, board, flows, shown, time_words, units_that_start
from hueioc.workflow.pack import Process
from hueioc.workflow.queries import catalogue, category_icon, said


@require_safe
def board_page(request: HttpRequest) -> HttpResponse:
    """Instances of one tab, the nearest step first."""
    actor, get = staff_or_refuse(request), request.GET
    tab = get.get("tab", "")
    tab = tab if tab in TABS else "owed" if actor.units else "open"
    page = get.get("page", "1")
    process, words = get.get("process", "")[:64], get.get("q", "").replace("\x00", "")[:80]
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 1
    found = board(actor, tab=tab, process=process, words=words, page=number)
    context = {
        "found": found,
        "rows": [shown(one) for one in found.instances],
        "tabs": list(TABS.items()),
        "tab": tab,
        "process": process,
        "words": words,
        "processes": sorted(((one.code, said(one.names)) for one in flows()), key=lambda pair: pair[1]),
    }
    return render(request, "processes/board.html", context)


@require_safe
def start_list_page(request: HttpRequest) -> HttpResponse:
    """Every process of the city by group; those this person may start stand first in theirs."""
    actor = staff_or_refuse(request)
    words = request.GET.get("q", "").replace("\x00", "")[:80]
    today = catalogue().calendar.local_day(clock.now())
    wanted = fold(words).split()
    groups: dict[str, list[dict[str, object]]] = {}
    for flow in flows():
        text = fold(" ".join((*flow.names.values(), *flow.hint.values())))
        if all(word in text for word in wanted):
            groups.setdefault(flow.group or "", []).append(_offered(flow, actor, today))
    known = [(group, groups[group.code]) for group in catalogue().groups("process") if group.code in groups]
    context = {
        "groups": [
            (said(group.names), sorted(rows, key=lambda row: (not row["can_start"], str(row["name"]))))
            for group, rows in known
        ],
        "words": words,
        "total": sum(len(rows) for _group, rows in known),
    }
    return render(request, "processes/start_list.html", context)


def _offered(flow: Process, actor: Actor, today: object) -> dict[str, object]:
    return {
        "code": flow.code,
        "name": said(flow.names),
        "hint": said(flow.hint) if flow.hint else "",
        "icon": category_icon(flow.code),
        "time": time_words(flow.allowance) if flow.allowance else "",
        "steps": len(flow.step),
        "can_start": bool(units_that_start(flow, actor, catalogue().calendar.local_day(clock.now()))),
        "is_example": flow.status != "confirmed",
    }
