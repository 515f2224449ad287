"""What packs say of returns: the forms, who answers and who collects them, their days, and how periods are called."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hueioc.lib.packs import open_city
from hueioc.lib.refusals import NotFound
from hueioc.people.queries import UnitInfo, units_with_role
from hueioc.returns.pack import Fault, Form, FormField, read_forms
from hueioc.returns.rules import schedule
from hueioc.returns.rules.periods import Period, before, period_called
from hueioc.workflow.queries import catalogue, said


@lru_cache(maxsize=4)
def _read(packs: Path, city: str) -> tuple[Form, ...]:
    return tuple(read_forms(open_city(Path(packs) / "cities" / city)))


def forms() -> tuple[Form, ...]:
    """The forms of the city, in its order; none where no pack is on."""
    return _read(settings.PACKS, settings.CITY)


def form_of(code: str) -> Form:
    """The form with this code. Raises NotFound for one that no pack knows (any more)."""
    found = next((one for one in forms() if one.code == code), None)
    if found is None:
        raise NotFound(gettext_lazy("There is no such return in the packs of this city."))
    return found


def form_name(code: str) -> str:
    """Its name, the code for one that no pack knows any more."""
    return next((said(one.names) for one in forms() if one.code == code), code)


def period_in(form: Form, code: str) -> Period:
    """The period of a form with this code. Raises NotFound for what is none."""
    try:
        period = period_called(code, form.closes_day)
    except ValueError as error:
        raise NotFound(gettext_lazy("There is no such reporting period.")) from error
    if period.length != form.period:
        raise NotFound(gettext_lazy("There is no such reporting period."))
    return period


def period_words(period: Period) -> str:
    """A period as people say it."""
    number, year = period.number, period.year
    if period.length == "month":
        return _("Month %(number)d/%(year)d") % {"number": number, "year": year}
    if period.length == "quarter":
        return _("Quarter %(number)d/%(year)d") % {"number": number, "year": year}
    if period.length == "half":
        first, second = _("First half of %(year)d"), _("Second half of %(year)d")
        return (first if number == 1 else second) % {"year": year}
    return _("Year %(year)d") % {"year": year}


def code_words(code: str) -> str:
    """The same for a period's code."""
    return period_words(period_called(code))


def latest_periods(form: Form, at: datetime) -> tuple[Period, Period]:
    """The latest period of a form that can be filled in at an instant, and the one before it."""
    latest = schedule.latest_open(form, at, catalogue().calendar)
    return latest, before(latest, form.closes_day)


def monthly_examples() -> list[tuple[Form, dict[str, str | int | float]]]:
    """Forms of every month whose first example has no fault, with what it fills in; for demos."""
    return [(form, form.example[0].values) for form in forms() if form.period == "month" and not form.example[0].faults]


def answerers(form: Form, day: date) -> list[UnitInfo]:
    """The units that owe a form on a day, by name."""
    return sorted(units_with_role(form.answered_by, day), key=lambda one: one.short())


def collector_of(form: Form, day: date) -> str:
    """The unit that collects a form on a day; empty where nobody does."""
    found = units_with_role(form.collected_by, day)
    return found[0].code if found else ""


def due_of(form: Form, period: Period) -> datetime:
    """Until when a form of a period is owed."""
    return schedule.due_at(form, period, catalogue().calendar)


def fault_words(fault: Fault) -> str:
    """What is wrong, in the language of the request."""
    return said(dict(fault.sentence)) if isinstance(fault.sentence, Mapping) else str(fault.sentence)


def field_name(one: FormField, form: Form) -> str:
    """The name of a line with its unit, "Revenue (million VND)"; with its heading where another is called alike."""
    name, unit = said(one.names), said(one.unit) if one.unit else ""
    heading = next((said(group.names) for group in form.group if group.code == one.group), "")
    if heading and sum(said(other.names) == name for other in form.field) > 1:
        name = f"{heading}: {name}"
    return f"{name} ({unit})" if unit else name
