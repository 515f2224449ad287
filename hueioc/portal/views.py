"""Pages that join rooms: home, the officer's inbox, and errors as sentences."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hueioc.cases.queries import Filters, own_cases, public_cases, shown
from hueioc.dossiers.rules.numbers import read_number
from hueioc.emergencies.queries import flood_night
from hueioc.lib.codes import clean_code
from hueioc.lib.refusals import Invalid, NotFound
from hueioc.people.queries import actor_of
from hueioc.people.rules import Actor
from hueioc.portal import search
from hueioc.rescues.queries import has_rescue
from hueioc.workflow.queries import page_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A citizen's home; staff are led to their work."""
    actor = actor_of(request)
    if actor.is_staff and "citizen" not in request.GET:
        return redirect(_first_page(actor))
    own = [shown(case, text=case.description) for case in own_cases(actor, most=3)]
    night = flood_night()
    latest = [] if night else [shown(case) for case in public_cases(Filters(), size=5).cases]
    alerts = [alert for source in settings.ALERT_SOURCES for alert in import_string(source)()]
    context: dict[str, Any] = {"own": own, "latest": latest, "alerts": alerts, "pages": search.PAGES[:3]}
    context |= {"takes_rescues": has_rescue()}
    return render(request, "portal/home.html", context)


def _first_page(actor: Actor) -> str:
    """Where the work of this member of staff lies: a unit's inbox, the centre's desk, and figures for all others.

    In a flood night rescue comes first for the centre and the wards, and the situation for everybody else.
    """
    if flood_night():
        return "/rescues/" if actor.is_centre or actor.units else "/now"
    if actor.units:
        return "/inbox/"
    return "/desk/" if actor.is_centre else "/dashboard/"


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """A report by its number, however it was typed; other words look for services."""
    typed = request.GET.get("number", "") or request.GET.get("q", "")
    try:
        return redirect("case-page", code=clean_code(typed))
    except ValueError as error:
        if number := _dossier_number(typed):
            return redirect("dossier-track", number=number)
        if "q" in request.GET:
            return _results(request, typed[:100])
        raise NotFound(_("This is not a valid number. Check each character.")) from error


def _dossier_number(typed: str) -> str:
    """The dossier number that was typed, empty when it is none."""
    try:
        return str(read_number(typed))
    except Invalid:
        return ""


@require_safe
def to_work(request: HttpRequest, ref: str) -> HttpResponse:
    """From a reference, as maps and lists know it, to the page of that piece of work."""
    page = page_of(ref)
    if not page:
        raise NotFound(_("There is no such page. Check the address, or begin at home."))
    return redirect(page)


def _results(request: HttpRequest, words: str) -> HttpResponse:
    reports = public_cases(Filters(text=words), size=5) if words.strip() else None
    rows = [shown(case) for case in reports.cases] if reports else []
    context = {"words": words, "hits": search.find(words), "rows": rows, "total": reports.total if reports else 0}
    return render(request, "portal/results.html", context)


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Everything the app offers: its pages, and every kind of problem by group."""
    return render(request, "portal/services.html", {"pages": search.PAGES, "groups": search.groups()})


def _error(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    return render(request, "portal/refusal.html", {"sentence": sentence}, status=status)


def bad_request(request: HttpRequest, exception: Any) -> HttpResponse:
    return _error(request, 400, _("This request cannot be read. Go back and try again."))


def forbidden(request: HttpRequest, exception: Any) -> HttpResponse:
    return _error(request, 403, _("You may not do this here. The centre can help."))


def not_found(request: HttpRequest, exception: Any) -> HttpResponse:
    return _error(request, 404, _("There is no such page. Check the address, or begin at home."))


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, 500, _("Something broke on our side. It was written down; please try again later."))
