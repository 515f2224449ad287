"""Writes vector tiles: the Mapbox Vector Tile format, version 2.1, points and polygons with plain attributes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

from hueioc.maps.rules.grid import EXTENT

Value = str | int | float | bool
Ring = Sequence[tuple[int, int]]
_POINT, _LINE, _POLYGON = 1, 2, 3
_MOVE, _DRAW, _CLOSE = 1, 2, 7


def varint(number: int) -> bytes:
    """An unsigned number in the variable length of protocol buffers."""
    if number < 0x80:
        return bytes((number,))
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def zigzag(number: int) -> int:
    """A signed number as an unsigned one, small ones staying small."""
    return number << 1 if number >= 0 else (-number << 1) - 1


def _field(number: int, body: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(body)) + body


def _packed(numbers: Iterable[int]) -> bytes:
    return b"".join(map(varint, numbers))


def _value(value: Value) -> bytes:
    if isinstance(value, bool):
        return b"\x38" + varint(int(value))
    if isinstance(value, int):
        return b"\x30" + varint(zigzag(value))
    if isinstance(value, float):
        return _field(1, str(value).encode())
    return _field(1, value.encode())


def _command(kind: int, count: int) -> int:
    return kind | count << 3


@dataclass
class Layer:
    """One layer of a tile, filled feature by feature."""

    name: str
    _keys: dict[str, int] = field(default_factory=dict)
    _values: dict[tuple[type, Value], int] = field(default_factory=dict)
    _features: list[bytes] = field(default_factory=list)

    def add_point(self, x: int, y: int, attributes: Mapping[str, Value]) -> None:
        """A point in tile units; attributes without value are left out by the caller."""
        self._add(_POINT, (_command(_MOVE, 1), zigzag(x), zigzag(y)), attributes)

    def tags(self, attributes: Mapping[str, Value]) -> bytes:
        """Attributes that many points share, packed once for `add_marked`."""
        return _packed(self._numbers(attributes))

    def add_marked(self, x: int, y: int, shared: bytes, own: Mapping[str, Value] = MappingProxyType({})) -> None:
        """A point whose attributes are mostly those of others; a full tile has a thousand of them."""
        tags = shared + _packed(self._numbers(own)) if own else shared
        geometry = b"\x09" + varint(zigzag(x)) + varint(zigzag(y))
        body = b"\x12" + varint(len(tags)) + tags + b"\x18\x01\x22" + varint(len(geometry)) + geometry
        self._features.append(b"\x12" + varint(len(body)) + body)

    def add_lines(self, lines: Iterable[Ring], attributes: Mapping[str, Value]) -> None:
        """Lines in tile units, each of two points or more."""
        self._add(_LINE, self._path(lines, closed=False), attributes)

    def add_polygon(self, rings: Iterable[Ring], attributes: Mapping[str, Value]) -> None:
        """Rings in tile units without their closing point; outer ones turn clockwise on the screen, holes against."""
        self._add(_POLYGON, self._path(rings, closed=True), attributes)

    @staticmethod
    def _path(rings: Iterable[Ring], *, closed: bool) -> list[int]:
        numbers: list[int] = []
        at = (0, 0)
        for ring in rings:
            numbers += [_command(_MOVE, 1), zigzag(ring[0][0] - at[0]), zigzag(ring[0][1] - at[1])]
            numbers.append(_command(_DRAW, len(ring) - 1))
            for before, after in pairwise(ring):
                numbers += [zigzag(after[0] - before[0]), zigzag(after[1] - before[1])]
            numbers += [_command(_CLOSE, 1)] if closed else []
            at = ring[-1]
        return numbers

    def _add(self, kind: int, geometry: Iterable[int], attributes: Mapping[str, Value]) -> None:
        body = _field(2, self.tags(attributes)) + b"\x18" + varint(kind) + _field(4, _packed(geometry))
        self._features.append(_field(2, body))

    def _numbers(self, attributes: Mapping[str, Value]) -> Iterator[int]:
        for key, value in attributes.items():
            yield self._keys.setdefault(key, len(self._keys))
            yield self._values.setdefault((type(value), value), len(self._values))

    def encoded(self) -> bytes:
        """The whole tile with this one layer; empty bytes when nothing is in it."""
        if not self._features:
            return b""
        body = b"\x78\x02" + _field(1, self.name.encode()) + b"".join(self._features)
        body += b"".join(_field(3, key.encode()) for key in self._keys)
        body += b"".join(_field(4, _value(value)) for _kind, value in self._values)
        body += b"\x28" + varint(EXTENT)
        return _field(3, body)
