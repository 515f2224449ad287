"""What was learned of a kind of work, as it lies in the home."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

import msgspec
from django.conf import settings

from hueioc.lib.shapes import read_json
from hueioc.mining.rules.warning.forecast import Forecaster

TOO_LITTLE, NO_BETTER = "too_little", "no_better"


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """`come_due` pieces of work of which `late_share` were late; `reason` says why there is no model (a code)."""

    kind: str
    learned_at: datetime
    come_due: int
    late_share: float
    model: Forecaster | None
    reason: str


def lesson_path(kind: str) -> Path:
    """Where what was learned of a kind of work lies."""
    path: Path = settings.SHARED / "models" / f"warning-{kind}.json"
    return path


def lesson_of(kind: str) -> Lesson | None:
    """The last lesson, read again when a newer one lies there; None before the first, or when it cannot be read."""
    path = lesson_path(kind)
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, msgspec.MsgspecError):  # an older release wrote it otherwise: the next night brings a new one
        return None


@lru_cache(maxsize=8)
def _read(path: Path, _changed_ns: int) -> Lesson:
    return read_json(path.read_bytes(), Lesson)
