"""Which days and whose work a leader looks at; everything stands in the address, so a view can be shared."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hueioc.indicators.queries import Slice
from hueioc.lib import clock
from hueioc.lib.refusals import Invalid
from hueioc.people.queries import unit
from hueioc.places.queries import area
from hueioc.workflow.queries import catalogue, city_world

PERIODS = {"today": 1, "7d": 7, "30d": 30}
TITLES = {"today": gettext_lazy("Today"), "7d": gettext_lazy("7 days"), "30d": gettext_lazy("30 days")}
LONGEST_DAYS = 3 * 366


@dataclass(frozen=True)
class Look:
    """The days looked at (both included), the name of the period, and the narrowing by unit, area or category."""

    period: str
    since: date
    until: date
    unit: str = ""
    area: str = ""
    category: str = ""

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def slice(self) -> Slice:
        """What the figures count."""
        return Slice(since=self.since, until=self.until, unit=self.unit, area=self.area, category=self.category)

    @property
    def query(self) -> str:
        """The query of the address that shows this look."""
        return self.with_(period=self.period)

    def with_(self, **changes: str) -> str:
        """The query with some values changed; a named period needs no days."""
        values: dict[str, Any] = {name: getattr(self, name) for name in ("period", "unit", "area", "category")}
        values |= {"since": self.since.isoformat(), "until": self.until.isoformat()} | changes
        if values["period"] in PERIODS:
            values.pop("since"), values.pop("until")
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in values.items() if value})
        return query.urlencode()


def read_look(request: HttpRequest) -> Look:
    """The look that stands in the address; today without one. Raises Invalid with a sentence."""
    get, today = request.GET, city_world().day(clock.now())
    period = get.get("period", "today" if "since" not in get else "days")
    if period in PERIODS:
        since, until = today - timedelta(days=PERIODS[period] - 1), today
    else:
        period, since, until = "days", _day(get.get("since", ""), today), _day(get.get("until", ""), today)
    if until < since:
        raise Invalid(_("The last day lies before the first one."))
    if (until - since).days > LONGEST_DAYS:
        raise Invalid(_("Choose at most three years."))
    return Look(period, since, min(until, today), **_codes(request))


def _codes(request: HttpRequest) -> dict[str, str]:
    codes = {name: request.GET.get(name, "") for name in ("unit", "area", "category")}
    known: dict[str, Callable[[str], object]] = {"unit": unit, "area": area, "category": catalogue().categories.get}
    for name, code in codes.items():
        if code and ("\0" in code or known[name](code) is None):
            raise Invalid(_("There is no such code."))
    return codes


def _day(text: str, default: date) -> date:
    if not text.strip():
        return default
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Invalid(_("Write a day as 2026-01-31.")) from error
