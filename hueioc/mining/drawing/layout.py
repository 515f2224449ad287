"""Places the nodes of a directed graph in layers, from top to bottom, so that few edges cross.

The method of Sugiyama, Tagawa and Toda (1981): edges that go back are turned, every node comes one layer below its
lowest predecessor, long edges get a point in each layer they pass, layers are ordered by the mean place of their
neighbours, up and down in turn, and at last nodes move towards the mean of their neighbours as far as there is room.
No permissively licensed library in Python does it without a program of its own.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_SWEEPS, _PULLS = 8, 12
Node = str
Pair = tuple[Node, Node]


@dataclass(frozen=True)
class Layout:
    """`at`: (middle from 0 to `width`, layer) of each node; `through`: the points that an edge passes between its ends,
    in the direction of the edge; `layers`: how many there are."""

    at: dict[Node, tuple[float, int]]
    through: dict[Pair, list[tuple[float, int]]]
    width: float
    layers: int


@dataclass
class _Layers:
    rows: list[list[Node]]
    above: dict[Node, list[Node]] = field(default_factory=lambda: defaultdict(list))
    below: dict[Node, list[Node]] = field(default_factory=lambda: defaultdict(list))


def layered(first: Sequence[Node], edges: Sequence[Pair], wide: float, narrow: float) -> Layout:
    """Places for all nodes of `first`, those in front being where things begin; `edges` the most important first.

    A node takes `wide`, a point of a long edge `narrow`.
    """
    order = _downwards(first, edges)
    rank = {node: place for place, node in enumerate(order)}
    turned = {pair: pair if rank[pair[0]] < rank[pair[1]] else pair[::-1] for pair in edges if pair[0] != pair[1]}
    down = sorted(set(turned.values()), key=lambda pair: (rank[pair[0]], rank[pair[1]]))
    layers, chains = _with_points(order, down, _layer_of(order, down))
    _untangle(layers)
    size = {node: wide if node in rank else narrow for row in layers.rows for node in row}
    x = _spread_out(layers, size)
    at = {node: (x[node], number) for number, row in enumerate(layers.rows) for node in row}
    through = {}
    for pair, straight in turned.items():
        points = [at[point] for point in chains[straight]]
        through[pair] = points if pair == straight else points[::-1]
    width = max((x[node] + size[node] / 2 for node in x), default=wide)
    return Layout({node: at[node] for node in order}, through, width, len(layers.rows))


def _downwards(first: Sequence[Node], edges: Sequence[Pair]) -> list[Node]:
    """An order in which only the edges that close a ring go backwards, when important ones are followed first."""
    after: dict[Node, list[Node]] = defaultdict(list)
    for a, b in edges:
        after[a].append(b)
    done: list[Node] = []
    seen: set[Node] = set()
    for root in first:
        way = [] if root in seen else [(root, iter(after[root]))]
        seen.add(root)
        while way:
            node, rest = way[-1]
            following = next((one for one in rest if one not in seen), None)
            if following is None:
                done.append(node)
                way.pop()
            else:
                seen.add(following)
                way.append((following, iter(after[following])))
    return done[::-1]


def _spread_out(layers: _Layers, size: Mapping[Node, float]) -> dict[Node, float]:
    """Middles of all nodes: side by side first, then drawn towards their neighbours."""
    x: dict[Node, float] = {}
    for row in layers.rows:
        at = 0.0
        for node in row:
            x[node] = at + size[node] / 2
            at += size[node]
    for sweep in range(_PULLS):
        near = layers.above if sweep % 2 == 0 else layers.below
        for row in layers.rows if sweep % 2 == 0 else layers.rows[::-1]:
            wish = [_mean([x[other] for other in near.get(node, [])], x[node]) for node in row]
            x.update(zip(row, _apart(wish, [size[node] for node in row]), strict=True))
    left = min((x[node] - size[node] / 2 for node in x), default=0.0)
    right = max((x[node] + size[node] / 2 for node in x), default=0.0)
    top = layers.rows[0][0] if layers.rows and layers.rows[0] else None
    # What things begin with stands where reading begins, so that a narrow screen shows it first.
    if top is not None and x[top] - left > right - x[top]:
        return {node: right - at for node, at in x.items()}
    return {node: at - left for node, at in x.items()}


def _mean(values: list[float], default: float) -> float:
    return sum(values) / len(values) if values else default


def _apart(wish: Sequence[float], size: Sequence[float]) -> list[float]:
    """Places as near to the wished ones as the order and the sizes allow: between pushing right and pushing left."""
    right, left = list(wish), list(wish)
    for n in range(1, len(wish)):
        right[n] = max(right[n], right[n - 1] + (size[n - 1] + size[n]) / 2)
    for n in range(len(wish) - 2, -1, -1):
        left[n] = min(left[n], left[n + 1] - (size[n] + size[n + 1]) / 2)
    return [(a + b) / 2 for a, b in zip(right, left, strict=True)]


def _layer_of(order: Sequence[Node], down: Sequence[Pair]) -> dict[Node, int]:
    above: dict[Node, list[Node]] = defaultdict(list)
    for a, b in down:
        above[b].append(a)
    layer: dict[Node, int] = {}
    for node in order:
        layer[node] = max((layer[parent] + 1 for parent in above[node]), default=0)
    return layer


def _with_points(
    order: Sequence[Node], down: Sequence[Pair], layer: Mapping[Node, int]
) -> tuple[_Layers, dict[Pair, list[Node]]]:
    layers = _Layers([[] for _ in range(max(layer.values(), default=0) + 1)])
    for node in order:
        layers.rows[layer[node]].append(node)
    chains: dict[Pair, list[Node]] = {}
    for a, b in down:
        chain = [f"\0{a}\0{b}\0{number}" for number in range(layer[a] + 1, layer[b])]
        for point, number in zip(chain, range(layer[a] + 1, layer[b]), strict=True):
            layers.rows[number].append(point)
        chains[a, b] = chain
        for upper, lower in zip([a, *chain], [*chain, b], strict=True):
            layers.above[lower].append(upper)
            layers.below[upper].append(lower)
    return layers, chains


def _untangle(layers: _Layers) -> None:
    best, fewest = [list(row) for row in layers.rows], crossings(layers)
    for sweep in range(_SWEEPS):
        downwards = sweep % 2 == 0
        rows = range(1, len(layers.rows)) if downwards else range(len(layers.rows) - 2, -1, -1)
        for number in rows:
            near = layers.above if downwards else layers.below
            fixed = layers.rows[number - 1 if downwards else number + 1]
            _order_by_mean(layers.rows[number], near, fixed)
        if (now := crossings(layers)) < fewest:
            best, fewest = [list(row) for row in layers.rows], now
    layers.rows[:] = best


def _order_by_mean(row: list[Node], near: Mapping[Node, list[Node]], fixed: list[Node]) -> None:
    place = {node: number for number, node in enumerate(fixed)}
    own = {node: float(number) for number, node in enumerate(row)}
    for node in row:
        found = [place[other] for other in near.get(node, [])]
        if found:
            own[node] = sum(found) / len(found)
    row.sort(key=own.__getitem__)


def crossings(layers: _Layers) -> int:
    """How often edges between neighbouring layers cross."""
    total = 0
    for upper, lower in zip(layers.rows, layers.rows[1:], strict=False):
        place = {node: number for number, node in enumerate(lower)}
        ends = [sorted(place[b] for b in layers.below.get(a, [])) for a in upper]
        flat = [end for group in ends for end in group]
        total += sum(flat[i] > flat[j] for i in range(len(flat)) for j in range(i + 1, len(flat)))
    return total
