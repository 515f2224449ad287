"""Two pictures of time: the performance spectrum of one succession, and the dotted chart of cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

import numpy as np

from hueioc.mining.rules.cases import throughput_of
from hueioc.mining.rules.eventlog import DAY_US, EventLog, Ints
from hueioc.mining.rules.graph import Spread, Steps, spread_of
from hueioc.ui.charts import Tick

_MOST_LINES, _MOST_ROWS = 360, 240
_WIDTH, _SPECTRUM, _ROW = 1080, 260, 2.0
_TOP, _BOTTOM = 20.0, 24.0
_COLOURS = 6
_TICKS = 7
_MOST_PERIODS = 24


class Stroke(NamedTuple):
    """One step of the spectrum, from when it began (above) to when it ended (below); its class by duration."""

    x1: float
    x2: float
    css: str


class Period(NamedTuple):
    """A row of a table: the first day, how many began or were taken, and what is told of them."""

    first: date
    many: int
    spread: Spread


@dataclass(frozen=True)
class Spectrum:
    """Steps of one edge between two axes of the same time (Denisov, Fahland and van der Aalst 2018)."""

    width: int
    height: float
    top: float
    bottom: float
    strokes: list[Stroke]
    ticks: list[Tick]
    many: int
    periods: list[Period]


class Dot(NamedTuple):
    """One event of the dotted chart."""

    x: float
    y: float
    css: str


class Through(NamedTuple):
    """Cases that began and ended in a stretch of days."""

    first: date
    begun: int
    ended: int


@dataclass(frozen=True)
class Dotted:
    """Cases from top to bottom by their beginning, each event a dot; `legend` names the colours."""

    width: int
    height: float
    dots: list[Dot]
    ticks: list[Tick]
    legend: list[tuple[str, str]]
    shown: int
    cases: int
    periods: list[Through]


def spectrum(log: EventLog, steps: Steps, edge: int) -> Spectrum:
    """The spectrum of one edge; of many steps an even choice by time is drawn, and all are in the table."""
    rows = steps.of(edge)
    begun, ended = log.local(steps.source[rows]), log.local(steps.source[rows] + 1)
    took = steps.took[rows]
    order = np.argsort(begun, kind="stable")
    chosen = order[_evenly(len(order), _MOST_LINES)]
    low, high = int(begun.min()), max(int(ended.max()), int(begun.min()) + 1)
    limits = np.quantile(took, (0.25, 0.5, 0.75, 0.95))
    classes = np.searchsorted(limits, took[chosen], side="left")
    strokes = [
        Stroke(_x(b, low, high), _x(e, low, high), f"sp-{c}")
        for b, e, c in zip(begun[chosen].tolist(), ended[chosen].tolist(), classes.tolist(), strict=True)
    ]
    height = _SPECTRUM + _TOP + _BOTTOM
    strokes.sort(key=lambda stroke: stroke.css)
    return Spectrum(
        _WIDTH, height, _TOP, _TOP + _SPECTRUM, strokes, _ticks(low, high), len(rows), _periods(begun // DAY_US, took)
    )


def dotted(log: EventLog, names: Sequence[str]) -> Dotted:
    """The dotted chart (Song and van der Aalst 2007); `names` are the words of the log's activities by code."""
    starts = np.argsort(log.at[log.first[:-1]], kind="stable")
    chosen = starts[_evenly(len(starts), _MOST_ROWS)]
    shown = log.local()
    low, high = int(shown.min()), max(int(shown.max()), int(shown.min()) + 1)
    frequent = np.argsort(-np.bincount(log.activity.codes, minlength=len(names)), kind="stable")[: _COLOURS - 1]
    css = {int(code): f"d-{place}" for place, code in enumerate(frequent.tolist(), 1)}
    row_height = max(_ROW, 320 / max(1, len(chosen)))
    dots = []
    for row, case in enumerate(chosen.tolist()):
        begin, end = int(log.first[case]), int(log.first[case + 1])
        y = round(_TOP + row * row_height, 1)
        codes = log.activity.codes[begin:end].tolist()
        dots += [
            Dot(_x(at, low, high), y, css.get(code, "d-0"))
            for at, code in zip(shown[begin:end].tolist(), codes, strict=True)
        ]
    legend = [(css[code], names[code]) for code in frequent.tolist()]
    height = _TOP + row_height * len(chosen) + _BOTTOM
    # Dots on one another say nothing twice.
    return Dotted(
        _WIDTH, height, list(dict.fromkeys(dots)), _ticks(low, high), legend, len(chosen), log.cases, _through(log)
    )


def _evenly(many: int, most: int) -> Ints:
    return np.arange(many) if many <= most else np.linspace(0, many - 1, most).round().astype(np.int64)


def _x(at: int, low: int, high: int) -> float:
    return round((at - low) / (high - low) * _WIDTH, 1)


def _ticks(low: int, high: int) -> list[Tick]:
    return [
        Tick(_x(at, low, high), _day(at // DAY_US).strftime("%d/%m/%Y"))
        for at in (low + (high - low) * n // (_TICKS - 1) for n in range(1, _TICKS - 1))
    ]


def _day(number: int) -> date:
    return datetime.fromtimestamp(number * 86_400, UTC).date()


def _length(days: int) -> int:
    """Days of a row: the shortest of a day, a week, thirty days and their multiples that needs few rows."""
    return next(length for length in (1, 7, 30, 91, 365, 3650, days + 1) if days / length < _MOST_PERIODS)


def _periods(days: Ints, took: Ints) -> list[Period]:
    low, high = int(days.min()), int(days.max())
    length = _length(high - low + 1)
    slot = (days - low) // length
    return [
        Period(_day(low + number * length), int(np.count_nonzero(slot == number)), spread_of(took[slot == number]))
        for number in range(int(slot.max()) + 1)
    ]


def _through(log: EventLog) -> list[Through]:
    days, begun, ended = throughput_of(log)
    length = _length(len(days))
    cuts = np.arange(0, len(days), length)
    first = [_day(int(days[cut])) for cut in cuts]
    sums = np.add.reduceat(begun, cuts).tolist(), np.add.reduceat(ended, cuts).tolist()
    return [Through(*row) for row in zip(first, *sums, strict=True)]
