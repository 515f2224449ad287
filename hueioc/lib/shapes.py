"""Reads data into declared structures, from any thread.

msgspec (up to 0.22 at least) works out what a structure holds at its first use and keeps it on the class before it is
whole. Another thread that uses the class in that moment reads a null pointer, and the whole process dies: seen at
starts under load, where the demo, the followers and the first page all read packs. So first uses take turns here.
"""

import threading
from typing import Any, TypeVar
from weakref import WeakSet

import msgspec

Shape = TypeVar("Shape")
# Reentrant, because looking at the types of a structure may import what reads structures itself.
_first_use = threading.RLock()
_known: "WeakSet[type[Any]]" = WeakSet()


def decoder(shape: type[Shape]) -> msgspec.json.Decoder[Shape]:
    """A reader of JSON texts of this structure, to be made once and kept."""
    with _first_use:
        made = msgspec.json.Decoder(shape)
        _known.add(shape)
    return made


def read_json(text: bytes | str, shape: type[Shape]) -> Shape:
    """The structure that a JSON text holds. Raises msgspec.DecodeError; its kind ValidationError for a wrong value."""
    _learn(shape)
    return msgspec.json.decode(text, type=shape)


def converted(data: Any, shape: type[Shape], *, strict: bool = True) -> Shape:
    """The structure from plain lists, dictionaries and values. Raises msgspec.ValidationError."""
    _learn(shape)
    return msgspec.convert(data, shape, strict=strict)


def _learn(shape: type[Any]) -> None:
    if shape not in _known:
        decoder(shape)
