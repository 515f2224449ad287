"""Draws a flow as SVG without colours of its own: classes for a page, the system's own colours in a file.

A file says `Canvas` and `CanvasText`, which every reader knows in light and in dark; a page styles the classes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from hueioc.processes.rules.layout import BOX_H, BOX_W, MARGIN, Place, Sheet, laid_out

_LETTERS, _LINE, _LANE = 25, 17, 14
# A label's longest line, and how wide a letter of it is on average.
_LABEL, _LETTER_W = 44, 6.4
_FILE_STYLE = (
    "<style>svg{color-scheme:light dark;background:Canvas}text{fill:CanvasText;font:14px system-ui,sans-serif}"
    ".f-who,.f-when,.f-label{font-size:12px}.f-name{font-weight:600}.f-box{fill:Canvas;stroke:CanvasText;stroke-width:1.5}"
    ".f-way,.f-back{fill:none;stroke:CanvasText;stroke-width:1.5}.f-back{stroke-dasharray:5 4}.f-tip{fill:CanvasText}"
    ".f-label{paint-order:stroke;stroke:Canvas;stroke-width:5px}.f-end .f-box{stroke-width:2.5}</style>"
)


@dataclass(frozen=True)
class Box:
    """One step or end in words: its name, who takes it, within which time; `css` marks where an instance stands."""

    code: str
    name: str
    who: str = ""
    when: str = ""
    css: str = ""


@dataclass(frozen=True)
class Arrow:
    """A way from one box to another, with the condition in words; a way back is dashed."""

    start: str
    end: str
    label: str = ""
    is_back: bool = False


def drawn(
    title: str, boxes: Sequence[Box], arrows: Sequence[Arrow], *, is_file: bool = False, mark: str = "flow"
) -> str:
    """The flow as one SVG element; `mark` keeps names apart when a page shows several."""
    ways = _merged(one for one in arrows if not one.is_back)
    backs = [one for one in arrows if one.is_back]
    sheet = laid_out([box.code for box in boxes], [(one.start, one.end) for one in ways])
    lanes = _LANE * (len(backs) + 1) if backs else 0
    width = sheet.width + lanes
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="flow" viewBox="0 0 {width:.0f} {sheet.height:.0f}"'
        f' width="{width:.0f}" height="{sheet.height:.0f}" role="img" aria-labelledby="{mark}-title">',
        f'<title id="{mark}-title">{escape(title)}</title>',
        _FILE_STYLE if is_file else "",
        f'<defs><marker id="{mark}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"'
        ' orient="auto-start-reverse"><path class="f-tip" d="M0 0 8 4 0 8z"/></marker></defs>',
        *(_way(sheet.ways[one.start, one.end], mark) for one in ways),
        *(_back(sheet, one, number, mark) for number, one in enumerate(backs, 1)),
        *(_box(box, sheet.places[box.code]) for box in boxes),
        *_labels(sheet, ways),
        "</svg>",
    ]
    return "".join(parts)


def _merged(arrows: Iterable[Arrow]) -> list[Arrow]:
    """Two ways between the same boxes are one line with both conditions."""
    found: dict[tuple[str, str], Arrow] = {}
    for one in arrows:
        known = found.get((one.start, one.end))
        label = " / ".join(filter(None, [known.label if known else "", one.label]))
        found[one.start, one.end] = Arrow(one.start, one.end, label)
    return list(found.values())


def _way(places: Sequence[Place], mark: str) -> str:
    """A line from the bottom of the first box to the top of the last, curving through the places between."""
    first, last = places[0], places[-1]
    x, y = first.x, first.y + BOX_H / 2
    path = f"M{x:.0f} {y:.0f}"
    for place in places[1:]:
        top = place.y - BOX_H / 2
        path += f"C{x:.0f} {(y + top) / 2:.0f} {place.x:.0f} {(y + top) / 2:.0f} {place.x:.0f} {top:.0f}"
        x, y = place.x, place.y + BOX_H / 2
        if place is not last:
            path += f"V{y:.0f}"
    return f'<path class="f-way" d="{path}" marker-end="url(#{mark}-tip)"/>'


def _back(sheet: Sheet, arrow: Arrow, number: int, mark: str) -> str:
    start, end = sheet.places[arrow.start], sheet.places[arrow.end]
    lane = sheet.width + _LANE * number - MARGIN
    right, into = start.x + BOX_W / 2, end.x + BOX_W / 2
    path = (
        f"M{right:.0f} {start.y + 8 + 5 * (number % 5):.0f}H{lane:.0f}V{end.y + 6 * (number % 6) - 20:.0f}H{into:.0f}"
    )
    return f'<path class="f-back" d="{path}" marker-end="url(#{mark}-tip)"/>'


def _box(box: Box, place: Place) -> str:
    left, top = place.x - BOX_W / 2, place.y - BOX_H / 2
    is_end = box.code.startswith("end:")
    lines = [("f-name", line) for line in wrapped(box.name)]
    lines += [("f-who", line) for line in wrapped(box.who, most=1)] + [
        ("f-when", line) for line in wrapped(box.when, most=1)
    ]
    height, corner = (44, 22) if is_end else (BOX_H, 8)
    y = top + (height - _LINE * len(lines)) / 2 + 13
    words = "".join(
        f'<text class="{css}" x="{place.x:.0f}" y="{y + _LINE * n:.0f}" text-anchor="middle">{escape(line)}</text>'
        for n, (css, line) in enumerate(lines)
    )
    css = " ".join(filter(None, ["f-end" if is_end else "f-step", box.css]))
    rect = f'<rect class="f-box" x="{left:.0f}" y="{top:.0f}" width="{BOX_W}" height="{height}" rx="{corner}"/>'
    return f'<g class="{css}">{rect}{words}</g>'


def _labels(sheet: Sheet, ways: Sequence[Arrow]) -> list[str]:
    """Conditions stand above where their line arrives; two that would touch stand one above the other."""
    found, taken = [], list[tuple[float, float, float]]()
    for one in sorted((way for way in ways if way.label), key=lambda way: sheet.ways[way.start, way.end][1].x):
        place = sheet.ways[one.start, one.end][1]
        line = wrapped(one.label, letters=_LABEL, most=1)[0]
        half = len(line) * _LETTER_W / 2
        x = min(max(place.x, half + 4), max(sheet.width - half - 4, half + 4))
        y = place.y - BOX_H / 2 - 16
        while any(abs(other - y) < 1 and left < x + half and x - half < right for other, left, right in taken):
            y -= 15
        taken.append((y, x - half, x + half))
        found.append(f'<text class="f-label" x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{escape(line)}</text>')
    return found


def wrapped(words: str, *, letters: int = _LETTERS, most: int = 2) -> list[str]:
    """Words on lines of so many letters; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], f"{lines[most - 1][: letters - 1]}…"]
