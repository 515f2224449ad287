"""Saved views, keys on or off, the list of keys, and how often suggestions are right."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hueioc.cases.commands import remove_filter, save_filter, set_desk
from hueioc.cases.queries import accuracy, desk_wish
from hueioc.lib.refusals import Refusal
from hueioc.portal.desk.pages import desk_actor

KEYS = [
    ("J  K", gettext_lazy("next, previous report")),
    ("Enter", gettext_lazy("accept the suggestion")),
    ("T", gettext_lazy("correct the suggestion: type, Enter confirms")),
    ("A", gettext_lazy("give it to a unit")),
    ("R", gettext_lazy("reply with a template")),
    ("N", gettext_lazy("internal note")),
    ("E", gettext_lazy("answer, with an outcome")),
    ("X", gettext_lazy("refuse, with a reason")),
    ("D", gettext_lazy("merge with the report it duplicates; once more takes it apart")),
    ("Z", gettext_lazy("undo the last action")),
    ("Space", gettext_lazy("select; then every action is for the selection")),
    ("Shift J  Shift K", gettext_lazy("select a range")),
    (".", gettext_lazy("show reports that came in")),
    ("M", gettext_lazy("show or hide the map")),
    ("C", gettext_lazy("new report for a caller")),
    ("/", gettext_lazy("search")),
    ("Ctrl K", gettext_lazy("command box")),
    ("?", gettext_lazy("this list")),
]
_TARGETS = {
    "category": gettext_lazy("Category"),
    "unit": gettext_lazy("Unit"),
    "urgency": gettext_lazy("Urgency"),
}
_SOURCES = {"model": gettext_lazy("learned model"), "keywords": gettext_lazy("keywords of the catalogue")}


@require_POST
def views(request: HttpRequest) -> HttpResponse:
    """Keep the present view under a name, or take one away."""
    actor, post = desk_actor(request), request.POST
    query = post.get("query", "")
    try:
        if post.get("remove"):
            remove_filter(post["remove"], actor)
            messages.success(request, _("The view was removed."))
        else:
            save_filter(actor, name=post.get("name", ""), query=query, is_shared=post.get("is_shared") == "1")
            messages.success(request, _("The view was saved."))
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect(f"/desk/?{query}")


@require_POST
def wish(request: HttpRequest) -> HttpResponse:
    """Keys and map as this person likes them."""
    actor = desk_actor(request)
    has_keys, has_map = desk_wish(actor)
    post = request.POST
    set_desk(
        actor,
        has_keys=post["keys"] == "on" if "keys" in post else has_keys,
        has_map=post["map"] == "on" if "map" in post else has_map,
    )
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({})
    return redirect("desk-keys" if "keys" in post else "desk")


@require_safe
@never_cache
def keys(request: HttpRequest) -> HttpResponse:
    """Every key, and the switch."""
    has_keys, _has_map = desk_wish(desk_actor(request))
    name = "keys_piece" if request.headers.get("X-Piece") else "keys"
    return render(request, f"portal/desk/{name}.html", {"keys": KEYS, "has_keys": has_keys})


@require_safe
def judged(request: HttpRequest) -> HttpResponse:
    """How often suggestions are right, with both numbers of every share."""
    desk_actor(request)
    found = accuracy()
    context = {
        "found": found,
        "held": [(_TARGETS[name], *pair, _share(*pair)) for name, pair in found.held_out.items()],
        "taken": [
            (_SOURCES.get(source, source), _TARGETS[name], *pair, _share(*pair))
            for source, targets in found.taken.items()
            for name, pair in targets.items()
        ],
    }
    return render(request, "portal/desk/judged.html", context)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"
