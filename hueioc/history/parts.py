"""Writes facts as Parquet, one file a month and round, and makes one file of many, with a round in memory at most."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hueioc.history.manifest import settle
from hueioc.history.rules import Part, Row, file_name

_MOMENT = pa.timestamp("us", tz="UTC")
_TYPES = {int: pa.int64(), str: pa.string(), bool: pa.bool_()}
_OTHERS = {
    "happened_at": _MOMENT,
    "recorded_at": _MOMENT,
    "happened_on": pa.date32(),
    "due_at": _MOMENT,
    "resolved_at": _MOMENT,
    "resolved_us": pa.int64(),
    "is_on_time": pa.bool_(),
}
SCHEMA = pa.schema(
    [(name, _OTHERS[name] if name in _OTHERS else _TYPES[kind]) for name, kind in Row.__annotations__.items()]
)
_ROW_GROUP = 50_000
_READ_AT_ONCE = 10_000


def write_round(folder: Path, rows: Iterable[Row]) -> list[Part]:
    """Write rows, which stand in the journal's order, as one part for each month; returns the parts."""
    by_month = sorted(rows, key=lambda row: (row.happened_on.year, row.happened_on.month, row.seq))
    return [
        _write(folder, month, list(group))
        for month, group in groupby(by_month, lambda row: row.happened_on.strftime("%Y-%m"))
    ]


def _write(folder: Path, month: str, rows: Sequence[Row]) -> Part:
    first, last = rows[0].seq, rows[-1].seq
    name = file_name(month, first, last)
    columns = [pa.array(cells, field.type) for cells, field in zip(zip(*rows, strict=True), SCHEMA, strict=True)]
    draft = _draft(folder, name)
    pq.write_table(pa.table(columns, schema=SCHEMA), draft, compression="zstd", row_group_size=_ROW_GROUP)
    settle(draft, folder / name)
    return Part(file=name, month=month, first=first, last=last, rows=len(rows))


def join(folder: Path, parts: Sequence[Part]) -> Part:
    """One part with the rows of several of one month, in their order; the old files stay."""
    first, last = parts[0].first, max(part.last for part in parts)
    name = file_name(parts[0].month, first, last)
    draft = _draft(folder, name)
    with pq.ParquetWriter(draft, SCHEMA, compression="zstd") as writer:
        rows = 0
        for table in _in_pieces(folder / part.file for part in parts):
            writer.write_table(table, row_group_size=_ROW_GROUP)
            rows += table.num_rows
    if rows != sum(part.rows for part in parts):
        raise OSError(f"The parts of {parts[0].month} do not hold the rows that the manifest counts.")
    settle(draft, folder / name)
    return Part(file=name, month=parts[0].month, first=first, last=last, rows=rows)


def _in_pieces(files: Iterable[Path]) -> Iterator[pa.Table]:
    """The rows of many files as pieces of about a row group, however small the files are."""
    piece: list[pa.RecordBatch] = []
    for path in files:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(_READ_AT_ONCE):
                piece.append(batch)
                if sum(one.num_rows for one in piece) >= _ROW_GROUP:
                    yield pa.Table.from_batches(piece, SCHEMA)
                    piece = []
    if piece:
        yield pa.Table.from_batches(piece, SCHEMA)


def _draft(folder: Path, name: str) -> Path:
    path = folder / f"{name}.tmp"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
