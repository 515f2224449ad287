"""Where the newest forecasts lie: one small file a river, below what all nodes of an installation share."""

from datetime import datetime
from pathlib import Path

import msgspec
from django.conf import settings

from hueioc.lib.shapes import read_json


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A level in metres some hours ahead with its bounds, and how the method did on times it had not seen."""

    ahead_h: float
    level_m: float
    low_m: float
    high_m: float
    method: str
    error_m: float
    persistence_m: float
    covered: float
    tests: int


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """The forecast of one river: made when, from which last reading."""

    code: str
    made_at: datetime
    read_at: datetime
    level_m: float
    lines: list[Line]


def shelf() -> Path:
    """The folder; it may not be there yet."""
    place: Path = settings.SHARED / "forecasts"
    return place


def told(code: str) -> Told | None:
    """The newest forecast of a river; None without one, or when its file cannot be read."""
    try:
        return read_json((shelf() / f"{code}.json").read_bytes(), Told)
    except (OSError, msgspec.MsgspecError):
        return None
