"""The open list by ward on paper, for when power fails: with names and phones, for who may see them, and logged."""

import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import typst
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed
from hueioc.people.queries import actor_of
from hueioc.people.rules import Actor
from hueioc.rescues.commands import reveal_for_paper
from hueioc.rescues.models import Rescue
from hueioc.rescues.queries import printable, row
from hueioc.rescues.rules.access import is_coordinator
from hueioc.rescues.views.web import private
from hueioc.workflow.queries import area_label, catalogue, said

_PAGE = Path(__file__).with_name("open_list.typ")


def _printer(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not (is_coordinator(actor) or actor.units):
        raise NotAllowed(_("The list with phones is for the centre and for units with a call."))
    return actor


@require_safe
def print_page(request: HttpRequest) -> HttpResponse:
    """What the list would hold, by ward, without phones; it prints with them by one press."""
    actor = _printer(request)
    calls = printable(actor, request.GET.get("area", "")[:64])
    wards = [(area_label(area) or "–", len(list(some))) for area, some in groupby(calls, key=lambda one: one.area)]
    context = {"wards": wards, "total": len(calls), "area": request.GET.get("area", "")[:64]}
    return private(render(request, "rescues/print_staff.html", context))


@require_POST
def list_pdf(request: HttpRequest) -> HttpResponse:
    """The list as a PDF. A fact says who printed how many; each phone that is opened is logged."""
    actor = _printer(request)
    calls = printable(actor, request.POST.get("area", "")[:64])
    people = reveal_for_paper(calls, actor, unit=min(actor.units, default=""))
    answer = HttpResponse(paper_of(calls, people), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="rescue-open.pdf"'
    return private(answer)


def paper_of(calls: Sequence[Rescue], people: dict[str, Any]) -> bytes:
    """The PDF, in the active language. Texts go in as data and are never read as markup."""
    wards = [
        [area_label(area) or _("Ward not known"), [_line(call, people) for call in some]]
        for area, some in groupby(calls, key=lambda one: one.area)
    ]
    data = {
        "language": (get_language() or "vi")[:2],
        "city": said(catalogue().pack.city.names),
        "title": _("Open calls for rescue"),
        "at": date_format(timezone.localtime(clock.now()), "H:i d/m/Y"),
        "private": _("Holds personal data: keep it with you, and destroy it afterwards."),
        "heads": [_("Number"), _("How many people?"), _("Place"), _("Phone"), _("Water, needs"), _("Team"), _("Done")],
        "wards": wards,
        "none": _("No open call."),
    }
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return bytes(typst.compile(str(_PAGE), sys_inputs=inputs, ignore_system_fonts=True))


def _line(call: Rescue, people: dict[str, Any]) -> list[str]:
    look, known = row(call), people.get(call.code, [])
    names = ", ".join(dict.fromkeys(one.name for one in known if one.name))
    phones = ", ".join(dict.fromkeys(one.phone for one in known if one.phone))
    place = call.exact_point
    where = call.address or (f"{place.lat:.5f}, {place.lon:.5f}" if place else "–")
    water = ", ".join(filter(None, [look["depth"], *look["needs"]]))
    team = call.team.name if call.team else "–"
    return [call.code, look["people"], f"{names}\n{where}".strip(), phones or "–", water or "–", team, "☐"]
