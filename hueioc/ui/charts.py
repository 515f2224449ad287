"""Lines and bars as numbers of an SVG picture: charts stand in the page itself, print, and need no script."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Value = float | None


@dataclass(frozen=True)
class Spark:
    """A small line without axes: paths of the line and of the area below it."""

    width: int
    height: int
    line: str
    area: str


def spark(values: Sequence[Value], width: int = 160, height: int = 34) -> Spark:
    """The course of some numbers; gaps (None) are bridged. Fewer than two numbers give an empty picture."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return Spark(width, height, "", "")
    low, high = min(value for _, value in known), max(value for _, value in known)
    span = (high - low) or 1.0
    step, last = width / (len(values) - 1), height - 3
    points = [(place * step, 3 + (1 - (value - low) / span) * (last - 3)) for place, value in known]
    line = _path(points)
    area = f"{line}L{points[-1][0]:.1f} {height}L{points[0][0]:.1f} {height}Z"
    return Spark(width, height, line, area)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: its place in pixels and its words."""

    at: float
    words: str


@dataclass(frozen=True)
class Series:
    """One line of a chart: its path, the area below it, where its label stands, and its name."""

    name: str
    css: str
    line: str
    area: str
    label_y: float


@dataclass(frozen=True)
class LineChart:
    """A chart of lines over days: places of everything in pixels of a `width` x `height` picture."""

    width: int
    height: int
    left: float
    right: float
    bottom: float
    ticks: tuple[Tick, ...]
    days: tuple[Tick, ...]
    series: tuple[Series, ...]


def nice_ticks(highest: float, most: int = 6) -> list[float]:
    """Round numbers from zero to at least `highest`, at most `most` of them."""
    raw = max(highest, 1.0) / (most - 1)
    size = 10 ** math.floor(math.log10(raw))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= raw)
    if highest <= most:
        step = max(1.0, math.ceil(step))
    count = math.ceil(max(highest, 1.0) / step)
    return [step * number for number in range(count + 1)]


def line_chart(
    days: Sequence[str], lines: Sequence[tuple[str, str, Sequence[float]]], width: int = 720, height: int = 250
) -> LineChart:
    """Lines over days from zero up. `days` are the words below, `lines` are (name, class, values) of equal length."""
    ticks = nice_ticks(max((max(values, default=0) for _, _, values in lines), default=0))
    left, right, top, bottom = 40.0, width - 86.0, 10.0, height - 26.0
    step = (right - left) / max(1, len(days) - 1)

    def y(value: float) -> float:
        return bottom - (bottom - top) * value / ticks[-1]

    series = []
    for name, css, values in lines:
        points = [(left + place * step, y(value)) for place, value in enumerate(values)]
        line = _path(points) if len(points) > 1 else ""
        area = f"{line}L{right:.1f} {bottom:.1f}L{left:.1f} {bottom:.1f}Z" if line else ""
        series.append(Series(name, css, line, area, points[-1][1] if points else bottom))
    every = max(1, math.ceil(len(days) / 12))
    below = tuple(Tick(left + place * step, words) for place, words in enumerate(days) if place % every == 0)
    beside = tuple(Tick(y(value), f"{value:g}") for value in ticks)
    return LineChart(width, height, left, right, bottom, beside, below, tuple(_apart(series)))


def _apart(series: list[Series], least: float = 16.0) -> list[Series]:
    """Labels at the lines' ends, moved so that none covers another."""
    placed: list[Series] = []
    for one in sorted(series, key=lambda found: found.label_y):
        y = max(one.label_y, placed[-1].label_y + least) if placed else one.label_y
        placed.append(Series(one.name, one.css, one.line, one.area, y))
    return sorted(placed, key=lambda found: [name.name for name in series].index(found.name))
