"""Which readings can be kept, and the sentence for each that cannot."""

import math
from datetime import datetime
from typing import NamedTuple

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_READINGS = 10_000
LONGEST_CODE = 80


class Arrived(msgspec.Struct, frozen=True, gc=False):
    """One reading as it was sent: the code of its series, an instant with time zone, a number.

    JSON is read straight into it; more fields are passed over, as stations send their own.
    """

    series: str
    ts: datetime
    value: float


class Bounds(NamedTuple):
    """Between which instants (seconds since 1970) a reading is taken, and the days that are kept."""

    earliest: int
    latest: int
    days: int


def refused(ts: int, value: float, bounds: Bounds) -> str | Promise:
    """Why a reading of a known series is not kept; empty when it is."""
    if not math.isfinite(value):
        return _("The value is no finite number.")
    if ts > bounds.latest:
        return _("The time lies in the future. Check the clock of the station.")
    if ts < bounds.earliest:
        return _("The time is older than %(days)s days; readings of that age are closed.") % {"days": bounds.days}
    return ""


UNKNOWN = _("There is no such series. The list of series is at /api/v1/stations.")
UNREAD = _("This is no reading. Send {series, ts, value}: a text, a time with time zone, a number.")
NO_ZONE = _("Give the time with its time zone, as in 2026-11-23T10:24:00+07:00.")
