"""Small logs for tests: files as senders write them, and logs straight from rows."""

import gzip
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from hueioc.mining.reading.building import Collected, Moments
from hueioc.mining.rules.eventlog import EventLog, LogError

# Recorded logs of real offices; their origin stands in SOURCE.md beside them. Absent for users: tests skip.
_PLACES = [folder / "shared" / "data" / "event-logs" for folder in Path(__file__).resolve().parents]
REAL = next((place for place in _PLACES if place.is_dir()), _PLACES[0])
Row = tuple[str, str, str] | tuple[str, str, str, str] | tuple[str, str, str, str, str]


def real(name: str) -> Path:
    """A recorded log, or the test is skipped."""
    path = REAL / name
    if not path.is_file():
        pytest.skip(f"{name} is not on this machine")
    return path


def log_of(rows: Sequence[Row]) -> EventLog:
    """A log of (case, activity, moment, resource, lifecycle); the last two may be left out."""
    to, moments = Collected([]), Moments(None)
    for number, (case, activity, at, *more) in enumerate(rows, 1):
        moment = moments.read(at, lambda number=number: number)  # type: ignore[misc]
        to.case.add(case)
        to.activity.add(activity)
        to.at.append(moment.at)
        to.offset.append(moment.offset)
        to.resource.add(more[0] if more else None)
        to.lifecycle.add(more[1] if len(more) > 1 else None)
    return to.log()


def xes(traces: Sequence[tuple[str, Sequence[dict[str, str]]]], *, head: str = "") -> str:
    """An XES document; each event is its attributes by key."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', head, '<log xes.version="1.0">']
    for case, events in traces:
        lines.append(f'<trace><string key="concept:name" value={quoteattr(case)}/>')
        for event in events:
            lines.append("<event>")
            lines += [f"<string key={quoteattr(key)} value={quoteattr(value)}/>" for key, value in event.items()]
            lines.append("</event>")
        lines.append("</trace>")
    return "\n".join([*lines, "</log>"])


def written(path: Path, text: str) -> Path:
    """The text as a file, packed when its name says so."""
    data = text.encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


@contextmanager
def suppress_sentence(name: str) -> Iterator[None]:
    """A refusal may come, and then it is a sentence that names the file."""
    try:
        yield
    except LogError as problem:
        if name not in str(problem):
            raise


def micros(text: str) -> int:
    """An instant as the columns hold it."""
    moment = datetime.fromisoformat(text)
    return round(moment.timestamp() * 1_000_000)
