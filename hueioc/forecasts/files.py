"""Reads records of a river from CSV files: a table of hours with a column a series, and readings by station."""

import csv
import gzip
import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from hueioc.forecasts.rules.records import Basin, Record
from hueioc.lib.text import fold

_MOST_BYTES = 200_000_000
_LEVEL, _RAIN = "level_m_", "rain_mm_"


class FileRefused(ValueError):
    """A file that cannot be read as a record; the message is one sentence."""


def read_year(path: Path, year: int, target: str, offset_h: float = 7) -> Basin:
    """The basin of one year from a file or folder. `target` names the gauge; `offset_h` is the clock of the times.

    `path` is a table with columns `time`, `level_m_…` and `rain_mm_…`, plain or gzip; where its name holds a year, the
    file of the asked year beside it is taken, and in a folder `hourly_YEAR.csv(.gz)`. When there is a file
    `observed_levels_YEAR.csv(.gz)` beside it (columns `time`, `station`, `level_m`), levels come from there: what a
    table shows between two readings is often drawn afterwards, and would tell of the future. Raises FileRefused.
    """
    levels, rain = _read(path, year, offset_h)
    if target not in levels:
        known = ", ".join(sorted(levels)) or "none"
        raise FileRefused(f"{path}: there is no level of {target!r} in {year}; there are: {known}.")
    return Basin(levels[target], {name: one for name, one in levels.items() if name != target}, rain)


def gauges_of(path: Path, year: int) -> list[str]:
    """Names of the gauges that a year of a record holds levels of. Raises FileRefused."""
    return sorted(_read(path, year, 0)[0])


def _read(path: Path, year: int, offset_h: float) -> tuple[dict[str, Record], dict[str, Record]]:
    table = _file_of(path, year)
    hourly, observed = _table(table, year, offset_h), _beside(table, year)
    return _readings(observed, year, offset_h) if observed else hourly[_LEVEL], hourly[_RAIN]


def _file_of(path: Path, year: int) -> Path:
    if path.is_dir():
        names = [path / f"hourly_{year}.csv.gz", path / f"hourly_{year}.csv"]
    else:
        other = re.sub(r"(?<!\d)(19|20)\d\d(?!\d)", str(year), path.name)
        names = [path.with_name(other), path]
    found = next((one for one in names if one.is_file()), None)
    if found is None:
        raise FileRefused(f"{names[0]}: there is no such file.")
    return found


def _beside(table: Path, year: int) -> Path | None:
    names = [table.with_name(f"observed_levels_{year}.csv{end}") for end in (".gz", "")]
    return next((one for one in names if one.is_file()), None)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    raw = path.read_bytes()
    if raw[:2] == b"\x1f\x8b":
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
            try:
                raw = packed.read(_MOST_BYTES + 1)
            except (OSError, EOFError) as error:
                raise FileRefused(f"{path}: the file is not whole ({error}).") from error
    if len(raw) > _MOST_BYTES:
        raise FileRefused(f"{path}: the file is larger than {_MOST_BYTES // 1_000_000} MB.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(f"{path}: the file is not UTF-8 text (byte {error.start}).") from error
    reader = csv.DictReader(io.StringIO(text))
    if "time" not in (reader.fieldnames or []):
        raise FileRefused(f"{path}: there is no column `time`.")
    yield from enumerate(reader, 2)


def _hour(path: Path, line: int, text: str | None, offset_h: float) -> tuple[int, float]:
    """(year, hour since 1970 in UTC) of a time, to the nearest minute."""
    try:
        found = datetime.fromisoformat((text or "").strip())
    except ValueError as error:
        raise FileRefused(f"{path}: line {line}: {text!r} is no time.") from error
    year = (found + timedelta(seconds=30)).year
    if found.tzinfo is None:
        found = found.replace(tzinfo=timezone(timedelta(hours=offset_h)))
    return year, round(found.timestamp() / 60) / 60


def _number(path: Path, line: int, text: str | None) -> float | None:
    if not (text or "").strip():
        return None
    try:
        return float(text or "")
    except ValueError as error:
        raise FileRefused(f"{path}: line {line}: {text!r} is no number.") from error


def _table(path: Path, year: int, offset_h: float) -> dict[str, dict[str, Record]]:
    read: dict[str, dict[str, list[tuple[float, float]]]] = {_LEVEL: {}, _RAIN: {}}
    for line, row in _rows(path):
        of_year, hour = _hour(path, line, row["time"], offset_h)
        if of_year != year:
            continue
        for column, text in row.items():
            start = next((one for one in read if (column or "").startswith(one)), None)
            if start and (value := _number(path, line, text)) is not None:
                read[start].setdefault(column.removeprefix(start).replace("_", "-"), []).append((hour, value))
    return {start: {name: Record.of(rows) for name, rows in named.items()} for start, named in read.items()}


def _readings(path: Path, year: int, offset_h: float) -> dict[str, Record]:
    read: dict[str, list[tuple[float, float]]] = {}
    for line, row in _rows(path):
        of_year, hour = _hour(path, line, row["time"], offset_h)
        value = _number(path, line, row.get("level_m"))
        if of_year == year and value is not None:
            read.setdefault(slug(row.get("station") or ""), []).append((hour, value))
    return {name: Record.of(rows) for name, rows in read.items()}


def slug(name: str) -> str:
    """A station's name as one word: `Lệ Thủy` and `Le Thuy` are `le-thuy`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
