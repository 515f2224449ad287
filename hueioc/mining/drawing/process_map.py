"""The process map: activities as boxes, successions as lines, as wide as they are frequent, coloured by lost time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hueioc.mining.drawing.layout import Layout, layered
from hueioc.mining.rules.bottlenecks import Bottleneck
from hueioc.mining.rules.graph import Edge

MOST_NODES, MOST_NUMBERED = 18, 12
_MOST_EDGES = 34
_BOX, _HEIGHT, _COLUMN, _POINT, _LAYER, _MARGIN = 168.0, 46.0, 212.0, 46.0, 104.0, 24.0
_WIDEST, _THINNEST = 11.0, 1.4
_LINE_LETTERS, _LINES = 22, 2
# Shares of the costliest edge's lost time that part the classes, from the worst on.
CLASSES = (0.5, 0.2, 0.05, 0.01)


class Box(NamedTuple):
    """An activity: corner, words in lines, full name, how often."""

    x: float
    y: float
    lines: tuple[tuple[float, str], ...]
    name: str
    many: int
    width: float = _BOX
    height: float = _HEIGHT

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


class Line(NamedTuple):
    """A succession: its path, width, class of lost time (1 worst to 5), arrow head, number of its bottleneck or 0."""

    path: str
    width: float
    css: str
    head: str
    start: str
    end: str
    edge: Edge
    number: int
    x: float
    y: float


@dataclass(frozen=True)
class ProcessMap:
    """A `width` x `height` picture; `hidden` edges are only in the table."""

    width: float
    height: float
    boxes: list[Box]
    lines: list[Line]
    hidden: int


def process_map(
    order: Sequence[str],
    counts: dict[str, int],
    edges: Sequence[Edge],
    bottlenecks: Sequence[Bottleneck],
    names: dict[str, str],
) -> ProcessMap:
    """The map of the most frequent activities and of every bottleneck among the first.

    `order` holds the activities, those with which most cases begin first, `counts` how often each happens, `names` what
    they are called.
    """
    shown = _shown_nodes(order, counts, bottlenecks)
    kept = _shown_edges(edges, bottlenecks, shown)
    pairs = [(edge.start, edge.end) for edge in kept]
    placed = layered([name for name in order if name in shown], pairs, _COLUMN, _POINT)
    lost = {(one.start, one.end): one.lost_s for one in bottlenecks}
    worst, most = max(lost.values(), default=0.0), max((edge.spread.many for edge in kept), default=1)
    number = {(one.start, one.end): place for place, one in enumerate(bottlenecks[:MOST_NUMBERED], 1)}
    lines = [_line(edge, placed, most, _class(lost.get((edge.start, edge.end), 0.0), worst), number) for edge in kept]
    boxes = [_box(name, names.get(name, name), placed, counts[name]) for name in placed.at]
    width = round(placed.width + 2 * _MARGIN)
    # The faintest first, so that what matters lies on top.
    lines.sort(key=lambda line: line.css, reverse=True)
    return ProcessMap(
        width, placed.layers * _LAYER - (_LAYER - _HEIGHT) + 2 * _MARGIN, boxes, lines, len(edges) - len(kept)
    )


def _shown_nodes(order: Sequence[str], counts: dict[str, int], bottlenecks: Sequence[Bottleneck]) -> set[str]:
    chosen: list[str] = []
    for one in bottlenecks[: MOST_NODES // 3]:
        chosen += [name for name in (one.start, one.end) if name not in chosen]
    for name in sorted(order, key=lambda name: -counts[name]):
        if name not in chosen:
            chosen.append(name)
    return set(chosen[:MOST_NODES])


def _shown_edges(edges: Sequence[Edge], bottlenecks: Sequence[Bottleneck], shown: set[str]) -> list[Edge]:
    among = [edge for edge in edges if edge.start in shown and edge.end in shown]
    frequent = sorted(among, key=lambda edge: -edge.spread.many)
    wanted = {(one.start, one.end) for one in bottlenecks[:MOST_NODES]}
    for name in shown:
        # Everything keeps the way by which most come and go.
        wanted |= {next(((e.start, e.end) for e in frequent if e.end == name and e.start != name), ("", ""))}
        wanted |= {next(((e.start, e.end) for e in frequent if e.start == name and e.end != name), ("", ""))}
    first = [edge for edge in frequent if (edge.start, edge.end) in wanted]
    rest = [edge for edge in frequent if (edge.start, edge.end) not in wanted]
    return [*first, *rest[: max(0, _MOST_EDGES - len(first))]]


def _class(lost: float, worst: float) -> str:
    share = lost / worst if worst else 0.0
    return f"lt-{next((place for place, limit in enumerate(CLASSES, 1) if share >= limit), len(CLASSES) + 1)}"


def _box(name: str, words: str, placed: Layout, many: int) -> Box:
    x, y = _corner(placed.at[name])
    lines = _wrapped(words)
    top = y + _HEIGHT / 2 + 4 - 7 * (len(lines) - 1)
    return Box(x, y, tuple((top + 14 * place, line) for place, line in enumerate(lines)), words, many)


def _wrapped(words: str) -> list[str]:
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + len(word) >= _LINE_LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], f"{lines[_LINES - 1]}…"]
    return [line if len(line) <= _LINE_LETTERS else f"{line[: _LINE_LETTERS - 1]}…" for line in lines]


def _corner(at: tuple[float, int]) -> tuple[float, float]:
    x, y = _middle(at)
    return round(x - _BOX / 2, 1), y - _HEIGHT / 2


def _middle(at: tuple[float, int]) -> tuple[float, float]:
    return _MARGIN + at[0], _MARGIN + at[1] * _LAYER + _HEIGHT / 2


def _line(edge: Edge, placed: Layout, most: int, css: str, number: dict[tuple[str, str], int]) -> Line:
    width = _THINNEST + (_WIDEST - _THINNEST) * math.sqrt(edge.spread.many / most)
    first, last = placed.at[edge.start], placed.at[edge.end]
    if edge.start == edge.end:
        path, tip, badge = _loop(first)
    elif first[1] < last[1]:
        path, tip, badge = _down(first, placed.through[edge.start, edge.end], last)
    else:
        path, tip, badge = _up(first, placed.through[edge.start, edge.end], last)
    at = number.get((edge.start, edge.end), 0)
    return Line(path, round(width, 1), css, _head(tip, max(5.0, width)), edge.start, edge.end, edge, at, *badge)


_Place = tuple[float, float]
_Drawn = tuple[str, tuple[float, float, int], _Place]


def _down(first: tuple[float, int], through: list[tuple[float, int]], last: tuple[float, int]) -> _Drawn:
    x, y = _middle(first)
    y += _HEIGHT / 2
    path = f"M{x:.0f} {y:.0f}"
    for point in [*through, last]:
        to_x, to_y = _middle(point)
        to_y -= _HEIGHT / 2 + (8 if point is last else 0)
        bend = (to_y - y) / 2
        path += f"C{x:.0f} {y + bend:.0f} {to_x:.0f} {to_y - bend:.0f} {to_x:.0f} {to_y:.0f}"
        if point is not last:
            path += f"L{to_x:.0f} {to_y + _HEIGHT:.0f}"
            to_y += _HEIGHT
        before, (x, y) = (x, y), (to_x, to_y)
    return path, (x, y, 1), ((before[0] + x) / 2, (before[1] + y) / 2)


def _up(first: tuple[float, int], through: list[tuple[float, int]], last: tuple[float, int]) -> _Drawn:
    """Back to something earlier: along the points beside the boxes, shifted so that it never hides the way down."""
    shift = 26.0
    x, y = _middle(first)
    x, y = x + shift, y - _HEIGHT / 2
    path = f"M{x:.0f} {y:.0f}"
    for point in [*through, last]:
        to_x, to_y = _middle(point)
        to_x, to_y = to_x + shift, to_y + _HEIGHT / 2 + (8 if point is last else 0)
        bend = (y - to_y) / 2
        path += f"C{x:.0f} {y - bend:.0f} {to_x:.0f} {to_y + bend:.0f} {to_x:.0f} {to_y:.0f}"
        if point is not last:
            path += f"L{to_x:.0f} {to_y - _HEIGHT:.0f}"
            to_y -= _HEIGHT
        before, (x, y) = (x, y), (to_x, to_y)
    return path, (x, y, -1), ((before[0] + x) / 2, (before[1] + y) / 2)


def _loop(at: tuple[float, int]) -> _Drawn:
    x, y = _middle(at)
    right = x + _BOX / 2
    out = right + 30
    path = f"M{right:.0f} {y - 10:.0f}C{out:.0f} {y - 26:.0f} {out:.0f} {y + 26:.0f} {right + 8:.0f} {y + 12:.0f}"
    return path, (right + 8, y + 12, 0), (right + 20, y)


def _head(tip: tuple[float, float, int], width: float) -> str:
    x, y, way = tip
    half = width * 0.9
    if way == 0:
        return f"M{x - 8:.1f} {y - 2:.1f}l{half:.1f} {-half * 0.4:.1f}l{-half * 0.1:.1f} {half:.1f}Z"
    return f"M{x:.1f} {y + 8 * way:.1f}l{half:.1f} {-10 * way:.1f}h{-2 * half:.1f}Z"
