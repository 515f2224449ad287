"""Which message goes first, by which ways, how fast, and when a failed one is tried again; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

# A call for rescue goes before a warning, a warning before news.
LANES = ("rescue", "bulletin", "news")
WAYS = ("app", "push", "email", "sms", "zalo")
CONSENT = "places-2026-1"
# Together about two hours: who is not reached by then is told by loudspeaker.
_PAUSES_MIN = (1, 2, 5, 15, 30, 60)
MOST_TRIES = len(_PAUSES_MIN) + 1


class Letter(NamedTuple):
    """What a carrier is given: a number that stays the same when it is repeated, the address, and the words."""

    key: str
    to: str
    title: str
    text: str
    link: str


class Outcome(NamedTuple):
    """What became of one letter: sent, delivered, failed for good, or to be tried again; `via` says who carried it."""

    state: str  # sent, delivered, failed or again
    reason: str = ""
    via: str = ""


def lane_number(name: str) -> int:
    """The place of a lane in the queue; an unknown one comes last."""
    return LANES.index(name) if name in LANES else len(LANES) - 1


def next_try(now: datetime, tries: int) -> datetime | None:
    """When the try after so many failed ones is due; None when it is given up."""
    return now + timedelta(minutes=_PAUSES_MIN[tries - 1]) if tries < MOST_TRIES else None


def is_wanted(hazard: str, wanted: Sequence[str]) -> bool:
    """True when a place is to be warned of this hazard; a place without a choice is warned of everything."""
    return not wanted or hazard in wanted


@dataclass
class Pace:
    """How many letters a minute each way may carry: a bucket that fills up evenly and holds a quarter of a minute."""

    per_minute: Mapping[str, float]
    _held: dict[str, float] = field(default_factory=dict)
    _seen: dict[str, datetime] = field(default_factory=dict)

    def may(self, way: str, now: datetime) -> int:
        """How many may go now."""
        rate = self.per_minute.get(way, 0.0)
        passed = (now - self._seen.get(way, now - timedelta(seconds=15))).total_seconds()
        self._held[way] = min(rate / 4, self._held.get(way, 0.0) + max(0.0, passed) * rate / 60)
        self._seen[way] = now
        return int(self._held[way])

    def took(self, way: str, number: int) -> None:
        """So many went."""
        self._held[way] = self._held.get(way, 0.0) - number
