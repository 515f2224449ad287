"""What a form may hold: every value checked by the field of the pack, and what is computed from others."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Invalid
from hueioc.lib.text import has_broken_characters, tidy
from hueioc.workflow.pack import FlowStep, FormField, Process, Value
from hueioc.workflow.rules.calendar import WorkingCalendar

LONGEST = {"text": 200, "paragraph": 4000}
# What no amount or count of an office reaches; a number beyond it is a slip of the finger.
LARGEST = 10**15
_LONGEST_SPAN_DAYS = 3660
Fault = str | Promise


@dataclass(frozen=True)
class Around:
    """What a form is checked against beside itself: the day, the working calendar, the units of today."""

    today: date
    calendar: WorkingCalendar
    units: Collection[str]


def filled(
    process: Process, step: FlowStep, typed: Mapping[str, Any], known: Mapping[str, Value], around: Around
) -> dict[str, Value]:
    """The values after a step was filled in. Raises Invalid with a sentence for every field that is wrong.

    `known` is what stood in the form before. Fields the step does not ask for are left as they were, whatever was sent.
    """
    fields = {one.code: one for one in process.field}
    values, wrong = dict(known), dict[str, Fault]()
    asked = [fields[code] for code in step.fields if code in fields and not fields[code].is_computed]
    for field in asked:
        value, fault = _value(field, typed.get(field.code), around)
        values.pop(field.code, None)
        if fault:
            wrong[field.code] = fault
        elif value is not None:
            values[field.code] = value
    for field in asked:
        if field.code in values and field.not_before and (fault := _too_early(field, values, around)):
            wrong[field.code] = fault
    _compute(process, values, around, wrong, {field.code for field in asked})
    if wrong:
        raise Invalid(_("This form cannot be sent yet."), fields=wrong)
    return values


def _value(field: FormField, typed: Any, around: Around) -> tuple[Value | None, Fault]:
    """The value as it is kept, or what is wrong with it."""
    if isinstance(typed, date):
        typed = typed.isoformat()
    if typed is None or typed == "":
        return None, _("Fill this in.") if field.required else ""
    return _READ[field.type](field, typed, around)


def _text(field: FormField, typed: Any, around: Around) -> tuple[Value | None, Fault]:
    if not isinstance(typed, str) or has_broken_characters(typed):
        return None, _("This text holds characters that cannot be stored. Type it again.")
    text = tidy(typed)
    if field.type == "text":
        text = " ".join(text.split())
    most = field.most or LONGEST[field.type]
    if not text:
        return None, _("Fill this in.") if field.required else ""
    if len(text) > most:
        return None, _("At most %(most)d characters.") % {"most": most}
    if field.least and len(text) < field.least:
        return None, _("At least %(least)d characters.") % {"least": field.least}
    return text, ""


def _number(field: FormField, typed: Any, around: Around) -> tuple[Value | None, Fault]:
    if isinstance(typed, bool) or not isinstance(typed, int):
        return None, _("Write a whole number.")
    return (None, fault) if (fault := _out_of_bounds(field, typed)) else (typed, "")


def _out_of_bounds(field: FormField, number: int) -> Fault:
    least, most = 0 if field.least is None else field.least, LARGEST if field.most is None else field.most
    if number < least:
        return _("At least %(least)d.") % {"least": least}
    return _("At most %(most)d.") % {"most": most} if number > most else ""


def _day(field: FormField, typed: Any, around: Around) -> tuple[Value | None, Fault]:
    try:
        day = date.fromisoformat(str(typed))
    except ValueError:
        return None, _("Write a day of the calendar.")
    if abs((day - around.today).days) > _LONGEST_SPAN_DAYS:
        return None, _("This day is too far away.")
    return day.isoformat(), ""


def _yes_no(field: FormField, typed: Any, around: Around) -> tuple[Value | None, Fault]:
    return (typed, "") if isinstance(typed, bool) else (None, _("Say yes or no."))


def _choice(field: FormField, typed: Any, around: Around) -> tuple[Value | None, Fault]:
    known = {one.code for one in field.choices}
    return (typed, "") if typed in known else (None, _("Choose from the list."))


def _unit(field: FormField, typed: Any, around: Around) -> tuple[Value | None, Fault]:
    return (typed, "") if typed in around.units else (None, _("Choose a unit from the list."))


_READ: dict[str, Callable[[FormField, Any, Around], tuple[Value | None, Fault]]] = {
    "text": _text,
    "paragraph": _text,
    "whole": _number,
    "money": _number,
    "day": _day,
    "yes_no": _yes_no,
    "choice": _choice,
    "unit": _unit,
}


def _too_early(field: FormField, values: Mapping[str, Value], around: Around) -> Fault:
    if field.not_before == "today":
        return _("This day lies in the past.") if str(values[field.code]) < around.today.isoformat() else ""
    other = values.get(field.not_before)
    if other is not None and str(values[field.code]) < str(other):
        return _("This day lies before the one it must follow.")
    return ""


def _compute(
    process: Process, values: dict[str, Value], around: Around, wrong: dict[str, Fault], asked: Collection[str]
) -> None:
    """Put in what is computed; one out of bounds is told beside the last field asked for that it comes from."""
    for field in process.field:
        if not field.is_computed:
            continue
        values.pop(field.code, None)
        sources = [values.get(code) for code in field.of]
        if any(source is None for source in sources) or wrong.keys() & set(field.of):
            continue
        number = _COMPUTE[field.type](sources, around)
        values[field.code] = number
        blamed = [code for code in field.of if code in asked]
        if blamed and (fault := _out_of_bounds(field, number)):
            wrong[blamed[-1]] = fault


def _working_days(sources: list[Any], around: Around) -> int:
    """Working days from the first to the last day, both counted."""
    first, last = (date.fromisoformat(str(one)) for one in sources)
    days = min((last - first).days, _LONGEST_SPAN_DAYS)
    return sum(around.calendar.is_working_day(first + timedelta(days=n)) for n in range(days + 1))


def _product(sources: list[Any], around: Around) -> int:
    whole = 1
    for one in sources:
        whole *= int(one)
    return min(whole, LARGEST)


_COMPUTE: dict[str, Callable[[list[Any], Around], int]] = {
    "working_days": _working_days,
    "sum": lambda sources, around: min(sum(int(one) for one in sources), LARGEST),
    "product": _product,
}
