"""The hours of an exercise against those of the wall, for any speed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hueioc.exercises.rules.timeline import Level, Timeline, course, first_reached, spread

BEGINS = datetime(2025, 10, 26, tzinfo=UTC)
STARTED = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)
STEP = timedelta(minutes=10)


@settings(max_examples=30, deadline=None)
@given(speed=st.floats(1, 10_000), hours=st.floats(0.1, 200), share=st.floats(0, 1))
def test_hours_of_the_wall_and_of_the_exercise_lead_into_each_other(speed: float, hours: float, share: float) -> None:
    line = Timeline(BEGINS, BEGINS + timedelta(hours=hours), STARTED, speed)
    at = BEGINS + timedelta(hours=hours) * share
    assert STARTED <= line.due(at) <= line.due(line.ends) + timedelta(microseconds=5)
    # A microsecond of the wall is `speed` of the exercise.
    assert abs(line.hour(line.due(at)) - at) <= timedelta(microseconds=2 * speed + 5)


@settings(max_examples=30, deadline=None)
@given(values=st.lists(st.floats(0, 6), min_size=2, max_size=6), gap=st.integers(7, 300))
def test_what_lies_between_is_marked_and_stays_between(values: list[float], gap: int) -> None:
    known = [Level(BEGINS + timedelta(minutes=gap * n), value, "published") for n, value in enumerate(values)]
    found = course(known, STEP)
    assert [one for one in found if one.origin != "interpolated"] == known
    assert all(a.at < b.at for a, b in zip(found, found[1:], strict=False))
    assert min(values) - 0.01 <= min(one.value for one in found)
    assert max(one.value for one in found) <= max(values) + 0.01


def test_a_level_is_crossed_once_and_what_stood_there_from_the_beginning_never() -> None:
    values = [1.2, 1.6, 2.1, 1.9, 2.2, 3.6]
    levels = [Level(BEGINS + STEP * n, value, "assumed") for n, value in enumerate(values)]
    assert first_reached(levels, (1.0, 2.0, 3.5)) == {2: BEGINS + STEP * 2, 3: BEGINS + STEP * 5}
    assert first_reached(levels, ()) == {}
    assert spread([]) == {}
    assert spread([30, 10, 20]) == {"shortest": 10, "median": 20, "p90": 30, "longest": 30}
