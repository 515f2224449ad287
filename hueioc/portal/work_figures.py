"""The page of work figures: mine at once, those of my unit's people once they had time to look at them themselves."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hueioc.indicators.queries import Slice, WorkOf, figures_of, work_of
from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed
from hueioc.people.queries import actor_of, display_names, staff_of, unit
from hueioc.people.rules import Actor
from hueioc.portal.dashboard.thresholds import threshold
from hueioc.workflow.queries import city_world, given_to, kinds_of_work
from hueioc.workflow.rules.figures import Figure

MONTHS = 12
_OF_A_UNIT = ("received", "open", "open_overdue", "ended", "on_time", "median_days")


@dataclass(frozen=True)
class Month:
    """A month of the city, and from which day the heads of units see the figures of their people."""

    first: date
    last: date
    shown_from: date

    @property
    def code(self) -> str:
        return self.first.isoformat()[:7]


@dataclass(frozen=True)
class Person:
    """Somebody with the figures of what was given to them."""

    name: str
    work: WorkOf


@dataclass(frozen=True)
class UnitPart:
    """A unit with its figures by kind of work; its people for its heads, once the month is open to them."""

    name: str
    kinds: list[tuple[str, list[Figure]]]
    is_headed: bool
    people: list[Person]


def month_of(day: date) -> Month:
    """The month a day lies in."""
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    own_days = int(threshold("work_figures_own_days", after))
    return Month(first, after - timedelta(days=1), after + timedelta(days=own_days))


def months(today: date) -> list[Month]:
    """This month and those before it, the latest first."""
    found = [month_of(today)]
    while len(found) < MONTHS:
        found.append(month_of(found[-1].first - timedelta(days=1)))
    return found


@require_safe
def work_figures_page(request: HttpRequest) -> HttpResponse:
    """Figures of one month: my own, those of my units, and for their heads those of the people."""
    actor = actor_of(request)
    if not actor.is_staff:
        raise NotAllowed(_("This page is for staff."))
    known = months(city_world().day(clock.now()))
    month = next((one for one in known if one.code == request.GET.get("month")), known[0])
    context = {
        "months": known,
        "month": month,
        "is_open": _is_open(month),
        "mine": _people([actor.ref], month)[0],
        "units": [_unit_part(code, actor, month) for code in sorted(actor.units)],
    }
    return render(request, "portal/staff_work_figures.html", context)


def _is_open(month: Month) -> bool:
    return city_world().day(clock.now()) >= month.shown_from


def _unit_part(code: str, actor: Actor, month: Month) -> UnitPart:
    known, is_headed = unit(code), actor.has("unit_head", code)
    kinds = [(title, _figures(kind, code, month)) for kind, title in kinds_of_work()]
    people = _people(staff_of(code), month) if is_headed and _is_open(month) else []
    return UnitPart(known.name() if known else code, [(t, f) for t, f in kinds if f], is_headed, people)


def _figures(kind: str, code: str, month: Month) -> list[Figure]:
    found = figures_of(Slice(kind=kind, since=month.first, until=month.last, unit=code)).whole
    whole = {figure.code: figure for figure in found}
    shown = [whole[name] for name in _OF_A_UNIT]
    return shown if any(figure.numerator for figure in shown) else []


def _people(refs: list[str], month: Month) -> list[Person]:
    """By name, never by figure: this is no ranking."""
    refs, now = list(dict.fromkeys(refs)), clock.now()
    names, given = display_names(refs), given_to(refs)
    people = [Person(names.get(ref, ""), work_of(given[ref], month.first, month.last, now)) for ref in refs]
    return sorted(people, key=lambda one: one.name)
