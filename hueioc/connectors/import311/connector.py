"""Imports a file in batches, each in one transaction, and keeps account of every row."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.db import transaction

from hueioc.cases.commands import PastCase, record_history
from hueioc.connectors.import311.mapping import MappingFile, problems_of
from hueioc.connectors.import311.reading import ByteCounter, RawRow, Rejected, read_rows
from hueioc.connectors.import311.rows import Row
from hueioc.lib.refusals import Refusal
from hueioc.people.queries import units
from hueioc.people.rules import machine
from hueioc.workflow.queries import catalogue

BATCH = 1000
IMPORTER = machine("import311", roles=frozenset({("operator", ""), ("coordinator", "")}))


@dataclass
class Tally:
    """How many rows are new, were known before, or were rejected; and how far the reading is, in bytes of the file."""

    new: int = 0
    known: int = 0
    rejected: int = 0
    bytes_done: int = 0
    bytes_total: int = 0

    @property
    def rows(self) -> int:
        return self.new + self.known + self.rejected


Watch = Callable[[Tally], None]
Complain = Callable[[Rejected], None]
_Numbered = tuple[RawRow, str, PastCase]


def import_file(
    path: Path, mapping: MappingFile, *, complain: Complain, watch: Watch = lambda tally: None, limit: int = 0
) -> Tally:
    """Take over every row that can be read; what cannot goes to `complain`, and `watch` is told after each batch.

    An import that was broken off is simply run again: what is known is left as it is. `limit` stops after so many
    rows. Raises ValueError when the file or the mapping as a whole is of no use; then nothing is imported.
    """
    known = catalogue()
    problems = problems_of(mapping, known, units(), known.pack)
    if problems:
        raise ValueError("\n".join(problems))
    tally = Tally(bytes_total=path.stat().st_size)
    source = ByteCounter(path)
    with closing(source.raw), _without_collector():
        for good, bad in _batches(_parsed(read_rows(source), mapping, limit)):
            for rejected in bad:
                _reject(tally, rejected, complain)
            _take(good, tally, complain)
            tally.bytes_done = source.done
            watch(tally)
    return tally


@contextmanager
def _without_collector() -> Iterator[None]:
    """The rows of a batch form no cycles, and looking for some takes a fifteenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def flags_of(path: Path, mapping: MappingFile, *, limit: int = 0) -> dict[str, bool]:
    """The source's own judgement of punctuality by the key of each report; rows without one are left out.

    Raises ValueError when the file lacks the columns.
    """
    source, flags = ByteCounter(path), {}
    with closing(source.raw):
        rows = read_rows(source)
        reader = _reader(rows, mapping)
        for raw in islice(rows, limit or None):
            flag = None if isinstance(raw, Rejected) else reader.flag(raw)
            if flag is not None and isinstance(raw, RawRow):
                flags[mapping.key(reader.number(raw))] = flag
    return flags


def _parsed(rows: Iterator[RawRow | Rejected], mapping: MappingFile, limit: int) -> Iterator[_Numbered | Rejected]:
    reader = _reader(rows, mapping)
    for count, raw in enumerate(rows, 1):
        if isinstance(raw, Rejected):
            yield raw
        else:
            past = reader.past_case(raw)
            yield past if isinstance(past, Rejected) else (raw, reader.number(raw), past)
        if count == limit:
            return


def _reader(rows: Iterator[RawRow | Rejected], mapping: MappingFile) -> Row:
    """Takes the head line off the rows."""
    head = next(rows, None)
    if not isinstance(head, RawRow):
        raise ValueError("The file has no head line." if head is None else f"Line 1: {head.reason}")
    reader = Row(mapping, head.cells)
    if reader.missing():
        raise ValueError(f"The file lacks the columns {', '.join(reader.missing())}.")
    return reader


def _batches(rows: Iterator[_Numbered | Rejected]) -> Iterator[tuple[list[_Numbered], list[Rejected]]]:
    good: list[_Numbered] = []
    bad: list[Rejected] = []
    for row in rows:
        if isinstance(row, Rejected):
            bad.append(row)
        else:
            good.append(row)
        if len(good) + len(bad) == BATCH:
            yield good, bad
            good, bad = [], []
    if good or bad:
        yield good, bad


def _take(rows: Sequence[_Numbered], tally: Tally, complain: Complain) -> None:
    """Record the rows; when one of them is refused, halve until it is alone, so that it takes no other with it."""
    if not rows:
        return
    try:
        with transaction.atomic():
            news = record_history([past for _raw, _number, past in rows], IMPORTER)
    except Refusal as refusal:
        if len(rows) == 1:
            raw, number, _past = rows[0]
            _reject(tally, Rejected(raw.line, number, str(refusal)), complain)
            return
        middle = len(rows) // 2
        _take(rows[:middle], tally, complain)
        _take(rows[middle:], tally, complain)
        return
    tally.new += sum(is_new for _case, is_new in news)
    tally.known += sum(not is_new for _case, is_new in news)


def _reject(tally: Tally, rejected: Rejected, complain: Complain) -> None:
    tally.rejected += 1
    complain(rejected)
