"""What became of a number since somebody acted on it: the same span before and after, beside the whole city."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext as _

from hueioc.indicators.queries import Dimension, Slice, course, figures_of
from hueioc.indicators.queries.slices import name_of
from hueioc.lib import clock
from hueioc.people.queries import unit
from hueioc.places.queries import area
from hueioc.ui.templatetags.numbers import number, percent
from hueioc.workflow.queries import catalogue, city_world

_REGISTERS: dict[Dimension, Callable[[str], object]] = {
    "unit": unit,
    "area": area,
    "category": lambda code: catalogue().categories.get(code),
}
# What stands is not known of earlier evenings, and of what came lately fewer are answered for want of time.
_NOT_COMPARABLE = frozenset({"promised", "promised_overdue", "on_time_first", "response_rate", "reopened"})
# A longer span would mix seasons into the comparison.
LONGEST_DAYS = 30


@dataclass(frozen=True)
class Line:
    """One slice with its number before and after, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Effect:
    """A number with its definition, the length of both spans in days (0: too early), and the lines that compare."""

    title: str
    definition: str
    about: str
    days: int
    lines: list[Line]


def measured(code: str, path: str, given_on: date, ended_on: date | None) -> Effect | None:
    """The figure `code` in the slice of the page `path` before and after a day; None for one that cannot be compared.

    The later span ends yesterday, or on the day the work ended where that is earlier; both are equally long.
    """
    what = _slice(path)
    if code in _NOT_COMPARABLE:
        return None
    known = next((one for one in figures_of(what, with_medians=False).whole if one.code == code), None)
    if known is None:
        return None
    last = min(filter(None, (city_world().day(clock.now()) - timedelta(days=1), ended_on)))
    days = max(0, min(LONGEST_DAYS, (last - given_on).days))
    lines = []
    if days:
        city = replace(what, unit="", area="")
        lines = [Line(name, *_both(code, slice_, given_on, days)) for name, slice_ in _slices(what, city)]
    return Effect(str(known.title), str(known.definition), _about(what), days, lines)


def _slices(what: Slice, city: Slice) -> list[tuple[str, Slice]]:
    whole = (_("The whole city"), city)
    return [whole] if what == city else [(_about(what), what), whole]


def _both(code: str, what: Slice, given_on: date, days: int) -> tuple[str, str]:
    first = _value(code, what, given_on - timedelta(days=days), given_on - timedelta(days=1))
    return first, _value(code, what, given_on + timedelta(days=1), given_on + timedelta(days=days))


def _value(code: str, what: Slice, since: date, until: date) -> str:
    """The figure over some days in words; what stands open or late, as it stood on the last evening."""
    if code in {"open", "open_overdue", "on_time"}:
        found = course(what, since, until)
        if code == "on_time":
            kept, owed = found.on_time()
            return f"{percent(kept / owed)} ({number(kept)} ÷ {number(owed)})" if owed else "–"
        return number((found.open if code == "open" else found.overdue)[-1])
    sheet = figures_of(replace(what, since=since, until=until), with_medians=code == "median_days")
    figure = next(one for one in sheet.whole if one.code == code)
    if figure.measure == "share":
        return f"{percent(figure.value)} ({number(figure.numerator)} ÷ {number(figure.denominator)})"
    return number(figure.value, 1 if figure.measure == "days" else 0)


def _slice(path: str) -> Slice:
    """The unit, area and category the page was narrowed to; what no register knows counts as absent."""
    query = {name: values[-1] for name, values in parse_qs(urlsplit(path).query).items()}
    asked = {name: query.get(name, "") for name in _REGISTERS}
    known = {name: code if code and _REGISTERS[name](code) is not None else "" for name, code in asked.items()}
    return Slice(unit=known["unit"], area=known["area"], category=known["category"])


def _about(what: Slice) -> str:
    return " · ".join(name_of(name, code) for name in _REGISTERS if (code := getattr(what, name)))


def value_of_unit(kind: str, code: str, of_unit: str, since: date, until: date) -> dict[str, float | None]:
    """A figure of one unit over some days: its numerator, denominator and value; empty for an unknown figure."""
    what = Slice(kind=kind, unit=of_unit, since=since, until=until)
    found = next((one for one in figures_of(what, with_medians=code == "median_days").whole if one.code == code), None)
    return {name: getattr(found, name) for name in ("numerator", "denominator", "value")} if found else {}
