"""Reads a CSV file row by row, however long it is, and names each line that is none instead of stopping at it."""

import csv
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

LONGEST_LINE = 1_000_000
_LONGEST_FIELD = 131_072


@dataclass(frozen=True)
class Rejected:
    """A row that was not taken: its line, its number in the source when it could be read, and a sentence."""

    line: int
    number: str
    reason: str


@dataclass(frozen=True)
class RawRow:
    """One row as text: the line it ends on, and its cells in the order of the head line."""

    line: int
    cells: list[str]


class Damaged(ValueError):
    """The file itself cannot be read on; the message is a sentence that names the line."""


class ByteCounter:
    """How far the reading is, as bytes of the file on disk, for a progress bar."""

    def __init__(self, path: Path) -> None:
        self.total = path.stat().st_size
        self.raw: BinaryIO = path.open("rb")

    @property
    def done(self) -> int:
        return min(self.raw.tell(), self.total)


def read_rows(source: ByteCounter) -> Iterator[RawRow | Rejected]:
    """The head line first, then every row, in order. Raises Damaged when the file ends in the middle of gzip data.

    Bytes that are no UTF-8 survive as lone surrogates until their row is known, then that row alone is rejected.
    """
    packed = source.raw.read(2) == b"\x1f\x8b"
    source.raw.seek(0)
    stream: BinaryIO = gzip.GzipFile(fileobj=source.raw) if packed else source.raw  # type: ignore[assignment]
    lines = _Lines(stream)
    rows = csv.reader(lines, strict=True)
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Rejected(lines.number, "", f"This is not a row of a CSV file: {error}.")
            continue
        except (EOFError, OSError, zlib.error) as error:
            raise Damaged(f"The file ends or breaks after line {lines.number} ({error}).") from error
        yield from _checked(lines, cells)


def _checked(lines: "_Lines", cells: list[str]) -> Iterator[RawRow | Rejected]:
    if lines.take_cut():
        yield Rejected(lines.number, "", f"A line has more than {LONGEST_LINE:,} bytes.")
    elif any(map(_is_broken, cells)):
        yield Rejected(lines.number, "", "This row is not UTF-8 text.")
    elif cells:
        yield RawRow(lines.number, cells)


def _is_broken(cell: str) -> bool:
    return not cell.isascii() and any("\ud800" <= character <= "\udfff" for character in cell)


class _Lines:
    """Physical lines as text, with their count; a line without end is cut instead of filling the memory."""

    def __init__(self, stream: BinaryIO) -> None:
        csv.field_size_limit(_LONGEST_FIELD)
        self._stream = stream
        self._was_cut = False
        self.number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._stream.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            self._was_cut = True
            while (rest := self._stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            line = b"\n"
        if self.number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        return line.decode("utf-8", "surrogateescape")

    def take_cut(self) -> bool:
        """True once after a line was cut."""
        cut, self._was_cut = self._was_cut, False
        return cut
