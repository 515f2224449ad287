"""Reads a log from Parquet, and writes one: how logs are kept in the product."""

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hueioc.mining.reading.building import Moments
from hueioc.mining.reading.csvfile import places
from hueioc.mining.reading.mapping import LogMapping
from hueioc.mining.rules.eventlog import Coded, EventLog, Ints, LogError, Note, event_log

_OFFSET = "offset_minutes"  # as `write_parquet` names it
_NEEDED = ("case", "activity", "at")


def read_parquet(path: Path, mapping: LogMapping) -> EventLog:
    """The log of a Parquet file; moments are timestamps or texts. Raises LogError naming column and row."""
    try:
        with pq.ParquetFile(path) as file:
            heads = [str(name) for name in file.schema_arrow.names]
            place = places(heads, mapping)
            wanted = {role: heads[number] for role, number in place.items()}
            names = dict.fromkeys([*wanted.values(), *mapping.attributes, *([_OFFSET] if _OFFSET in heads else [])])
            table = file.read(columns=list(names))
    except pa.ArrowInvalid as error:
        raise LogError(f"{path.name} is not a Parquet file, or is damaged or cut off ({error}).") from error
    except LogError as error:
        raise LogError(f"{path.name}, {str(error).removeprefix('line 1: ')}") from error
    for role in _NEEDED:
        column = table[wanted[role]]
        if column.null_count:
            row = pc.index(pc.is_null(column), True).as_py() + 1
            raise LogError(f"{path.name}, row {row}: the column {wanted[role]!r} is empty.")
    try:
        at, offset, notes = _moments(table[wanted["at"]], mapping)
    except LogError as error:
        raise LogError(f"{path.name}, {str(error).replace('line', 'row', 1)}") from error
    if _OFFSET in heads:
        offset = table[_OFFSET].to_numpy().astype(np.int16)
    coded = {role: _coded(table[name]) for role, name in wanted.items() if role != "at"}
    further = {name: _coded(table[name]) for name in mapping.attributes}
    return event_log(at=at, offset=offset, attributes=further, notes=notes, **coded)


def _moments(column: Any, mapping: LogMapping) -> tuple[Ints, Ints | None, tuple[Note, ...]]:
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.tz:
        at = column.cast(pa.timestamp("us", "UTC"), safe=False).to_numpy().astype("datetime64[us]").astype(np.int64)
        return at, None, ()
    moments = Moments(mapping.zone(), mapping.time_format)
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        plain = column.cast(pa.timestamp("us"), safe=False).to_pylist()
        found = [moments.taken(moment, row) for row, moment in enumerate(plain, 1)]
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_dictionary(kind):
        texts = column.cast(pa.string()).to_pylist()
        found = [moments.read(text, partial(int, row)) for row, text in enumerate(texts, 1)]
    else:
        raise LogError(f"the column of moments holds {kind}.")
    at, offset = (np.array([moment[part] for moment in found], dtype=np.int64) for part in (0, 1))
    return at, offset.astype(np.int16), tuple(moments.notes())


def _coded(column: Any) -> Coded:
    if not pa.types.is_dictionary(column.type):
        column = (column if pa.types.is_string(column.type) else column.cast(pa.string())).dictionary_encode()
    whole = column.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):  # no chunk at all
        return Coded(np.full(len(whole), -1, np.int32), ())
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    return Coded(codes, tuple(str(name) for name in whole.dictionary.to_pylist()))


def write_parquet(log: EventLog, path: Path) -> None:
    """The log as a file that `read_parquet` reads without a mapping; further attributes keep their names."""
    columns: dict[str, Any] = {
        "case": _arrow(log.case),
        "activity": _arrow(log.activity),
        "at": pa.array(log.at.astype("datetime64[us]"), pa.timestamp("us", "UTC")),
        _OFFSET: pa.array(log.offset, pa.int16()),
        "lifecycle": _arrow(log.lifecycle),
        "resource": _arrow(log.resource),
    }
    columns |= {name: _arrow(column) for name, column in log.attributes.items()}
    pq.write_table(pa.table(columns), path, compression="zstd")


def _arrow(column: Coded) -> Any:
    indices = pa.array(column.codes, pa.int32(), mask=column.codes < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(column.names, pa.string()))
