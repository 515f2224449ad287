"""The day commands and queries go by is the city's, at every hour of it."""

from datetime import UTC, date, datetime

import pytest

from hueioc.lib import clock


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 3, 1, 16, 59, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2026, 3, 1, 17, 0, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 1, 23, 59, tzinfo=UTC), date(2026, 3, 2)),
    ],
)
def test_a_day_begins_at_midnight_of_the_city(at: datetime, day: date) -> None:
    with clock.at(at):
        assert clock.today() == day
    assert clock.day_of(at) == day
