"""The one clock of the house, so that an import or a demo can act at another hour than the wall's."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from django.utils.timezone import get_default_timezone

_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)


def now() -> datetime:
    """The instant commands act at, in UTC: the wall clock, or the historical one inside `at`."""
    return _set_to.get() or datetime.now(UTC)


def day_of(instant: datetime) -> date:
    """The day of the city on which an instant falls: rules and roles begin at its midnight, not at that of UTC."""
    return instant.astimezone(get_default_timezone()).date()


def today() -> date:
    """The day it is in the city at `now()`."""
    return day_of(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let every command inside act as if it were `moment` (an aware datetime).

    Raises ValueError for a moment without time zone: a naive hour is a different instant in every city.
    """
    if moment.tzinfo is None:
        raise ValueError("the clock needs a moment with a time zone")
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
