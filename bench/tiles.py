"""Map tiles with five million reports: every zoom, for the public, the centre and the officers of a unit."""

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from bench.desk import settle_tables, timed, told  # noqa: E402
from bench.journal import scratch_database  # noqa: E402
from hueioc.config.city import load_city  # noqa: E402
from hueioc.journal.commands.recording import insert  # noqa: E402
from hueioc.lib import clock  # noqa: E402
from hueioc.lib.geo import AXIS_BITS, Point, tile_fraction  # noqa: E402
from hueioc.maps.models import Cell, Pin  # noqa: E402
from hueioc.maps.queries import MOST_POINTS, tile  # noqa: E402
from hueioc.maps.rules.grid import CELL_LEVELS, DEEPEST_CELL, Tile  # noqa: E402
from hueioc.people.rules import ANYONE, Actor  # noqa: E402
from hueioc.places.queries import local_areas  # noqa: E402
from hueioc.workflow.queries import catalogue  # noqa: E402

TILE_MS, TOGETHER, UNITS, ZOOMS = 15, 50_000, 200, range(0, 19)
Numbers = Any
_PIN = {
    "ref": "text", "kind": "text", "service": "text", "unit": "text", "area": "text", "phase": "text",
    "urgency": "text", "due_at": "text", "opened_at": "text", "x": "integer", "y": "integer", "morton": "bigint",
    "is_public": "boolean", "is_open": "boolean",
}  # fmt: skip
_CELL = {
    "shelf": "text", "level": "smallint", "cell": "bigint", "pins": "integer", "sum_x": "bigint", "sum_y": "bigint",
}  # fmt: skip


def places(many: int, dice: Numbers) -> tuple[Numbers, Numbers]:
    """Positions on both axes: 30 % anywhere in the city, the others around forty crossings."""
    south, west, north, east = catalogue().pack.city.bounds
    (x0, y1), (x1, y0) = tile_fraction(Point(south, west)), tile_fraction(Point(north, east))
    anywhere = dice.random((many, 2)) * (x1 - x0, y1 - y0) + (x0, y0)
    centres = dice.random((40, 2)) * (x1 - x0, y1 - y0) + (x0, y0)
    near = centres[dice.integers(0, 40, many)] + dice.normal(0, 0.02, (many, 2)) * (x1 - x0, y1 - y0)
    chosen = np.where(dice.random((many, 1)) < 0.3, anywhere, near)
    scaled = (np.clip(chosen, 0, 1 - 1e-9) * (1 << AXIS_BITS)).astype(np.int64)
    return scaled[:, 0], scaled[:, 1]


def interleaved(x: Numbers, y: Numbers) -> Numbers:
    """The Morton keys of positions."""

    def spread(n: Numbers) -> Numbers:
        wide = np.zeros_like(n)
        for bit in range(AXIS_BITS):
            wide |= ((n >> bit) & 1) << (2 * bit)
        return wide

    return spread(x) | (spread(y) << 1)


def rows(x: Numbers, y: Numbers, keys: Numbers, is_open: Numbers, is_public: Numbers) -> Iterator[list[list[Any]]]:
    """Rows of pins, some at a time."""
    dice, now = random.Random(3), clock.now()
    services = [leaf.code for leaf in catalogue().leaves(now.date())]
    areas = [area.code for area in local_areas(now.date())]
    late, early = str(now - timedelta(days=2))[:26], str(now + timedelta(days=9))[:26]
    opened = str(now - timedelta(days=5))[:26]
    yes, no = (1, 0) if connection.vendor == "sqlite" else (True, False)
    for start in range(0, len(x), TOGETHER):
        part = []
        for n in range(start, min(start + TOGETHER, len(x))):
            phase = "in_work" if is_open[n] else "closed"
            unit, due = f"unit-{n * 7919 % UNITS}", late if n % 5 == 0 else early
            part.append([
                f"case:B{n}", "case", dice.choice(services), unit, areas[n % len(areas)], phase, "normal", due, opened,
                int(x[n]), int(y[n]), int(keys[n]), yes if is_public[n] else no, yes if is_open[n] else no,
            ])  # fmt: skip
        yield part


