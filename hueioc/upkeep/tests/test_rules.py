"""When the installation's health is good, worth a look, or bad."""

from datetime import UTC, datetime, timedelta

import pytest

from hueioc.upkeep.rules import BAD, GOOD, WATCH, above, age_level, below, wal_reset_is_possible, worst

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("version", "is_possible"),
    [((3, 6, 23), False), ((3, 7, 0), True), ((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False)],
)
def test_versions_of_sqlite_with_the_reset_fault_are_known(version: tuple[int, int, int], is_possible: bool) -> None:
    assert wal_reset_is_possible(version) is is_possible


def test_levels_begin_at_their_limits() -> None:
    assert [above(value, 10, 60) for value in (9.9, 10, 59.9, 60)] == [GOOD, WATCH, WATCH, BAD]
    assert [below(value, 0.15, 0.05) for value in (0.2, 0.15, 0.06, 0.05)] == [GOOD, WATCH, WATCH, BAD]
    assert worst([]) == GOOD
    assert worst([WATCH, GOOD, BAD]) == BAD


def test_what_never_happened_is_worth_a_look_and_what_is_long_ago_is_bad() -> None:
    day = timedelta(days=1)
    assert age_level(None, NOW, day) == WATCH
    assert age_level(NOW - day / 2, NOW, day, 8 * day) == GOOD
    assert age_level(NOW - day, NOW, day, 8 * day) == WATCH
    assert age_level(NOW - 9 * day, NOW, day, 8 * day) == BAD
    assert age_level(NOW - 9 * day, NOW, day) == WATCH
