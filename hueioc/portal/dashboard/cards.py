"""The five numbers at the top of the dashboard, each with its course, its change in words, and the work behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hueioc.indicators.queries import Course, Now, Watched, course, figures_of, standing_now, watched
from hueioc.portal.dashboard.period import Look
from hueioc.portal.dashboard.thresholds import threshold
from hueioc.ui.charts import Spark, spark
from hueioc.ui.templatetags.numbers import number, percent, points, signed
from hueioc.workflow.rules.figures import Figure

# A course shorter than a month shows no shape.
SHOWN_DAYS = 30
_MOST_DAYS = 400
_USUAL_DAYS = 7


@dataclass(frozen=True)
class Card:
    """One number: its words, its change (with the class that says whether that is good), and its small line."""

    code: str
    title: str
    icon: str
    value: str
    rest: str
    change: str
    css: str
    note: str
    line: Spark
    tint: str
    definition: str
    parts: str


@dataclass(frozen=True)
class Numbers:
    """What the pages are made of, read once: figures by code, the course of the last days, what stands, the units."""

    look: Look
    figures: dict[str, Figure]
    course: Course
    now: Now
    units: list[Watched]


def read_numbers(look: Look) -> Numbers:
    """Ask the indicators once for everything that several parts of a page show."""
    now = standing_now(look.slice)
    figures = {figure.code: figure for figure in figures_of(look.slice, now, with_medians=False).whole}
    days = max(SHOWN_DAYS, min(2 * look.days + _USUAL_DAYS, _MOST_DAYS))
    days_of = course(look.slice, look.until - timedelta(days=days - 1), look.until, now)
    units = [line for line in watched(look.slice, "unit", look.until, now) if line.code]
    return Numbers(look, figures, days_of, now, units)


def cards(numbers: Numbers) -> list[Card]:
    """Received, open, on time, overdue, satisfied."""
    makers: Sequence[Callable[[Numbers], Card]] = (_received, _open, _on_time, _overdue, _satisfied)
    return [make(numbers) for make in makers]


def _card(
    numbers: Numbers, code: str, icon: str, value: str, line: Spark, *, change: str = "", css: str = "", **more: str
) -> Card:
    figure = numbers.figures[code]
    parts = "" if figure.denominator is None else f"{number(figure.numerator)} ÷ {number(figure.denominator)}"
    return Card(
        code,
        str(figure.title),
        icon,
        value,
        more.get("rest", ""),
        change,
        css,
        more.get("note", ""),
        line,
        more.get("tint", ""),
        str(figure.definition),
        parts,
    )


def _line(values: Sequence[float | None]) -> Spark:
    return spark(values[-SHOWN_DAYS:])


def _received(numbers: Numbers) -> Card:
    look, counts = numbers.look, numbers.course.counts["received"]
    usual = counts[-look.days - _USUAL_DAYS : -look.days]
    mean = sum(usual) / len(usual) * look.days if usual else 0
    value = numbers.figures["received"].numerator or 0
    change = f"{signed(round(100 * (value - mean) / mean))}\u00a0%" if mean else ""
    note = _("against the mean of the 7 days before") if mean else ""
    return _card(numbers, "received", "inbox", number(value), _line(counts), change=change, note=note)


def _since(days: int) -> str:
    return _("since yesterday") if days == 1 else _("in %(days)d days") % {"days": days}


def _open(numbers: Numbers) -> Card:
    course_, value = numbers.course, numbers.figures["open"].numerator or 0
    days = min(numbers.look.days, len(course_.open) - 1)
    grown = value - course_.open[-1 - days]
    note = _since(days)
    return _card(numbers, "open", "progress", number(value), _line(course_.open), change=signed(grown), note=note)


def _on_time(numbers: Numbers) -> Card:
    figure, days = numbers.figures["on_time"], numbers.look.days
    last = len(numbers.course.days) - 1 - days
    kept, owed = numbers.course.on_time(max(0, last - days + 1), last) if last >= 0 else (0, 0)
    change = figure.value - kept / owed if figure.value is not None and owed else None
    goal = threshold("on_time_goal", numbers.look.until)
    is_low = figure.value is not None and figure.value < goal
    return _card(
        numbers,
        "on_time",
        "clock",
        percent(figure.value),
        _line(numbers.course.rolling_on_time()),
        change=points(change) if change else "",
        css="" if not change else "up" if change > 0 else "down",
        note=_("goal %(goal)s") % {"goal": percent(goal, 0)},
        tint="warn" if is_low else "ok",
    )


def _overdue(numbers: Numbers) -> Card:
    value, course_ = numbers.figures["open_overdue"].numerator or 0, numbers.course
    days = min(numbers.look.days, len(course_.overdue) - 1)
    grown = value - course_.overdue[-1 - days]
    note = _since(days)
    css = "down" if grown > 0 else "up" if grown < 0 else ""
    tint = "breach" if value else "ok"
    line = _line(course_.overdue)
    return _card(
        numbers,
        "open_overdue",
        "alert-triangle",
        number(value),
        line,
        change=signed(grown),
        css=css,
        note=note,
        tint=tint,
    )


def _satisfied(numbers: Numbers) -> Card:
    figure, counts = numbers.figures["satisfied"], numbers.course.counts
    rated = figure.denominator or 0
    note = ngettext("of %(n)s rating", "of %(n)s ratings", rated) % {"n": number(rated)}
    shares = [_week_share(counts["satisfied"], counts["rated"], place) for place in range(len(numbers.course.days))]
    return _card(numbers, "satisfied", "mood-smile", percent(figure.value), _line(shares), note=note, tint="ok")


def _week_share(above: Sequence[int], below: Sequence[int], place: int) -> float | None:
    first = max(0, place - _USUAL_DAYS + 1)
    total = sum(below[first : place + 1])
    return sum(above[first : place + 1]) / total if total else None
