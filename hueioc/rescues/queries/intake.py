"""Whether a call can be taken, asked by commands and by doors that answer early; where calls wait on the disk."""

import threading
import time
from collections import deque
from functools import lru_cache

from django.conf import settings

from hueioc.lib.spool import Spool
from hueioc.people.queries import blind_index
from hueioc.rescues.queries.packs import number, terms
from hueioc.rescues.rules.intake import NewRescue, check

_MOST_SOURCES = 20_000
_seen: dict[str, deque[float]] = {}
_lock = threading.Lock()


def check_new(new: NewRescue) -> None:
    """Refuse a call nobody could act on. Raises Invalid."""
    known = terms()
    depths, needs = frozenset(one.code for one in known.depth), frozenset(one.code for one in known.need)
    check(new, depths=depths, needs=needs)


def is_burst(source: str) -> bool:
    """True when one source sends more than is usual: its calls are taken and marked, never refused.

    `source` is an address of the network; a keyed hash of it is kept in memory for some minutes and nowhere else.
    """
    if not source:
        return False
    mark, now = blind_index(source), time.monotonic()
    most, window = int(number("burst_count")), number("burst_minutes") * 60
    with _lock:
        if len(_seen) > _MOST_SOURCES:
            _seen.clear()
        times = _seen.setdefault(mark, deque(maxlen=most + 1))
        times.append(now)
        return len(times) > most and now - times[0] < window


@lru_cache(maxsize=1)
def spool() -> Spool:
    """Where calls wait while the database is away: beside that of reports, with room of their own."""
    settings.SPOOL.mkdir(mode=0o700, exist_ok=True, parents=True)
    return Spool(settings.SPOOL / "rescues", most_bytes=settings.SPOOL_BYTES)
