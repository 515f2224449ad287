"""How a station's message is read: the series stands in the topic, one reading or a list of them in the body."""

from datetime import datetime
from typing import NamedTuple

import msgspec

from hueioc.lib.shapes import decoder
from hueioc.sensors.rules.intake import MOST_READINGS, Arrived


class Letter(NamedTuple):
    """A message with what its acknowledgement needs."""

    number: int
    qos: int
    topic: str
    body: bytes


class _Body(msgspec.Struct):
    ts: datetime
    value: float


_read_one, _read_many = decoder(_Body), decoder(list[_Body])


def readings_of(letter: Letter, topic: str) -> list[Arrived]:
    """The readings of a message; none for what is no message of a station."""
    series = letter.topic.removeprefix(f"{topic}/")
    try:
        is_list = letter.body.lstrip().startswith(b"[")
        bodies = _read_many.decode(letter.body) if is_list else [_read_one.decode(letter.body)]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []
    return [Arrived(series, one.ts, one.value) for one in bodies[:MOST_READINGS]]
