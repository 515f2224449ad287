"""The pictures: places of the map on any graph, and numbers of the spectrum and of the dots."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hueioc.mining.drawing.layout import layered
from hueioc.mining.drawing.process_map import MOST_NODES, process_map
from hueioc.mining.drawing.times import dotted, spectrum
from hueioc.mining.rules.graph import edges_of, steps_of
from hueioc.mining.tests.logs import Row, log_of

pytestmark = pytest.mark.once
WIDE, NARROW = 100.0, 20.0


def test_a_chain_goes_straight_down() -> None:
    found = layered("abc", [("a", "b"), ("b", "c")], WIDE, NARROW)
    assert {node: at[1] for node, at in found.at.items()} == {"a": 0, "b": 1, "c": 2}
    assert len({at[0] for at in found.at.values()}) == 1


def test_the_way_back_goes_up_and_a_long_way_passes_every_layer() -> None:
    found = layered("abc", [("a", "b"), ("b", "c"), ("c", "a")], WIDE, NARROW)
    assert [layer for _, layer in found.through["c", "a"]] == [1]
    assert found.through["a", "b"] == []


def test_a_tangle_of_two_is_undone() -> None:
    found = layered("rabcd", [("r", "a"), ("r", "b"), ("a", "d"), ("b", "c"), ("a", "c")], WIDE, NARROW)
    assert (found.at["a"][0] < found.at["b"][0]) == (found.at["d"][0] < found.at["c"][0])


NAMES = st.sampled_from("abcdefgh")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(NAMES, NAMES), max_size=20))
def test_on_any_graph_no_two_boxes_overlap_and_most_ways_go_down(edges: list[tuple[str, str]]) -> None:
    pairs = list(dict.fromkeys(edges))
    found = layered("abcdefgh", pairs, WIDE, NARROW)
    assert set(found.at) == set("abcdefgh")
    rows: dict[int, list[float]] = {}
    for x, layer in found.at.values():
        rows.setdefault(layer, []).append(x)
    for row in rows.values():
        row.sort()
        assert all(second - first >= WIDE - 1e-6 for first, second in zip(row, row[1:], strict=False))
        assert row[0] >= WIDE / 2 - 1e-6
        assert row[-1] <= found.width - WIDE / 2 + 1e-6
    assert all(found.at[a][1] != found.at[b][1] for a, b in pairs if a != b)


def _rows(many: int) -> list[Row]:
    return [
        (f"c{case}", f"step {step}", f"2024-03-{1 + case % 9:02}T{8 + step % 12:02}:00:00Z")
        for case in range(many)
        for step in range(case % 30 + 1)
    ]


def test_the_map_of_a_large_process_stays_readable() -> None:
    log = log_of(_rows(60))
    counts = dict.fromkeys(log.activity.names, 5)
    drawn = process_map(list(log.activity.names), counts, edges_of(log), [], {})
    assert len(drawn.boxes) <= MOST_NODES
    assert drawn.hidden == len(edges_of(log)) - len(drawn.lines)
    assert all(len(words) <= 23 for box in drawn.boxes for _, words in box.lines)
    assert all(box.x >= 0 and box.x + box.width <= drawn.width for box in drawn.boxes)


def test_the_wider_the_line_the_more_often_it_was_gone() -> None:
    log = log_of([*_rows(3), ("x", "step 0", "2024-03-01T08:00:00Z")])
    drawn = process_map(list(log.activity.names), dict.fromkeys(log.activity.names, 1), edges_of(log), [], {})
    width = {line.start: line.width for line in drawn.lines}
    assert width["step 0"] > width["step 1"]


def test_a_spectrum_draws_some_and_counts_all() -> None:
    rows: list[Row] = []
    for case in range(1000):
        rows += [(f"c{case}", "a", f"2024-03-{1 + case % 28:02}T08:00:00Z"), (f"c{case}", "b", "2024-04-02T08:00:00Z")]
    log = log_of(rows)
    drawn = spectrum(log, steps_of(log), 0)
    assert (drawn.many, sum(period.many for period in drawn.periods)) == (1000, 1000)
    assert len(drawn.strokes) == 360
    assert {stroke.x2 for stroke in drawn.strokes} == {1080.0}


def test_dots_draw_some_and_count_all() -> None:
    log = log_of(_rows(900))
    drawn = dotted(log, log.activity.names)
    assert (drawn.shown, drawn.cases) == (240, 900)
    assert sum(row.begun for row in drawn.periods) == sum(row.ended for row in drawn.periods) == 900
    assert len(drawn.legend) == 5
