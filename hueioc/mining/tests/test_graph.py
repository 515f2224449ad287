"""The graph, the variants and what is asked of cases, on logs that fit on a page and on any log."""

from collections import Counter, defaultdict
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hueioc.mining.rules import cases
from hueioc.mining.rules.cases import bounces_of, durations_of, rework_of, throughput_of, variant_list, variants_of
from hueioc.mining.rules.graph import edges_of
from hueioc.mining.tests.logs import log_of

pytestmark = pytest.mark.once
DAY = 86_400_000_000
LOG = log_of(
    [
        ("a", "open", "2024-03-01T08:00:00+07:00", "w1"),
        ("a", "check", "2024-03-03T08:00:00+07:00", "w2"),
        ("a", "check", "2024-03-03T08:00:00+07:00", "w1"),
        ("a", "close", "2024-03-04T08:00:00+07:00", "w2"),
        ("b", "open", "2024-03-02T08:00:00+07:00", "w1"),
        ("b", "check", "2024-03-08T08:00:00+07:00", ""),
        ("c", "open", "2024-03-02T08:00:00+07:00", "w1"),
        ("c", "check", "2024-03-05T08:00:00+07:00", "w1"),
    ]
)


def test_an_edge_tells_how_often_and_how_long() -> None:
    first = edges_of(LOG)[0]
    assert (first.start, first.end, first.cases) == ("open", "check", 3)
    days = [seconds / 86_400 for seconds in first.spread[1:]]
    assert first.spread.many == 3
    assert days == pytest.approx([11, 11 / 3, 3, 2.2, 5.4, 5.7])


def test_steps_never_cross_from_one_case_to_the_next() -> None:
    assert {(edge.start, edge.end): edge.spread.many for edge in edges_of(LOG)} == {
        ("open", "check"): 3,
        ("check", "check"): 1,
        ("check", "close"): 1,
    }


def test_variants_are_told_by_their_activities_with_cases_and_median() -> None:
    found = variant_list(LOG, variants_of(LOG), 10)
    assert [(one.activities, one.cases, one.median_s / 86_400) for one in found] == [
        (("open", "check"), 2, 4.5),
        (("open", "check", "check", "close"), 1, 3.0),
    ]


def test_variants_are_right_even_when_all_sums_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = variants_of(LOG).counts.tolist()
    monkeypatch.setattr(cases, "_mixed", lambda activity, position: np.zeros_like(activity))
    assert variants_of(LOG).counts.tolist() == expected


def test_rework_counts_cases_and_repeats() -> None:
    assert [tuple(one) for one in rework_of(LOG)] == [("check", 1, 1)]


def test_work_that_goes_to_somebody_and_straight_back_is_a_bounce() -> None:
    assert [tuple(one) for one in bounces_of(LOG)] == [("w1", "w2", 1, 1), ("w2", "w1", 1, 1)]


def test_throughput_counts_what_begins_and_ends_on_each_day_of_the_place() -> None:
    days, begun, ended = throughput_of(LOG)
    assert (len(days), begun.tolist(), ended.tolist()) == (8, [1, 2, 0, 0, 0, 0, 0, 0], [0, 0, 0, 1, 1, 0, 0, 1])


def test_sixty_days_stay_sixty_days_when_a_summer_hour_begins_between() -> None:
    log = log_of([("a", "x", "2024-03-01T00:00:00+01:00"), ("a", "y", "2024-04-30T00:00:00+02:00")])
    assert durations_of(log).tolist() == [60 * DAY]


def test_moments_of_several_places_are_measured_by_what_passed() -> None:
    log = log_of([("a", "x", "2024-03-01T07:00:00+07:00"), ("a", "y", "2024-03-01T02:00:00Z")])
    assert (durations_of(log).tolist(), [note.code for note in log.notes]) == ([2 * DAY // 24], ["several_zones"])


def test_a_clock_that_goes_back_makes_no_negative_time() -> None:
    log = log_of([("a", "x", "2024-10-27T02:50:00+02:00"), ("a", "y", "2024-10-27T02:10:00+01:00")])
    assert durations_of(log).tolist() == [20 * 60 * 1_000_000]


ROWS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"), st.integers(0, 50), st.sampled_from(["", "u", "v"])),
    min_size=1,
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_on_any_log_every_figure_is_what_counting_one_by_one_gives(rows: list) -> None:  # type: ignore[type-arg]
    log = log_of([(case, name, f"2024-03-01T00:{at:02}:00Z", unit) for case, name, at, unit in rows])
    of_case = defaultdict(list)
    for case, name, at, _unit in sorted(rows, key=lambda row: row[2]):
        of_case[case].append((name, at * 60))
    pairs = defaultdict(list)
    for events in of_case.values():
        for (first, begun), (second, ended) in zip(events, events[1:], strict=False):
            pairs[first, second].append(float(ended - begun))
    found = {(edge.start, edge.end): edge.spread for edge in edges_of(log)}
    assert {pair: (one.many, one.total_s, one.median_s) for pair, one in found.items()} == {
        pair: (len(took), sum(took), median(took)) for pair, took in pairs.items()
    }
    ways = Counter(tuple(name for name, _ in events) for events in of_case.values())
    assert {one.activities: one.cases for one in variant_list(log, variants_of(log), 99)} == ways
    again = Counter(n for events in of_case.values() for n, many in Counter(n for n, _ in events).items() if many > 1)
    assert {one.activity: one.cases for one in rework_of(log)} == again
