"""The coordinator's board, and the pages where calls come in from the phone, from texts and from tables."""

import secrets
from dataclasses import asdict

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hueioc.lib.refusals import Refusal, put_into
from hueioc.people.queries import actor_of
from hueioc.rescues.commands import open_rescue, open_rescues
from hueioc.rescues.forms import PasteForm, ShortForm
from hueioc.rescues.queries import TABS, board, crews, night_figures, row, shelters, team_state_words, terms
from hueioc.rescues.rules.access import is_coordinator
from hueioc.rescues.rules.parsing import read_text
from hueioc.rescues.views.texts import rows_of
from hueioc.rescues.views.web import NEAREST, desk_or_refuse, private
from hueioc.workflow.queries import area_label


@require_safe
def board_page(request: HttpRequest) -> HttpResponse:
    """Open calls by priority beside teams and shelters; tab, ward, words, page and map stand in the address."""
    actor, get = actor_of(request), request.GET
    tab, page = get.get("tab", ""), get.get("page", "1")
    tab = tab if tab in TABS else "open"
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 1
    has_map = get.get("map") != "off"
    area = get.get("area", "")[:64]
    found = board(actor, tab=tab, area=area, words=get.get("q", "")[:80], page=number, with_map=has_map)
    mine = None if is_coordinator(actor) or actor.has("leader") else sorted(actor.units)
    context = {
        "found": found,
        "rows": [row(call) for call in found.calls],
        "tab": tab,
        "tabs": [(code, name, found.counts.get(code)) for code, name in TABS.items()],
        "area": area,
        "wards": [(code, area_label(code), many) for code, many in found.wards],
        "words": get.get("q", "")[:80],
        "has_map": has_map,
        "figures": night_figures(),
        "teams": [(one, team_state_words(one.team.state)) for one in crews(mine)],
        "places": shelters(),
        "is_desk": is_coordinator(actor),
    }
    return private(render(request, "rescues/board_staff.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def short_page(request: HttpRequest) -> HttpResponse:
    """The phone operator's form: write what is said, read it into fields, take the call; the keyboard is enough."""
    actor = desk_or_refuse(request)
    if request.method != "POST":
        return private(render(request, "rescues/short_staff.html", {"form": ShortForm(initial=_fresh())}))
    form, status = ShortForm(request.POST), 400
    if "read" in request.POST:
        return private(render(request, "rescues/short_staff.html", {"form": ShortForm(_read_into(request)), "read": 1}))
    if form.is_valid():
        try:
            call = open_rescue(form.new_rescue(), actor)
        except Refusal as refusal:
            put_into(form, refusal, NEAREST)
            status = refusal.status
        else:
            messages.success(
                request, _("Call %(number)s was taken. Tell the caller this number.") % {"number": call.code}
            )
            return redirect("rescue-page", code=call.code)
    return private(render(request, "rescues/short_staff.html", {"form": form}, status=status))


def _fresh() -> dict[str, str]:
    return {"key": secrets.token_urlsafe(16)}


def _read_into(request: HttpRequest) -> dict[str, object]:
    """What was typed, with empty fields filled from the text."""
    typed: dict[str, object] = {**request.POST.dict(), "needs": request.POST.getlist("needs")}
    read = read_text(request.POST.get("text", ""), terms())
    told = {**asdict(read), **read.counts}
    first, *others = [*read.phones, ""]
    told |= {"phone": first, "more_phones": ", ".join(one for one in others if one)}
    for name in ("address", "people", "depth", "name", "phone", "more_phones", "needs", *read.counts):
        if not typed.get(name) and told.get(name):
            typed[name] = told[name]
    return typed


@require_http_methods(["GET", "HEAD", "POST"])
def paste_page(request: HttpRequest) -> HttpResponse:
    """Texts or a table of posts: shown row by row with what was read, and taken only when no row is wrong."""
    actor = desk_or_refuse(request)
    form = PasteForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 200 if request.method != "POST" else 400
        return private(render(request, "rescues/paste_staff.html", {"form": form}, status=status))
    lines = rows_of(form.cleaned_data["pasted"], channel=form.cleaned_data["channel"])
    faults = sum(one.new is None for one in lines)
    if "take" in request.POST and lines and not faults:
        with transaction.atomic():
            calls = open_rescues([one.new for one in lines if one.new], actor)
        many = len({call.code for call in calls})
        messages.success(request, ngettext("%(n)d call was taken.", "%(n)d calls were taken.", many) % {"n": many})
        return redirect("rescue-board")
    context = {"form": form, "lines": lines, "faults": faults}
    return private(render(request, "rescues/paste_staff.html", context, status=400 if faults else 200))
