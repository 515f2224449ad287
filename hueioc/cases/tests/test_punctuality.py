"""Punctuality of history, and the reason for every difference from a source's own flag."""

from datetime import UTC, datetime, timedelta

import pytest

from hueioc.cases.rules.punctuality import is_on_time, why_different

NOW = datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)
BEFORE, AFTER = NOW - DAY, NOW + DAY


@pytest.mark.parametrize(
    ("due", "resolved", "ours"),
    [
        (None, None, None),
        (None, BEFORE, None),
        (BEFORE, BEFORE, True),
        (BEFORE - DAY, BEFORE, False),
        (BEFORE, None, False),
        (AFTER, None, None),
    ],
)
def test_only_closed_and_open_overdue_reports_are_judged(
    due: datetime | None, resolved: datetime | None, ours: bool | None
) -> None:
    assert is_on_time(due, resolved, NOW) is ours


@pytest.mark.parametrize(
    ("flag", "due", "resolved", "reason"),
    [
        (True, BEFORE, BEFORE, None),
        (None, None, BEFORE, None),
        (None, BEFORE, BEFORE, "no_flag"),
        (True, None, BEFORE, "no_target"),
        (False, AFTER, None, "not_due_yet"),
        (True, BEFORE, None, "open_at_export"),
        (False, BEFORE, BEFORE, "flag_says_late"),
        (True, BEFORE - DAY, BEFORE, "flag_says_on_time"),
    ],
)
def test_each_difference_has_its_reason(
    flag: bool | None, due: datetime | None, resolved: datetime | None, reason: str | None
) -> None:
    assert why_different(flag, due, resolved, NOW) == reason
