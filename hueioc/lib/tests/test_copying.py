"""COPY's text format: every text arrives as it was."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from hueioc.lib.copying import copy_text


def read_back(line: str) -> list[str | None]:
    """The inverse, as the manual describes it."""
    letters = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
    cells: list[str | None] = []
    for cell in line.removesuffix("\n").split("\t"):
        pieces = iter(cell)
        cells.append(None if cell == "\\N" else "".join(letters[next(pieces)] if c == "\\" else c for c in pieces))
    return cells


@given(st.lists(st.one_of(st.none(), st.text()), min_size=1))
def test_texts_and_nothing_are_told_apart_and_survive(cells: list[str | None]) -> None:
    written = copy_text([cells])
    assert written.count("\n") == 1
    assert read_back(written) == cells


def test_other_values_are_written_as_the_server_reads_them() -> None:
    row = [1, 0.1, True, False, datetime(2026, 1, 2, 3, 4, tzinfo=UTC), date(2026, 1, 2)]
    assert copy_text([row]) == "1\t0.1\tt\tf\t2026-01-02T03:04:00+00:00\t2026-01-02\n"
    assert copy_text([]) == ""
