"""Keeps one stored sample of every version of every event, so that what was once written can be read for ever."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from hueioc.journal.events import Event
from hueioc.journal.registry import checked_data, event_classes
from hueioc.lib.shapes import read_json

_REFERENCE = "case:26-7K3M-9Q"
_CODE = "example"


class Sample(msgspec.Struct, frozen=True):
    """One stored fact's kind, version and data, as it stands in a sample file."""

    kind: str
    version: int
    data: msgspec.Raw


def installed_events() -> list[type[Event]]:
    """The event classes of the rooms, without those that only tests define."""
    return [event for event in event_classes().values() if ".tests." not in event.__module__]


def folder_of(event: type[Event]) -> Path:
    """Where the samples of an event's room stand: `tests/samples` beside its `events` module."""
    file = Path(str(sys.modules[event.__module__].__file__))
    room = next(parent for parent in file.parents if parent.name != "events")
    return room / "tests" / "samples"


def path_of(event: type[Event], version: int) -> Path:
    """The sample file of one version of an event."""
    return folder_of(event) / f"{event.kind}.v{version}.json"


def write_missing() -> list[Path]:
    """Write a sample of the current version of every event that has none; an existing file is never touched."""
    written = []
    for event in installed_events():
        path = path_of(event, event.version)
        if path.exists():
            continue
        sample = Sample(event.kind, event.version, msgspec.Raw(checked_data(example_of(event)).encode()))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(msgspec.json.format(msgspec.json.encode(sample)) + b"\n")
        written.append(path)
    return written


def read(path: Path) -> Sample:
    """A sample file. Raises msgspec.DecodeError when it is none."""
    return read_json(path.read_bytes(), Sample)


def example_of(event: type[Event]) -> Event:
    """An event with every field filled."""
    described = inspect.type_info(event)
    assert isinstance(described, inspect.StructType)
    return event(**{field.name: _value(field.type) for field in described.fields})


def _value(kind: inspect.Type) -> Any:
    if isinstance(kind, inspect.UnionType):
        return _value(next(one for one in kind.types if not isinstance(one, inspect.NoneType)))
    if isinstance(kind, inspect.VarTupleType):
        return (_value(kind.item_type),)
    if isinstance(kind, inspect.TupleType):
        return tuple(_value(item) for item in kind.item_types)
    if isinstance(kind, inspect.StrType):
        return _REFERENCE if ":" in (kind.pattern or "") else _CODE
    simple: dict[type[inspect.Type], Any] = {
        inspect.IntType: 7,
        inspect.FloatType: 1.5,
        inspect.BoolType: True,
        inspect.DateType: date(2025, 10, 27),
        inspect.DateTimeType: datetime(2025, 10, 27, 21, 30, tzinfo=UTC),
    }
    if type(kind) not in simple:
        raise TypeError(f"A fact cannot hold {kind}.")
    return simple[type(kind)]
