"""Bodies of the door for readings: read strictly and fast, else one by one, so that a wrong one spoils no other."""

from typing import Any

import msgspec
from django.utils.translation import gettext_noop

from hueioc.lib.shapes import converted, decoder
from hueioc.sensors.commands import Answer
from hueioc.sensors.rules.intake import LONGEST_CODE, MOST_READINGS, Arrived

MOST_BYTES = 2_000_000


class Unreadable(ValueError):
    """The body is no list of readings; the text stands in the catalogue."""


_read = decoder(list[Arrived])
_encode = msgspec.json.Encoder().encode
NO_LIST = gettext_noop("Send a JSON list of readings: [{series, ts, value}].")
TOO_MANY = gettext_noop("Send at most 10,000 readings at once.")


def read_body(body: bytes) -> tuple[list[tuple[int, Arrived]], list[int]]:
    """Readings with their places, and places of what is none. Raises Unreadable."""
    try:
        given = _read.decode(body)
    except msgspec.ValidationError:
        return _one_by_one(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise Unreadable(NO_LIST) from fault
    if len(given) > MOST_READINGS:
        raise Unreadable(TOO_MANY)
    return list(enumerate(given)), []


def _one_by_one(body: bytes) -> tuple[list[tuple[int, Arrived]], list[int]]:
    try:
        found: Any = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise Unreadable(NO_LIST) from fault
    if not isinstance(found, list):
        raise Unreadable(NO_LIST)
    if len(found) > MOST_READINGS:
        raise Unreadable(TOO_MANY)
    readings, unread = [], []
    for place, one in enumerate(found):
        try:
            reading = converted(one, Arrived)
        except (msgspec.ValidationError, TypeError):
            unread.append(place)
        else:
            readings.append((place, reading))
    return readings, unread


def told(answer: Answer) -> tuple[int, bytes]:
    """Status and body of an answer: 200 when anything is kept or known, 422 when every reading was refused."""
    is_refused = bool(answer.refused) and not (answer.new or answer.known)
    lines = [
        {"place": place, "series": series[:LONGEST_CODE], "error": str(sentence)}
        for place, series, sentence in answer.refused
    ]
    return 422 if is_refused else 200, _encode({"new": answer.new, "known": answer.known, "refused": lines})


def written_refusal(sentence: str) -> bytes:
    """The house's one form of a refusal."""
    return _encode({"error": sentence, "fields": {}})
