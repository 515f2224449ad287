"""The dashboard: decisions first, then the numbers, then pictures and the units to watch; any number opens its work."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from hueioc.cases.commands import remind_units
from hueioc.cases.queries import Filters, cases_for, shown
from hueioc.directives.queries import directives_about
from hueioc.directives.queries import shown as directive_look
from hueioc.indicators.queries import Part, behind, figures_of, watched
from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed
from hueioc.people.queries import actor_of, unit
from hueioc.people.rules import Actor
from hueioc.places.queries import area_name
from hueioc.portal.dashboard.cards import cards, read_numbers
from hueioc.portal.dashboard.charts import city_map, days_chart, topic_bars
from hueioc.portal.dashboard.decisions import decisions
from hueioc.portal.dashboard.period import TITLES, Look, read_look
from hueioc.portal.dashboard.thresholds import threshold
from hueioc.workflow.queries import category_name

_MOST_WATCHED = 8
# Numbers that are better where work waits less.
_OF_TIME = frozenset({"open", "open_overdue", "on_time", "median_days"})
_A_PAGE = 50


def leader_or_refuse(request: HttpRequest) -> Actor:
    """The actor, when this page is theirs. Raises NotAllowed with a sentence that names who can help."""
    actor = actor_of(request)
    if not actor.is_staff:
        raise NotAllowed(_("This page is for staff. Public figures are open to everybody."))
    return actor


def _may_remind(actor: Actor) -> bool:
    return actor.is_centre or actor.has("leader")


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Everything on one page, as HTML; scripts add nothing but comfort."""
    actor = leader_or_refuse(request)
    look = read_look(request)
    numbers = read_numbers(look)
    context = {
        "look": look,
        "periods": [(code, title, f"?{look.with_(period=code)}") for code, title in TITLES.items()],
        "as_of": clock.now(),
        "decisions": decisions(numbers, actor),
        "cards": cards(numbers),
        "days": days_chart(numbers.course, look),
        "map": city_map(watched(look.slice, "area", look.until, numbers.now), look.until),
        "units": [line for line in numbers.units if line.owed or line.received],
        "shown_units": _MOST_WATCHED,
        "topics": topic_bars(look, numbers.now),
        "narrowed": _narrowed(look, request.LANGUAGE_CODE),
        "low": threshold("on_time_low", look.until),
        "may_remind": _may_remind(actor),
    }
    return render(request, "portal/dashboard.html", context)


def _narrowed(look: Look, language: str) -> list[tuple[str, str]]:
    """(name, address without it) of each narrowing in force."""
    known = unit(look.unit) if look.unit else None
    names = {
        "unit": known.name() if known else "",
        "area": area_name(look.area, language) if look.area else "",
        "category": category_name(look.category) if look.category else "",
    }
    return [(name, f"?{look.with_(**{field: ''})}") for field, name in names.items() if name]


@require_safe
def dashboard_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The numbers of the page as CSV: the figures with both their parts, the days, the units."""
    leader_or_refuse(request)
    look = read_look(request)

    class Echo:
        def write(self, line: str) -> str:
            return line

    writer = csv.writer(Echo())
    lines = (writer.writerow(row) for row in _rows(look))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="dashboard-{look.since}-{look.until}.csv"'
    return answer


def _rows(look: Look) -> Iterator[list[Any]]:
    # Spreadsheets take a text that begins like this for a formula; no code of ours does.
    yield ["part", "code", "name", "numerator", "denominator", "value", "since", "until"]
    days = [look.since.isoformat(), look.until.isoformat()]
    for figure in figures_of(look.slice).whole:
        yield ["figure", figure.code, str(figure.title), figure.numerator, figure.denominator, figure.value, *days]
    numbers = read_numbers(look)
    for place, day in enumerate(numbers.course.days):
        for measure in ("received", "ended"):
            many = numbers.course.counts[measure][place]
            yield ["day", measure, day.isoformat(), many, "", "", day.isoformat(), day]
    for line in numbers.units:
        yield ["unit_on_time_7d", line.code, line.name, line.kept, line.owed, line.share, *days]


@require_safe
def behind_page(request: HttpRequest, code: str) -> HttpResponse:
    """The reports that a number counts, or those that stand only below the line; each person sees their own."""
    actor = leader_or_refuse(request)
    look = read_look(request)
    what = look.slice
    part: Part = "missing" if request.GET.get("part") == "missing" else "counted"
    figure = next((one for one in figures_of(what).whole if one.code == code), None)
    rows = behind(what, code, part)
    page = Paginator(rows.values_list("ref", flat=True), _A_PAGE).get_page(request.GET.get("page"))
    codes = [ref.partition(":")[2] for ref in page.object_list if ref.startswith("case:")]
    found = (
        {case.code: case for case in cases_for(actor, Filters(codes=tuple(codes)), size=_A_PAGE).cases} if codes else {}
    )
    context = {
        "figure": figure,
        "part": part,
        "page": page,
        "look": look,
        "rows": [shown(found[number], text=found[number].description) for number in codes if number in found],
        "hidden": sum(number not in found for number in codes),
        "narrowed": _narrowed(look, request.LANGUAGE_CODE),
        "waits_at": _where_it_waits(code, look),
        "directives": [directive_look(one) for one in directives_about(actor, f"figure:{code}")],
    }
    return render(request, "portal/behind.html", context)


def _where_it_waits(code: str, look: Look) -> str:
    """The page of bottlenecks for numbers about time, narrowed as far as that page can be; empty for other numbers."""
    if code not in _OF_TIME:
        return ""
    return f"{reverse('mining')}?{urlencode({'log': 'case', 'unit': look.unit})}"


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Remind one unit of everything it owes too late; back to where the press came from."""
    actor = leader_or_refuse(request)
    if not _may_remind(actor):
        raise NotAllowed(_("Only leaders and the centre remind units."))
    code = request.POST.get("unit", "")
    refs = behind(read_look(request).slice, "open_overdue").filter(unit=code).values_list("ref", flat=True)
    given = remind_units([ref.partition(":")[2] for ref in refs[:500] if ref.startswith("case:")], actor)
    known = unit(code)
    if given:
        words = ngettext("%(unit)s was reminded of %(n)d report.", "%(unit)s was reminded of %(n)d reports.", given)
        messages.success(request, words % {"unit": known.name() if known else code, "n": given})
    else:
        messages.info(request, _("Nothing new to remind of: this unit was reminded today already."))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else reverse("portal-dashboard"))
