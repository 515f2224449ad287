"""When something about an installation is worth a word, and when somebody has to act; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

GOOD, WATCH, BAD = "good", "watch", "bad"
LEVELS = (GOOD, WATCH, BAD)

# Facts get their place within a tenth of a second; in a storm the sealer may be some seconds behind.
SEAL_WATCH_S, SEAL_BAD_S = 10.0, 60.0
# Followers take a third of the time while reports wait, so views may lag for the length of a storm.
LAG_WATCH_S, LAG_BAD_S = 60.0, 900.0
CHECKPOINT_WATCH = timedelta(hours=3)
BACKUP_WATCH, BACKUP_BAD = timedelta(hours=36), timedelta(days=8)
CHECK_WATCH = timedelta(days=3)
SPOOL_WATCH, SPOOL_BAD = 0.25, 0.8
INTAKE_WATCH, INTAKE_BAD = 256, 4096
DISK_WATCH, DISK_BAD = 0.15, 0.05

WAL_RESET = ((3, 7, 0), (3, 51, 2))
Version = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Holder:
    """A transaction that keeps facts from getting their place, or old rows from being cleared away."""

    pid: int
    seconds: float
    state: str
    program: str


def wal_reset_is_possible(version: Version) -> bool:
    """True for versions of SQLite whose log may be reset while another connection still reads it.

    Source: release notes of SQLite 3.51.3; all versions with a write-ahead log before it are concerned.
    """
    first, last = WAL_RESET
    return first <= version <= last


def above(value: float, watch: float, bad: float) -> str:
    """The level of something that should be small."""
    return BAD if value >= bad else WATCH if value >= watch else GOOD


def below(value: float, watch: float, bad: float) -> str:
    """The level of something that should be large."""
    return BAD if value <= bad else WATCH if value <= watch else GOOD


def age_level(at: datetime | None, now: datetime, watch: timedelta, bad: timedelta | None = None) -> str:
    """The level of something that should have happened lately; never is worth a word."""
    if at is None:
        return WATCH
    age = now - at
    if bad is not None and age >= bad:
        return BAD
    return WATCH if age >= watch else GOOD


def worst(levels: list[str]) -> str:
    """The worst of some levels; good when there are none."""
    return max(levels, key=LEVELS.index, default=GOOD)


def seconds_since(at: datetime | None, now: datetime) -> float:
    """Seconds since a moment, never negative; 0 when there is none."""
    return max(0.0, (now - at).total_seconds()) if at else 0.0