def pyramid(shelf: str, x: Numbers, y: Numbers, keys: Numbers) -> list[list[Any]]:
    """The cells that the follower would have counted for open pins."""
    found: list[list[Any]] = []
    for level in range(CELL_LEVELS, DEEPEST_CELL + 1):
        cells, place = np.unique(keys >> (2 * (AXIS_BITS - level)), return_inverse=True)
        sums = [np.bincount(place, weights=values).astype(np.int64) for values in (np.ones(len(x)), x, y)]
        found += [[shelf, level, int(c), int(n), int(sx), int(sy)] for c, n, sx, sy in zip(cells, *sums, strict=True)]
    return found


def fill(many: int, share_open: float) -> tuple[Numbers, Numbers]:
    """Pins and their pyramid, as the follower would have left them; returns where the open ones lie."""
    dice = np.random.default_rng(11)
    x, y = places(many, dice)
    keys = interleaved(x, y)
    is_open, is_public = dice.random(many) < share_open, dice.random(many) < 0.5
    for part in rows(x, y, keys, is_open, is_public):
        with transaction.atomic():
            insert("maps_pin", _PIN, part)
    for shelf, chosen in (("work", is_open), ("public", is_open & is_public)):
        cells = pyramid(shelf, x[chosen], y[chosen], keys[chosen])
        for start in range(0, len(cells), TOGETHER):
            with transaction.atomic():
                insert("maps_cell", _CELL, cells[start : start + TOGETHER])
    settle_tables()
    return x[is_open], y[is_open]


def measure(x: Numbers, y: Numbers, rounds: int) -> None:
    """Tiles of every zoom that hold something, in turn; p95 for each kind of reader."""
    dice = random.Random(5)
    leader = Actor(ref="account:LEADER", roles=frozenset({("leader", "")}))
    officer = Actor(ref="account:OFFICER", roles=frozenset({("officer", "unit-7")}))
    readers = {"the public": ("cases", ANYONE), "the centre": ("cases-work", leader)}
    readers["officers of a unit"] = ("cases-work", officer)
    for name, (layer, actor) in readers.items():
        every: list[float] = []
        slowest = (0.0, 0)
        for z in ZOOMS:
            chosen = [dice.randrange(len(x)) for _ in range(rounds)]
            tiles = [Tile(z, int(x[n]) >> (AXIS_BITS - z), int(y[n]) >> (AXIS_BITS - z)) for n in chosen]
            tile(layer, tiles[0], actor)
            spent = timed(lambda turn, t=tiles, a=actor, name=layer: tile(name, t[turn], a), rounds)  # type: ignore[misc]
            every += spent
            slowest = max(slowest, (sorted(spent)[-1 - rounds // 20], z))
        told(f"tiles for {name}, zoom 0 to 18", every, TILE_MS)
        print(f"      the slowest zoom is {slowest[1]}: p95 {slowest[0]:.1f} ms")
    told("naive: the same tile of zoom 10 counted from the pins", timed(lambda t: naive(x, y), 3))


def naive(x: Numbers, y: Numbers) -> None:
    at = Tile(10, int(x[0]) >> (AXIS_BITS - 10), int(y[0]) >> (AXIS_BITS - 10))
    first, end = at.keys()
    found = Pin.objects.filter(is_open=True, morton__gte=first, morton__lt=end).values_list("x", "y", "morton")
    cells: dict[int, int] = {}
    for _x, _y, key in found.iterator():
        cells[key >> 20] = cells.get(key >> 20, 0) + 1
    assert cells


def main(arguments: list[str]) -> int:
    """Fill and measure; two shares of open reports, because only open ones are on the map."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=5_000_000)
    options.add_argument("--open", type=float, default=0.05, help="share of the reports that are open (default: 0.05)")
    options.add_argument("--rounds", type=int, default=40)
    wanted = options.parse_args(arguments)
    with scratch_database():
        load_city()
        began = time.perf_counter()
        x, y = fill(wanted.reports, wanted.open)
        cells = Cell.objects.count()
        print(f"{connection.vendor}: {wanted.reports:,} pins, {len(x):,} of them open, {cells:,} cells of the pyramid")
        print(f"  filled in {time.perf_counter() - began:.0f} s; more than {MOST_POINTS:,} are clustered")
        measure(x, y, wanted.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
