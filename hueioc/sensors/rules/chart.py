"""The course of a series as numbers of an SVG picture: line with its band, or bars, and labelled thresholds."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

WIDTH, HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 16.0, 14.0, 28.0


class Spot(NamedTuple):
    """A value at an instant (seconds since 1970), with the lowest and highest of its span."""

    ts: int
    value: float
    lowest: float
    highest: float


class Mark(NamedTuple):
    """A labelled line of the picture: its place in pixels, its words, a class."""

    at: float
    words: str
    css: str = ""


class Bar(NamedTuple):
    """A bar: left, top, width, height in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Course:
    """Everything a template draws; a line is broken where readings lack."""

    lines: tuple[str, ...]
    bands: tuple[str, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[Mark, ...]
    times: tuple[Mark, ...]
    limits: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: float = _LEFT
    right: float = WIDTH - _RIGHT
    bottom: float = HEIGHT - _BOTTOM


def ticks_between(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers from at or below `low` to at or above `high`."""
    raw = max(high - low, 1e-9) / (most - 1)
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= raw * 0.999999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(step * number, 6) for number in range(first, max(last, first + 1) + 1)]


def shown_limits(limits: Sequence[tuple[float, str]], highest: float) -> list[tuple[float, str]]:
    """Thresholds that are reached and the next one: water far below them would be a flat line otherwise."""
    reached = [one for one in limits if one[0] <= highest]
    return [*reached, *[one for one in limits if one[0] > highest][:1]]


def course_chart(
    spots: Sequence[Spot],
    span: tuple[int, int],
    *,
    gap_s: int,
    limits: Sequence[tuple[float, str, str]] = (),
    times: Sequence[tuple[int, str]] = (),
    bar_s: int = 0,
    decimals: int = 2,
    point: str = ".",
) -> Course:
    """A picture of values over `span` (first and last second). Parts further apart than `gap_s` are not joined.

    `limits` are (value, words, class), `times` (second, words); with `bar_s` values are bars of that many seconds
    from zero. `point` separates decimals.
    """
    shown = shown_limits(
        [(value, words) for value, words, _css in limits], max((s.highest for s in spots), default=0.0)
    )
    lows = [spot.lowest for spot in spots] + ([0.0] if bar_s else [])
    highs = [spot.highest for spot in spots] + [value for value, _words in shown]
    ticks = ticks_between(min(lows, default=0.0), max([*highs, *lows], default=1.0))
    right, bottom = WIDTH - _RIGHT, HEIGHT - _BOTTOM
    begin, length = span[0], max(1, span[1] - span[0])

    def x(ts: float) -> float:
        return round(_LEFT + (right - _LEFT) * (ts - begin) / length, 1)

    def y(value: float) -> float:
        return round(bottom - (bottom - _TOP) * (value - ticks[0]) / (ticks[-1] - ticks[0]), 1)

    parts = [] if bar_s else _parts(spots, gap_s)
    css = {words: one for _value, words, one in limits}
    return Course(
        lines=tuple(_path([(x(s.ts), y(s.value)) for s in part]) for part in parts),
        bands=tuple(
            _path([(x(s.ts), y(s.highest)) for s in part] + [(x(s.ts), y(s.lowest)) for s in reversed(part)]) + "Z"
            for part in parts
            if len(part) > 1
        ),
        bars=tuple(
            Bar(x(s.ts), y(s.value), max(1.0, x(s.ts + bar_s) - x(s.ts) - 1), round(bottom - y(s.value), 1))
            for s in spots
            if bar_s and s.value > 0
        ),
        ticks=tuple(Mark(y(tick), _words(tick, decimals, ticks).replace(".", point)) for tick in ticks),
        times=tuple(Mark(x(ts), words) for ts, words in times),
        limits=tuple(Mark(y(value), words, css[words]) for value, words in shown),
    )


def _parts(spots: Sequence[Spot], gap_s: int) -> list[list[Spot]]:
    parts: list[list[Spot]] = []
    for spot in spots:
        if parts and spot.ts - parts[-1][-1].ts <= gap_s:
            parts[-1].append(spot)
        else:
            parts.append([spot])
    return parts


def _path(points: Sequence[tuple[float, float]]) -> str:
    # A lone point is drawn as a dot by the round end of a line without length.
    shown = points if len(points) > 1 else [*points, *points]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in shown)


def _words(tick: float, decimals: int, ticks: Sequence[float]) -> str:
    step = ticks[1] - ticks[0]
    needed = max(0, min(decimals, -math.floor(math.log10(step) + 1e-9)))
    if round(step * 10**needed, 6) % 1:
        needed += 1
    return f"{tick:.{needed}f}"
