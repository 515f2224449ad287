"""The official words word for word, alarms that do not flutter, risk that is never mixed, values that are doubted."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as few
from hypothesis import strategies as st

from hueioc.lib.packs import open_city
from hueioc.sensors.pack import Statement, check, read_networks, threshold_on
from hueioc.sensors.rules.invented import invented
from hueioc.sensors.rules.levels import Thresholds, alarm_level, level_reached, phrase
from hueioc.sensors.rules.quality import FLAT, LATE, RANGE, SPIKE, Last, Limits, after, judged
from hueioc.sensors.rules.risk import Risk, combined, computed, together

CITY = Path(settings.PACKS) / "cities" / "hue"
GAUGE = Thresholds(1.0, 2.0, 3.5, 5.81)
PUBLISHED = [said for network in read_networks(open_city(CITY)) for said in network.statements]
LIMITS = Limits(-3.0, 12.0, 1.0, 600, 86400)
ADDING: dict[str, Any] = {"several": 1, "heavy_loss": 2, "highest": 5}


@pytest.mark.parametrize("said", PUBLISHED, ids=lambda said: f"{said.station}-{said.level_m}")
def test_every_published_statement_is_said_word_for_word(said: Statement) -> None:
    thresholds = [limit for network in read_networks(open_city(CITY)) for limit in network.thresholds]
    limit = threshold_on(thresholds, said.station, said.at.date())
    assert limit is not None
    assert phrase(said.level_m, limit.levels(), "vi") == said.vi
    assert phrase(said.level_m, limit.levels(), "en") == said.en


def test_there_are_fourteen_published_statements_and_the_pack_has_no_problem() -> None:
    assert len(PUBLISHED) == 14
    assert check(CITY) == []


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (2.0, "at level II"),
        (2.004, "at level II"),
        (2.005, "above level II by 0,01 m"),
        (2.75, "above level II by 0,75 m"),  # halfway: the one that is reached
        (-0.4, "below level I by 1,40 m"),
        (9.0, "above level III by 5,50 m"),
    ],
)
def test_the_words_at_and_between_thresholds(level: float, words: str) -> None:
    assert phrase(level, GAUGE, "de") == words


@few(max_examples=60)
@given(st.floats(-3, 12), st.integers(0, 3))
def test_an_alarm_is_never_below_what_is_reached_and_leaves_only_through_the_gap(level: float, before: int) -> None:
    after_it, reached = alarm_level(level, before, GAUGE, 0.05), level_reached(level, GAUGE)
    assert reached <= after_it <= max(reached, before)
    assert alarm_level(level, after_it, GAUGE, 0.05) == after_it


def test_water_that_plays_around_a_threshold_moves_the_alarm_once() -> None:
    level, seen = 0, []
    for value in (1.9, 2.0, 1.99, 2.01, 1.96, 2.0, 1.94, 1.99):
        level = alarm_level(value, level, GAUGE, 0.05)
        seen.append(level)
    assert seen == [1, 2, 2, 2, 2, 2, 1, 1]


def test_hazards_together_are_one_level_more_and_never_above_five() -> None:
    assert [combined([3], **ADDING), combined([3, 2], **ADDING), combined([5, 4], **ADDING)] == [3, 4, 5]
    assert combined([2, 2], **ADDING, is_heavy=True) == 4
    with pytest.raises(ValueError, match="no hazard"):
        combined([], **ADDING)


def test_issued_and_computed_levels_are_never_mixed() -> None:
    assert together([Risk(3, 4), Risk(2, None)], **ADDING) == Risk(4, None)
    assert computed(3, is_whole=False) is None
    assert computed(3, is_whole=True) == 3


def test_what_cannot_be_is_flagged() -> None:
    last = Last(6000, 1.0, 0, 6000)
    assert judged(6600, 13.0, last, LIMITS) == RANGE | SPIKE
    assert judged(6600, 2.5, last, LIMITS) == SPIKE
    assert judged(6000 + 7200, 2.5, last, LIMITS) == 0, "two hours are time enough"
    assert judged(5000, 1.0, last, LIMITS) == LATE
    assert judged(6000 + 86400, 1.0, last, LIMITS) == FLAT
    assert after(5000, 9.0, LATE, last) is last


def test_invented_readings_are_the_same_again_and_within_the_limits_of_their_quantity() -> None:
    for network in read_networks(open_city(CITY)):
        for quantity in network.network.quantity:
            values = [invented(f"x.{quantity.code}", quantity.code, 600 * n, quantity.decimals) for n in range(600)]
            assert values[0] == invented(f"x.{quantity.code}", quantity.code, 0, quantity.decimals)
            assert all(quantity.lowest <= value <= quantity.highest for value in values)
            steps = [abs(a - b) for a, b in zip(values, values[1:], strict=False)]
            assert max(steps) < quantity.spike_step
