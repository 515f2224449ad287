"""The effect of an adopted remedy: by hand, against chance, and a sentence where too little is known."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from hueioc.mining.rules.effect import effect_of
from hueioc.mining.tests.logs import Row, log_of, micros

SINCE = micros("2024-03-01T00:00:00+00:00")
ENDS = ("apply", "decide")


def rows_of(unit: str, before_h: list[float], after_h: list[float]) -> list[Row]:
    """A step every day of January and of March, as many hours long as the lists say, in turn."""
    found: list[Row] = []
    for month, hours in ((1, before_h), (3, after_h)):
        for day in range(28):
            at = datetime(2024, month, 2, tzinfo=UTC) + timedelta(days=day)
            done = at + timedelta(hours=hours[day % len(hours)])
            case = f"{unit}{month}{day}"
            found += [
                (case, "apply", f"{at:%Y-%m-%dT%H:%M:%SZ}", unit),
                (case, "decide", f"{done:%Y-%m-%dT%H:%M:%SZ}", unit),
            ]
    return [*found, ("end", "apply", "2024-05-01T00:00:00Z", "")]


def test_what_all_units_gained_is_not_the_remedys() -> None:
    # The others gain 1, 2 and 3 hours, the unit 12: the effect is -10, its doubt t(2) * 1 * sqrt(4/3).
    rows = rows_of("u", [20], [8]) + [row for n in (1, 2, 3) for row in rows_of(f"c{n}", [20], [20 - n])]
    found = effect_of(log_of(rows), ENDS, "u", SINCE)
    assert found is not None
    assert (found.changed_h, found.others_h, found.effect_h) == pytest.approx((-12, -2, -10))
    assert found.high_h - found.effect_h == pytest.approx(4.303 * (4 / 3) ** 0.5)
    assert (found.steps, found.others) == ((28, 28), 3)


@pytest.mark.parametrize(("unit", "others"), [("u", 2), ("nobody", 4)])
def test_too_few_units_or_steps_give_no_effect(unit: str, others: int) -> None:
    rows = rows_of("u", [20], [8]) + [row for n in range(others) for row in rows_of(f"c{n}", [20], [19])]
    assert effect_of(log_of(rows), ENDS, unit, SINCE) is None


def test_a_unit_that_changed_its_work_too_is_no_comparison() -> None:
    rows = rows_of("u", [20], [8]) + [row for n in (1, 2, 3, 9) for row in rows_of(f"c{n}", [20], [20 - n])]
    found = effect_of(log_of(rows), ENDS, "u", SINCE, {"u", "c9", "elsewhere"})
    assert found is not None
    assert found.others == 3
    assert found.effect_h == pytest.approx(-10)


def test_an_edge_that_does_not_occur_has_no_effect() -> None:
    assert effect_of(log_of(rows_of("u", [2], [1])), ("decide", "apply"), "u", SINCE) is None


def test_where_nothing_was_done_the_interval_holds_nothing_nineteen_times_in_twenty() -> None:
    random, held = np.random.default_rng(7), 0
    for _ in range(60):
        rows = [
            row
            for unit in "uabcd"
            for row in rows_of(
                unit, [10], [float(hours) for hours in (10 + random.normal(0, 1)) + random.normal(0, 2, 28)]
            )
        ]
        found = effect_of(log_of(rows), ENDS, "u", SINCE)
        assert found is not None
        held += found.low_h <= 0 <= found.high_h
    assert held >= 52  # 57 expected; fewer than 52 come by chance less than once in a hundred times
