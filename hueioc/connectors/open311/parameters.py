"""Reads what a client asks for; pure, and every wrong value becomes a sentence."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext_lazy as _

from hueioc.connectors.open311.faults import Fault
from hueioc.lib.text import has_broken_characters

LONGEST_RANGE = timedelta(days=90)
MOST_REQUESTS = 1000
MOST_WORDS = 1000
PHASES = {"open": ("received", "assigned", "in_work"), "closed": ("resolved", "closed")}
_SPACED_OFFSET = re.compile(r" (\d\d:?\d\d)$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which requests a client asks for. With `ids` nothing else narrows; instants are aware, `until` is excluded."""

    ids: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    page: int = 1
    size: int = MOST_REQUESTS
    is_extended: bool = False


def read_wanted(given: Mapping[str, str], *, now: datetime, zone: tzinfo) -> Wanted:
    """The filter of a list. An empty parameter counts as absent. Raises Fault 400."""
    is_extended = given.get("extensions", "").strip().lower() == "true"
    page = _whole(given, "page", 1, 1_000_000) if is_extended else 1
    size = _whole(given, "page_size", MOST_REQUESTS, MOST_REQUESTS) if is_extended else MOST_REQUESTS
    ids = _words(given, "service_request_id")
    if ids:
        return Wanted(ids=ids, page=page, size=size, is_extended=is_extended)
    since, until = _range(given, now, zone)
    return Wanted(
        services=_words(given, "service_code"),
        phases=_phases(_words(given, "status")),
        since=since,
        until=until,
        page=page,
        size=size,
        is_extended=is_extended,
    )


def _words(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(word.strip() for word in given.get(name, "").split(",") if word.strip()))
    if has_broken_characters(given.get(name, "")):
        raise Fault(400, _("%(name)s holds characters that no number has.") % {"name": name})
    if len(words) > MOST_WORDS:
        raise Fault(400, _("%(name)s takes at most %(most)s values.") % {"name": name, "most": MOST_WORDS})
    return words


def _whole(given: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most):
        raise Fault(400, _("%(name)s is a number from 1 to %(most)s.") % {"name": name, "most": most})
    return int(text)


def _phases(words: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [word for word in words if word not in PHASES]
    if unknown:
        raise Fault(400, _("status is open, closed or both, separated by a comma."))
    return tuple(phase for word in words for phase in PHASES[word])


def _range(given: Mapping[str, str], now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """Both ends of the window; without them the last 90 days, with one of them 90 days from or up to it."""
    start = _moment(given, "start_date", zone, end_of_day=False)
    end = _moment(given, "end_date", zone, end_of_day=True)
    if start and end and end < start:
        raise Fault(400, _("end_date lies before start_date."))
    if start and end and end - start > LONGEST_RANGE:
        raise Fault(400, _("A range may not span more than 90 days. Ask for it in pieces."))
    try:
        if start is None:
            start = (end or now) - LONGEST_RANGE
        # The end itself belongs to the range.
        return start, (end or start + LONGEST_RANGE) + timedelta(microseconds=1)
    except OverflowError as error:
        raise Fault(400, _("This date is too far away.")) from error


def _moment(given: Mapping[str, str], name: str, zone: tzinfo, *, end_of_day: bool) -> datetime | None:
    """A W3C date or date with time; a day alone is a day of the city, a time needs its zone."""
    text = _SPACED_OFFSET.sub(r"+\1", given.get(name, "").strip())  # a plus sign that nobody escaped
    if not text:
        return None
    try:
        if _DAY.fullmatch(text):
            day = datetime.combine(date.fromisoformat(text), time.max if end_of_day else time.min, tzinfo=zone)
            return day.astimezone(UTC)
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    sample = "2026-01-31T08:00:00+07:00"
    raise Fault(400, _("%(name)s is a time with its zone, such as %(sample)s.") % {"name": name, "sample": sample})


def degrees(given: Mapping[str, str], name: str) -> float | None:
    """A coordinate in degrees, or None when it is absent. Raises Fault 400."""
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Fault(400, _("%(name)s is a number of degrees.") % {"name": name})
    return number
