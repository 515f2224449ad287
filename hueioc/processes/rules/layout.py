"""Places the steps of a flow on a sheet, top to bottom, in layers; long ways get room between the boxes.

A flow has no circles (ways back are drawn beside it), so a layer is the longest way from the start. An edge over more
layers gets an invisible place in each, and places in a layer are ordered by where their predecessors stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

BOX_W, BOX_H, GAP_X, GAP_Y, MARGIN, THROUGH_W = 216, 84, 28, 78, 16, 34
_SWEEPS = 4


@dataclass
class Place:
    """One box, or the place where a long edge passes a layer; `x` and `y` are its middle, in units of the drawing."""

    code: str
    layer: int
    width: int = BOX_W
    x: float = 0
    y: float = 0


@dataclass
class Sheet:
    """Where everything stands; `ways` holds the places each edge passes, from its first box to its last."""

    places: dict[str, Place]
    ways: dict[tuple[str, str], list[Place]]
    width: float = 0
    height: float = 0
    order: list[list[Place]] = field(default_factory=list)


def laid_out(nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> Sheet:
    """Nodes (the start first) and edges between them on a sheet. Edges must form no circle."""
    layers = _layers(nodes, edges)
    places = {code: Place(code, layers[code]) for code in nodes}
    ways: dict[tuple[str, str], list[Place]] = {}
    order: list[list[Place]] = [[] for _ in range(max(layers.values()) + 1)]
    for code in nodes:
        order[layers[code]].append(places[code])
    for edge in edges:
        start, end = (places[code] for code in edge)
        through = [Place(f"{edge}", layer, THROUGH_W) for layer in range(start.layer + 1, end.layer)]
        for place in through:
            order[place.layer].append(place)
        ways[edge] = [start, *through, end]
    sheet = Sheet(places, ways, order=order)
    _straighten(sheet)
    return sheet


def _layers(nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    layers = dict.fromkeys(nodes, 0)
    # As many rounds as there are nodes settle the longest way, and end for a circle too.
    for _round in nodes:
        for start, end in edges:
            layers[end] = max(layers[end], min(layers[start] + 1, len(nodes)))
    return layers


def _straighten(sheet: Sheet) -> None:
    above: dict[int, list[Place]] = {}
    for way in sheet.ways.values():
        for first, second in zip(way, way[1:], strict=False):
            above.setdefault(id(second), []).append(first)
    _spread(sheet)
    for _sweep in range(_SWEEPS):
        for layer in sheet.order[1:]:
            wish = {id(place): _middle(above.get(id(place), ()), place.x) for place in layer}
            layer.sort(key=lambda place: wish[id(place)])
        _spread(sheet)


def _middle(places: Sequence[Place], otherwise: float) -> float:
    return sum(place.x for place in places) / len(places) if places else otherwise


def _spread(sheet: Sheet) -> None:
    """Give every layer its row, each centred on the widest one."""
    widths = [sum(place.width for place in layer) + GAP_X * (len(layer) - 1) for layer in sheet.order]
    sheet.width = max(widths) + 2 * MARGIN
    sheet.height = len(sheet.order) * (BOX_H + GAP_Y) - GAP_Y + 2 * MARGIN
    for number, (layer, width) in enumerate(zip(sheet.order, widths, strict=True)):
        x = (sheet.width - width) / 2
        for place in layer:
            place.x, place.y = x + place.width / 2, MARGIN + number * (BOX_H + GAP_Y) + BOX_H / 2
            x += place.width + GAP_X
