"""Finds every event class and follower of the installation, and turns stored data back into events."""

import functools
import pkgutil
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from typing import Any

import msgspec
from django.apps import apps

from hueioc.journal.events import Event
from hueioc.journal.follower import Follower
from hueioc.lib.shapes import converted, decoder

# In this room every module is a follower; elsewhere they stand in modules called `follow`.
_ROOM_OF_FOLLOWERS = "playbooks"
_NOT_SEARCHED = {"migrations", "tests"}


class UnknownKind(LookupError):
    """The journal holds a kind or version of fact that no installed room can read."""


def event_classes() -> dict[str, type[Event]]:
    """Every event class of all rooms' `events` modules, by kind. Raises TypeError for a kind used twice."""
    _import_events()
    found: dict[str, type[Event]] = {}
    for event in _subclasses(Event):
        if not event.kind:
            continue
        other = found.setdefault(event.kind, event)
        if (other.__module__, other.__qualname__) != (event.__module__, event.__qualname__):
            raise TypeError(f"{event.kind} is the kind of both {other.__qualname__} and {event.__qualname__}")
    return found


def kinds_of(follows: tuple[type[Event], ...]) -> list[str]:
    """The kinds a follower reads: its classes and their subclasses; empty when it reads all."""
    return sorted(kind for kind, event in event_classes().items() if issubclass(event, follows)) if follows else []


def followers() -> dict[str, Follower]:
    """Every follower of the installation by its name. Raises TypeError for a name used twice."""
    found: dict[str, Follower] = {}
    for follower in _installed():
        if found.setdefault(follower.name, follower) is not follower:
            raise TypeError(f"two followers are called {follower.name}")
    return found


def checked_data(event: Event) -> str:
    """The canonical JSON of an event: fields sorted by name, no blanks.

    Raises ValueError when a field holds what its type does not allow, or a moment without time zone; Python
    itself checks neither when an event is made.
    """
    if not event.kind:
        raise ValueError(f"{type(event).__qualname__} is only a base of events; record one with a kind.")
    try:
        data = msgspec.json.encode(event, order="sorted")
        _decoder(type(event)).decode(data)
    except (msgspec.MsgspecError, TypeError, UnicodeEncodeError) as error:
        raise ValueError(f"{event.kind} cannot be recorded: {error}") from error
    if any(_has_no_zone(getattr(event, name)) for name in _fields_with_moments(type(event))):
        raise ValueError(f"{event.kind} cannot be recorded: a moment has no time zone.")
    return data.decode()


def decode(kind: str, version: int, data: str) -> Event:
    """The event that was stored; an older version is lifted to today's. Raises UnknownKind with the reason."""
    event = _known().get(kind)
    if event is None:
        _known.cache_clear()
        event = _known().get(kind)
    if event is None:
        raise UnknownKind(f"No installed room knows facts of the kind {kind}.")
    if version == event.version:
        return _decoder(event).decode(data)
    lift = event.lifts.get(version)
    if lift is None:
        raise UnknownKind(f"{kind} version {version} has no lift to version {event.version}.")
    return converted(lift(msgspec.json.decode(data)), event)


@functools.cache
def _installed() -> tuple[Follower, ...]:
    found: list[Follower] = []
    for module in _modules():
        parts = module.split(".")
        if parts[-1] == "follow" or parts[-2] == _ROOM_OF_FOLLOWERS:
            found.extend(getattr(import_module(module), "FOLLOWERS", ()))
    return tuple(found)


@functools.cache
def _import_events() -> None:
    for module in _modules():
        if module.rpartition(".")[2] == "events":
            import_module(module)


def _has_no_zone(value: Any) -> bool:
    if isinstance(value, tuple):
        return any(_has_no_zone(inner) for inner in value)
    return isinstance(value, datetime) and value.tzinfo is None


@functools.cache
def _fields_with_moments(event: type[Event]) -> tuple[str, ...]:
    """Names of fields whose type speaks of `datetime`; most fields are codes, and an import has a million events."""
    return tuple(field.name for field in msgspec.structs.fields(event) if "datetime" in str(field.type))


@functools.cache
def _decoder(event: type[Event]) -> msgspec.json.Decoder[Event]:
    return decoder(event)


@functools.cache
def _known() -> dict[str, type[Event]]:
    return event_classes()


def _subclasses(base: type[Event]) -> Iterator[type[Event]]:
    for event in base.__subclasses__():
        yield event
        yield from _subclasses(event)


def _modules() -> Iterator[str]:
    """Names of all modules of the rooms, found without importing them."""
    for app in apps.get_app_configs():
        if app.name.startswith("hueioc."):
            yield from _modules_below(app.name, app.path)


def _modules_below(package: str, path: str) -> Iterator[str]:
    for module in pkgutil.iter_modules([path]):
        if module.name in _NOT_SEARCHED:
            continue
        yield f"{package}.{module.name}"
        if module.ispkg:
            yield from _modules_below(f"{package}.{module.name}", f"{path}/{module.name}")
