"""Tiles and grids of the web map as ranges of Morton keys (spherical Mercator, 26 bits an axis)."""

from typing import NamedTuple

from hueioc.lib.geo import AXIS_BITS, Point, interleave, tile_fraction

EXTENT = 4096
# A tile shows at most 16 x 16 cells, so the cells of zoom z lie four levels below it: on a screen 32 pixels apart,
# as the circle of a cluster needs.
CELL_LEVELS = 4
DEEPEST_TILE = 20
DEEPEST_CELL = 16


class Tile(NamedTuple):
    """A tile of the web map: zoom, column from the west, row from the north."""

    z: int
    x: int
    y: int

    @property
    def exists(self) -> bool:
        side = 1 << max(0, self.z)
        return 0 <= self.z <= DEEPEST_TILE and 0 <= self.x < side and 0 <= self.y < side

    def keys(self) -> tuple[int, int]:
        """First Morton key in the tile, and the first one after it."""
        shift = 2 * (AXIS_BITS - self.z)
        first = interleave(self.x, self.y) << shift
        return first, first + (1 << shift)

    def cells(self) -> tuple[int, int]:
        """First cell number of the tile at its cell level, and the first one after it."""
        first = interleave(self.x, self.y) << (2 * CELL_LEVELS)
        return first, first + (1 << (2 * CELL_LEVELS))

    def place(self, x: float, y: float) -> tuple[int, int]:
        """Where a position on the axes (0 to 2**26) lies in the tile, in tile units of 1/4096."""
        side = 1 << (AXIS_BITS - self.z)
        return round((x - self.x * side) / side * EXTENT), round((y - self.y * side) / side * EXTENT)


def axes(point: Point) -> tuple[int, int]:
    """A point as whole numbers on both axes, 0 to 2**26 - 1."""
    x, y = tile_fraction(point)
    side = 1 << AXIS_BITS
    return int(x * side), int(y * side)


def cell_of(key: int, level: int) -> int:
    """The cell of a level that holds a Morton key."""
    return key >> (2 * (AXIS_BITS - level))
