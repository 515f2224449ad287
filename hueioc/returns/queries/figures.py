"""Numbers of accepted returns as indicators: by period and unit, inside for staff, and outside what the pack opens."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hueioc.lib import clock
from hueioc.lib.refusals import NotFound
from hueioc.people.queries import unit
from hueioc.people.rules import Actor
from hueioc.returns.models import Return
from hueioc.returns.pack import Form, FormField
from hueioc.returns.queries.packs import field_name, forms, period_words
from hueioc.returns.queries.proposing import numbers_of
from hueioc.returns.queries.reading import number_words
from hueioc.returns.rules.adding import Total, add_up
from hueioc.returns.rules.periods import MONTHS, period_called
from hueioc.workflow.queries import said, unit_today

_MOST_PERIODS = 24
Numbers = dict[str, Decimal | None]
UP_WORDS = {
    "sum": gettext_lazy("the sum of the units"),
    "mean": gettext_lazy("the mean of the units"),
    "weighted": gettext_lazy("the mean of the units, weighted"),
    "most": gettext_lazy("the largest of the units"),
    "least": gettext_lazy("the smallest of the units"),
    "none": gettext_lazy("not added up"),
}


def figures_for(actor: Actor) -> list[tuple[Form, list[FormField]]]:
    """The indicators of each form that this person may read: staff all of them, everybody else the open ones."""
    found = []
    for form in forms():
        fields = [one for one in form.field if one.figure and (one.open or actor.is_staff)]
        if fields:
            found.append((form, fields))
    return found


@dataclass(frozen=True)
class Point:
    """One period of an indicator: the city's number, from how many units of how many, and each unit's own."""

    period: str
    period_name: str
    last_on: date
    value: Decimal | None
    words: str
    units: int
    owed: int
    by_unit: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Series:
    """An indicator with its definition and its periods, the latest first."""

    form: Form
    field: FormField
    name: str
    definition: str
    points: list[Point]


def series(form_code: str, field_code: str, actor: Actor) -> Series:
    """One indicator over its last periods, in the units of today. Raises NotFound for what this person may not read."""
    known = {form.code: (form, {one.code: one for one in fields}) for form, fields in figures_for(actor)}
    form, fields = known.get(form_code, (None, {}))
    one = fields.get(field_code)
    if form is None or one is None:
        raise NotFound(gettext_lazy("There is no such figure of returns."))
    return Series(form, one, field_name(one, form), definition_of(form, one), _points(form, one))


def definition_of(form: Form, one: FormField) -> str:
    """How the number comes about, in a sentence."""
    way = (
        _("computed as %(formula)s") % {"formula": _formula_words(form, one)} if one.formula else str(UP_WORDS[one.up])
    )
    return _("From the return “%(form)s”; the city: %(way)s.") % {"form": said(form.names), "way": way}


def _formula_words(form: Form, one: FormField) -> str:
    words = one.formula
    for code in sorted(form.by_code, key=len, reverse=True):
        words = words.replace(code, f"\x00{list(form.by_code).index(code)}\x00")
    for place, code in enumerate(form.by_code):
        words = words.replace(f"\x00{place}\x00", f"“{said(form.by_code[code].names)}”")
    return words.replace("*", "×").replace("/", "÷").replace("-", "−")


def _points(form: Form, one: FormField) -> list[Point]:
    since = clock.today() - timedelta(days=31 * MONTHS[form.period] * _MOST_PERIODS)
    rows = _accepted(form, since)
    every = Return.objects.filter(form=form.code, last_on__gte=since).exclude(outcome="withdrawn")
    owed = dict(every.values_list("period").annotate(many=Count("id")).order_by())
    periods = sorted(rows, key=lambda code: period_called(code, form.closes_day).last, reverse=True)[:_MOST_PERIODS]
    return [_point(form, one, code, rows[code], owed[code]) for code in periods]


def _accepted(form: Form, since: date = date.min) -> dict[str, list[tuple[str, Numbers]]]:
    """By period, (unit, numbers) of what was accepted last."""
    found: dict[str, list[tuple[str, Numbers]]] = defaultdict(list)
    rows = Return.objects.filter(form=form.code, last_on__gte=since).exclude(accepted={}).order_by("unit")
    for period, code, values in rows.values_list("period", "unit", "accepted").iterator():
        found[period].append((code, numbers_of(form, values)))
    return found


def _point(form: Form, one: FormField, code: str, rows: list[tuple[str, Numbers]], owed: int) -> Point:
    period = period_called(code, form.closes_day)
    whole = add_up(form, [numbers for _unit, numbers in rows])[one.code]
    return Point(
        period=code,
        period_name=period_words(period),
        last_on=period.last,
        value=whole.value,
        words=number_words(one, whole.value),
        units=whole.units,
        owed=owed,
        by_unit=[
            (unit_code, found.short() if (found := unit(unit_code)) else unit_code, number_words(one, total.value))
            for unit_code, total in sorted(_by_unit(form, one, rows).items())
        ],
    )


def _by_unit(form: Form, one: FormField, rows: list[tuple[str, Numbers]]) -> dict[str, Total]:
    """In the units of today: what predecessors of a merged ward gave is added up as the pack says."""
    today = clock.today()
    shelves: dict[str, list[Numbers]] = defaultdict(list)
    for code, numbers in rows:
        shelves[unit_today(code, today)].append(numbers)
    return {code: _of_unit(form, one, some) for code, some in shelves.items()}


def _of_unit(form: Form, one: FormField, some: list[Numbers]) -> Total:
    return add_up(form, some)[one.code] if len(some) > 1 else Total(some[0].get(one.code), 1)


def open_tables() -> list[tuple[str, str]]:
    """What the catalogue of open data says of returns; nothing where no form opens a line."""
    has_some = any(one.open for form in forms() for one in form.field)
    return [(_("Figures of returns"), "/returns/figures/")] if has_some else []


def open_rows() -> Iterator[dict[str, str | float | None]]:
    """Every open number of every accepted return, and the city's own line, for everybody to download."""
    for form in forms():
        fields = [one for one in form.field if one.open]
        for code, rows in sorted(_accepted(form).items()) if fields else ():
            period = period_called(code, form.closes_day)
            totals = add_up(form, [numbers for _unit, numbers in rows])
            city: Numbers = {name: total.value for name, total in totals.items()}
            for unit_code, numbers in [("", city), *rows]:
                for one in fields:
                    number = numbers.get(one.code)
                    yield {
                        "form": form.code,
                        "field": one.code,
                        "period": code,
                        "first_on": period.first.isoformat(),
                        "last_on": period.last.isoformat(),
                        "unit": unit_code,
                        "units": totals[one.code].units if not unit_code else 1,
                        "value": None if number is None else float(number),
                    }
