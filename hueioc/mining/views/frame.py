"""What the pages of mining share: who may read them, what their address says, and what stands above each."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hueioc.lib import clock
from hueioc.lib.refusals import Invalid, NotAllowed
from hueioc.mining.queries.looking import IMPORTED, Look, Slice, known_logs, look_at
from hueioc.mining.queries.own import services_of, units_of_work
from hueioc.mining.queries.words import activity_words, service_words
from hueioc.people.queries import actor_of
from hueioc.workflow.queries import city_world, said, unit_label

PERIODS: dict[str, tuple[int, str | Promise]] = {
    "30d": (30, gettext_lazy("30 days")),
    "90d": (90, gettext_lazy("90 days")),
    "1y": (365, gettext_lazy("A year")),
    "all": (0, gettext_lazy("All")),
}
_FIRST_PERIOD = "90d"
_LONGEST_CODE = 80
_NOTES: dict[str, str | Promise] = {
    "out_of_order": gettext_lazy("%(n)s events stood after a later one of their case; they were put in order."),
    "twice": gettext_lazy("%(n)s events are there twice; they are counted as they stand."),
    "no_zone": gettext_lazy("Moments carry no time zone; they were read as UTC."),
    "several_zones": gettext_lazy("Moments come from %(n)s time zones more than an hour apart."),
    "unnamed_cases": gettext_lazy("%(n)s cases have no name and are called by their place."),
    "same_case_again": gettext_lazy("%(n)s cases stood in several pieces and were joined."),
}


@dataclass(frozen=True)
class Asked:
    """What the address of a page asks for."""

    slice: Slice
    period: str


def staff_or_refuse(request: HttpRequest) -> None:
    """Raises NotAllowed with a sentence that names what is open to everybody."""
    if not actor_of(request).is_staff:
        raise NotAllowed(_("This page is for staff. Public figures are open to everybody."))


def asked(request: HttpRequest) -> Asked:
    """The slice that stands in the address; without one, the last ninety days of the first kind of work."""
    get = request.GET
    for name in ("log", "unit", "start", "end"):
        if len(get.get(name, "")) > _LONGEST_CODE * 4 or "\0" in get.get(name, ""):
            raise Invalid(_("There is no such code."))
    kinds, others = known_logs()
    log = get.get("log", "") or next(iter([*kinds, *(f"{IMPORTED}{one.code}" for one in others)]), "")
    period = get.get("period", _FIRST_PERIOD)
    if period not in PERIODS:
        raise Invalid(_("There is no such period."))
    until = city_world().day(clock.now())
    days = PERIODS[period][0]
    since: date | None = until - timedelta(days=days - 1) if days else None
    if log.startswith(IMPORTED):
        return Asked(Slice(log, until=date.max), "all")
    return Asked(Slice(log, until, since, get.get("unit", ""), with_notes="notes" in get), period)


def look_of(what: Asked) -> Look | None:
    """The look of a page; None when the installation has no log at all. Raises NotFound."""
    return look_at(what.slice) if what.slice.log else None


def frame(request: HttpRequest, what: Asked, look: Look | None) -> dict[str, Any]:
    """Template values of every page: choices, notes, and where the numbers come from."""
    kinds, others = known_logs()
    logs = [(kind, service_words(services_of(kind), kind)) for kind in kinds]
    logs += [(f"{IMPORTED}{one.code}", said(one.names)) for one in others]
    told = look.told if look else None
    return {
        "look": look,
        "found": look.analysis if look else None,
        "logs": logs,
        "chosen": what.slice.log,
        "log_name": dict(logs).get(what.slice.log, ""),
        "is_own": told is None,
        "told": told,
        "units": sorted((unit_label(code), code) for code in units_of_work()),
        "unit": what.slice.unit,
        "unit_name": unit_label(what.slice.unit) if what.slice.unit else "",
        "notes": what.slice.with_notes,
        "periods": [(code, words) for code, (_days, words) in PERIODS.items()],
        "period": what.period,
        "period_name": PERIODS[what.period][1],
        "remarks": _remarks(look),
        "query": request.GET.urlencode(),
    }


def _remarks(look: Look | None) -> list[str]:
    if look is None or look.log is None or look.analysis is None:
        return []
    found = [str(_NOTES[note.code]) % {"n": note.number} for note in look.log.notes if look.told]
    if look.told:
        found = [str(_NOTES[code]) % {"n": number} for code, number, _first in look.told.notes]
    if look.left_out:
        found.append(
            _("%(n)s older pieces of work were left out: the period holds more than one page can read.")
            % {"n": look.left_out}
        )
    if look.analysis.worked_s is None:
        found.append(_("These facts do not say when work began: waiting and working cannot be told apart."))
    return found


def words_of(look: Look) -> dict[str, str]:
    """What the activities of a look are called."""
    names = look.log.activity.names if look.log else ()
    return {name: name if look.told else activity_words(name) for name in names}


def resource_words(look: Look, name: str) -> str:
    """What a resource of a look is called: a unit of the city, or its own name."""
    return name if look.told else unit_label(name)
