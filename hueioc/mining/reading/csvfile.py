"""Reads a log from a CSV file with a head line, plain or gzip, row by row."""

import csv
import io
import zlib
from collections.abc import Iterator
from gzip import BadGzipFile
from pathlib import Path

from hueioc.mining.reading.building import Collected, Moments
from hueioc.mining.reading.bytestream import opened
from hueioc.mining.reading.mapping import LogMapping
from hueioc.mining.rules.eventlog import EventLog, LogError

# What columns are called when no mapping says it: XES written as a table, then plain words. Compared without case,
# blanks and underscores.
WORDS = {
    "case": ("case:concept:name", "caseid", "case", "traceid", "trace", "dossier", "subject"),
    "activity": ("concept:name", "activity", "activityname", "event", "task", "step"),
    "at": ("time:timestamp", "timestamp", "completetimestamp", "time", "datetime", "at", "occurredat"),
    "lifecycle": ("lifecycle:transition", "lifecycle", "transition"),
    "resource": ("org:resource", "resource", "unit", "user", "originator"),
}
_NEEDED = ("case", "activity", "at")
_LONGEST_FIELD = 131_072
_LONGEST_LINE = 4 << 20


def read_csv(path: Path, mapping: LogMapping) -> EventLog:
    """The log of a CSV file. Raises LogError naming the line."""
    with opened(path) as stream:
        lines = _Lines(path, stream)  # type: ignore[arg-type]
        try:
            return _read(lines, mapping)
        except LogError as error:
            raise LogError(f"{path.name}, {error}") from error
        except csv.Error as error:
            raise LogError(f"{path.name}, line {lines.number}: this is not a row of a CSV file ({error}).") from error


def places(heads: list[str], mapping: LogMapping) -> dict[str, int]:
    """Where each role stands among the columns. Raises LogError for one that is missing or there twice."""
    plain = [_plain(head) for head in heads]
    found: dict[str, int] = {}
    for role, words in WORDS.items():
        named = mapping.column(role)
        if named and named not in heads:
            raise LogError(f"line 1: there is no column {named!r}; there are: {', '.join(heads[:30])}.")
        place = heads.index(named) if named else next((plain.index(w) for w in words if w in plain), -1)
        if place >= 0:
            found[role] = place
        elif role in _NEEDED:
            raise LogError(
                f"line 1: no column tells the {role}; name it in a mapping. There are: {', '.join(heads[:30])}."
            )
    for name in mapping.attributes:
        if name not in heads:
            raise LogError(f"line 1: there is no column {name!r}; there are: {', '.join(heads[:30])}.")
    twice = next((heads[place] for place in found.values() if heads.count(heads[place]) > 1), None)
    if twice is not None:
        raise LogError(f"line 1: there are two columns {twice!r}.")
    return found


def _plain(head: str) -> str:
    return head.strip().lower().replace(" ", "").replace("_", "")


def _read(lines: "_Lines", mapping: LogMapping) -> EventLog:
    head = next(lines, "")
    delimiter = mapping.delimiter or max(",;\t|", key=head.count)
    if len(delimiter) != 1:
        raise LogError(f"line 1: {delimiter!r} cannot part columns; it must be one character.")
    heads = next(csv.reader([head], delimiter=delimiter), [])
    place = places(heads, mapping)
    case, activity, at = (place[role] for role in _NEEDED)
    lifecycle, resource = place.get("lifecycle"), place.get("resource")
    further = [(name, heads.index(name)) for name in mapping.attributes]
    moments, to, wide = Moments(mapping.zone(), mapping.time_format), Collected(list(mapping.attributes)), len(heads)
    line = lines.where
    for row in csv.reader(lines, delimiter=delimiter, strict=True):
        if len(row) != wide:
            if not row:
                continue
            raise LogError(f"line {line()}: there are {len(row)} cells under {wide} heads.")
        if not (row[case] and row[activity] and row[at]):
            role = next(name for name in _NEEDED if not row[place[name]])
            raise LogError(f"line {line()}: the column {heads[place[role]]!r} is empty.")
        moment = moments.read(row[at], line)
        to.case.add(row[case])
        to.activity.add(row[activity])
        to.at.append(moment.at)
        to.offset.append(moment.offset)
        to.lifecycle.add(row[lifecycle] if lifecycle is not None else None)
        to.resource.add(row[resource] if resource is not None else None)
        for name, number in further:
            to.attributes[name].add(row[number])
    to.notes += moments.notes()
    return to.log()


class _Lines:
    """The lines of the file as text, counted; whatever is no text or has no end is refused with its number."""

    def __init__(self, path: Path, stream: io.BufferedIOBase) -> None:
        csv.field_size_limit(_LONGEST_FIELD)
        self._path, self._stream = path, stream
        self.number = 0

    def where(self) -> int:
        """The number of the last line that was read."""
        return self.number

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = self._stream.readline(_LONGEST_LINE)
        except (EOFError, zlib.error, BadGzipFile) as error:
            raise LogError(f"line {self.number + 1}: the file is damaged or cut off here ({error}).") from error
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) == _LONGEST_LINE:
            raise LogError(f"line {self.number}: a line has more than {_LONGEST_LINE:,} bytes.")
        if self.number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        try:
            return line.decode()
        except UnicodeDecodeError as error:
            raise LogError(f"line {self.number}: byte {error.start + 1} of the line is not UTF-8 text.") from error
