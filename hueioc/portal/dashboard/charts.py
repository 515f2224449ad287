"""The pictures of the dashboard as numbers: lines per day, the city coloured by punctuality, bars by topic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hueioc.indicators.queries import Course, Now, Watched, ranking
from hueioc.places.queries import Shape, drawing
from hueioc.portal.dashboard.period import Look
from hueioc.portal.dashboard.thresholds import threshold
from hueioc.ui.charts import LineChart, line_chart
from hueioc.ui.templatetags.numbers import number, percent
from hueioc.workflow.queries import area_label

_CLASSES = 5
_SHORTEST_CHART = 7
_MOST_BARS = 6
_LETTER_PX = 6.5


@dataclass(frozen=True)
class Days:
    """The chart of received and answered, the same numbers as a table, and a sentence for those who cannot see it."""

    chart: LineChart
    rows: list[tuple[str, int, int]]
    says: str


def days_chart(course: Course, look: Look) -> Days:
    """The days looked at, or the last month when the look is shorter than a week."""
    shown = look.days if look.days >= _SHORTEST_CHART else 30
    days = [f"{day.day}/{day.month}" for day in course.days[-shown:]]
    received, ended = course.counts["received"][-shown:], course.counts["ended"][-shown:]
    chart = line_chart(days, [(_("Received"), "c-1", received), (_("Answered"), "c-2", ended)])
    says = _("From %(first)s to %(last)s %(received)d reports were received and %(ended)d answered.") % {
        "first": days[0],
        "last": days[-1],
        "received": sum(received),
        "ended": sum(ended),
    }
    return Days(chart, list(zip(days, received, ended, strict=True)), says)


@dataclass(frozen=True)
class Region:
    """One area of the coloured map: its outline, the class of its share, its name and its words."""

    shape: Shape
    css: str
    name: str
    words: str
    is_named: bool


@dataclass(frozen=True)
class CityMap:
    """The city as a picture, with a legend that writes its classes out."""

    width: int
    height: int
    regions: list[Region]
    legend: list[tuple[str, str]]


def city_map(lines: Sequence[Watched], day: date, width: int = 520) -> CityMap:
    """The areas of today coloured by their share on time; what owed nothing stays plain."""
    picture, by_code = drawing(width), {line.code: line for line in lines}
    steps = _steps(day)
    regions = [_region(shape, by_code.get(shape.code), area_label(shape.code), steps) for shape in picture.shapes]
    return CityMap(picture.width, picture.height, regions, _legend(steps))


def _steps(day: date) -> list[float]:
    """Limits between the classes of the map, worse to better, as the rules pack says."""
    return [threshold(f"on_time_class_{number}", day) for number in range(1, _CLASSES)]


def _region(shape: Shape, line: Watched | None, name: str, steps: Sequence[float]) -> Region:
    share = line.share if line else None
    words = _("nothing was owed") if line is None or share is None else f"{percent(share)} ({line.kept} ÷ {line.owed})"
    # A name that does not fit would cover its neighbours.
    return Region(shape, step_class(share, steps), name, words, shape.room_px > len(name) * _LETTER_PX)


def step_class(share: float | None, steps: Sequence[float]) -> str:
    """The class of a share on the map; a plain one when there is none."""
    if share is None:
        return "q-0"
    return f"q-{1 + sum(share >= step for step in steps)}"


def _legend(steps: Sequence[float]) -> list[tuple[str, str]]:
    """(class, words) of the classes that have a colour."""
    words = [number(100 * step, 1).removesuffix("0").rstrip(",.") for step in steps]
    between = [f"{low}–{high}" for low, high in zip(words, words[1:], strict=False)]
    all_words = [f"< {words[0]}", *between, f"≥ {words[-1]}"]
    return [(f"q-{place}", f"{text}\u00a0%") for place, text in enumerate(all_words, 1)]


@dataclass(frozen=True)
class Bar:
    """One topic: its name, how many reports, and the length of its bar in per cent."""

    code: str
    name: str
    many: int
    length: int


def topic_bars(look: Look, now: Now) -> list[Bar]:
    """The topics with most reports received, the longest bar first."""
    lines = ranking(look.slice, "group", now, with_medians=False)[:_MOST_BARS]
    counted = [(line, line.figures["received"].numerator or 0) for line in lines]
    most = max((many for _line, many in counted), default=0)
    return [Bar(line.code, line.name, many, round(100 * many / most)) for line, many in counted if many]
