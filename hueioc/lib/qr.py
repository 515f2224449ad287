"""Draws a QR code as one SVG path, so that a page needs neither a picture file nor a script."""

from collections.abc import Iterable
from typing import NamedTuple

import segno


class QrPath(NamedTuple):
    """A path in a square of `size` units, quiet zone of four units included (ISO/IEC 18004)."""

    size: int
    path: str


def qr_path(text: str) -> QrPath:
    """The code of a text with medium error correction."""
    code = segno.make(text, error="m", micro=False)
    rows = list(code.matrix_iter(border=4))
    runs = [run for y, row in enumerate(rows) for run in _runs(y, row)]
    return QrPath(len(rows), "".join(runs))


def _runs(y: int, row: Iterable[int]) -> list[str]:
    """Dark modules side by side as one rectangle."""
    found, start = [], None
    for x, module in enumerate([*row, 0]):
        if module and start is None:
            start = x
        elif not module and start is not None:
            found.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            start = None
    return found
