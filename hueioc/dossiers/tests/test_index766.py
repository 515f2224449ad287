"""Scores of index 766 by hand-computed examples, and what holds for every count."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hueioc.dossiers.rules.index766 import Count, ItemScore, Rule, score, scores, total

pytestmark = pytest.mark.once
RATIO = Rule("2.1", "progress", 20, "ratio")
THRESHOLD = Rule("4.2", "digitisation", 4, "threshold", 80)
SYNCHRONISED = Rule("1.4", "procedures", 6, "ratio", zero="last_year")
MONITOR = Rule("2.2", "progress", 0, "monitor")


@pytest.mark.parametrize(
    ("rule", "count", "months", "share", "points", "state"),
    [
        (RATIO, Count(3, 4), 1, "75.00", "15.00", "counted"),
        (RATIO, Count(2, 3), 1, "66.67", "13.33", "counted"),
        (RATIO, Count(0, 9), 1, "0.00", "0.00", "counted"),
        (RATIO, Count(0, 0), 1, None, "0.00", "nothing_due"),
        (RATIO, None, 1, None, "0.00", "no_data"),
        (THRESHOLD, Count(80, 100), 1, "80.00", "4.00", "counted"),
        (THRESHOLD, Count(79, 100), 1, "79.00", "3.95", "counted"),
        (THRESHOLD, Count(1, 5), 1, "20.00", "1.00", "counted"),
        (THRESHOLD, Count(5, 5), 1, "100.00", "4.00", "counted"),
        (THRESHOLD, Count(0, 0), 1, None, "0.00", "nothing_due"),
        (SYNCHRONISED, Count(30, 40), 1, "75.00", "4.50", "counted"),
        # 120 last year: 10 a month, 30 a quarter, 120 a year.
        (SYNCHRONISED, Count(5, 0, 120), 1, "50.00", "3.00", "counted"),
        (SYNCHRONISED, Count(5, 0, 120), 3, "16.67", "1.00", "counted"),
        (SYNCHRONISED, Count(6, 0, 120), 12, "5.00", "0.30", "counted"),
        (SYNCHRONISED, Count(5, 0, 0), 1, "0.00", "0.00", "counted"),
        (SYNCHRONISED, Count(0, 0), 1, "0.00", "0.00", "counted"),
        (MONITOR, Count(1, 2), 1, "50.00", "0.00", "counted"),
    ],
)
def test_an_item_is_scored_as_computed_by_hand(
    rule: Rule, count: Count | None, months: int, share: str | None, points: str, state: str
) -> None:
    found = score(rule, count, months)
    assert found.share == (None if share is None else Decimal(share))
    assert (found.score, found.state) == (Decimal(points), state)


def test_what_nobody_counts_is_neither_earned_nor_lost() -> None:
    found = scores([RATIO, THRESHOLD, SYNCHRONISED], {"2.1": Count(3, 4), "4.2": Count(0, 0)}, 1)
    assert [one.lost for one in found] == [Decimal("5.00"), Decimal("0.00"), Decimal("0.00")]
    whole = total(found)
    assert (whole.earned, whole.countable, whole.most) == (Decimal("15.00"), 20, 30)
    assert total(found, "digitisation").countable == 0


def test_a_sum_is_rounded_once() -> None:
    third = Rule("x", "progress", 1, "ratio")
    items: list[ItemScore] = [score(third, Count(1, 3), 1)] * 3
    assert total(items).earned == Decimal("1.00")


def test_a_count_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match=r"2\.1"):
        score(RATIO, Count(-1, 4), 1)


# A machine that pauses processes makes the first draw slow; that says nothing about the rule.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([RATIO, THRESHOLD, SYNCHRONISED]), st.integers(0, 999), st.integers(0, 999), st.integers(0, 999))
def test_a_score_lies_within_its_points_and_never_falls_with_the_numerator(
    rule: Rule, numerator: int, denominator: int, last_year: int
) -> None:
    here = score(rule, Count(numerator, denominator, last_year), 3)
    more = score(rule, Count(numerator + 1, denominator, last_year), 3)
    assert 0 <= here.exact <= rule.most
    assert here.exact <= more.exact
    assert here.score + here.lost in ({rule.most} if here.state == "counted" else {0})
