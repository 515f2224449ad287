"""On three real logs every figure equals that of pm4py 2.7.23.

The files in `expected/` were written by `bench/_mining_peer.py` on 2026-11-27, running pm4py 2.7.23 in an environment
of its own on the recorded logs; `python -m bench.mining --peer` compares again. pm4py is AGPL and no dependency.
Its reader drops the offsets of moments, so that it measures by the clock on the wall, as `EventLog.between` does.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hueioc.mining.queries.analysing import analyse, mining_rules
from hueioc.mining.reading import read_log
from hueioc.mining.rules.cases import durations_of, rework_of, variants_of
from hueioc.mining.rules.eventlog import EventLog
from hueioc.mining.rules.graph import edges_of
from hueioc.mining.tests.logs import real

pytestmark = pytest.mark.once
LOGS = pytest.mark.parametrize("name", ["receipt", "bpic2012", "road_traffic_fines"])


@cache
def _log(name: str) -> EventLog:
    return read_log(real(f"{name}.xes.gz"))


def _expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Path(__file__).parent / "expected" / f"{name}.json").read_text("utf-8"))
    return found


@LOGS
def test_the_edges_are_the_same_with_count_total_mean_and_median(name: str) -> None:
    edges = {(edge.start, edge.end): edge.spread for edge in edges_of(_log(name))}
    expected = {(start, end): figures for start, end, *figures in _expected(name)["edges"]}
    assert edges.keys() == expected.keys()
    for pair, (count, *seconds) in expected.items():
        found = edges[pair]
        assert found.many == count
        # The peer sums floating seconds, here whole microseconds are summed: they differ in the last digits.
        assert [found.total_s, found.mean_s, found.median_s] == pytest.approx(seconds, rel=1e-9, abs=1e-6)


@LOGS
def test_the_variants_are_the_same(name: str) -> None:
    counts = variants_of(_log(name)).counts
    assert len(counts) == _expected(name)["variants"]
    assert counts[:50].tolist() == _expected(name)["variant_counts"]


@LOGS
def test_the_durations_are_the_same(name: str) -> None:
    ordered = np.sort(durations_of(_log(name))).tolist()
    expected = _expected(name)["durations"]
    assert sum(ordered) == expected["total_us"]
    assert hashlib.sha256(json.dumps(ordered).encode()).hexdigest() == expected["sha256"]


@LOGS
def test_the_rework_is_the_same(name: str) -> None:
    assert {one.activity: one.cases for one in rework_of(_log(name))} == _expected(name)["rework"]


@LOGS
def test_the_first_and_last_activities_are_the_same(name: str) -> None:
    log = _log(name)
    for places, part in ((log.first[:-1], "begins"), (log.first[1:] - 1, "ends")):
        counts = np.bincount(log.activity.codes[places], minlength=len(log.activity.names)).tolist()
        found = {label: many for label, many in zip(log.activity.names, counts, strict=True) if many}
        assert found == _expected(name)[part]


@pytest.mark.parametrize(
    ("name", "start", "end", "kind"),
    [
        ("road_traffic_fines", "Insert Fine Notification", "Add penalty", "fixed timer"),
        ("road_traffic_fines", "Create Fine", "Send Fine", "true delay"),
        ("road_traffic_fines", "Add penalty", "Send for Credit Collection", "batching"),
        ("road_traffic_fines", "Add penalty", "Payment", "waiting on the citizen"),
        ("bpic2012", "W_Nabellen offertes", "W_Nabellen offertes", "waiting on the citizen"),
        ("bpic2012", "W_Completeren aanvraag", "W_Nabellen offertes", "waiting on the citizen"),
        ("bpic2012", "W_Nabellen incomplete dossiers", "W_Nabellen incomplete dossiers", "repeated supplements"),
    ],
)
def test_the_great_bottlenecks_are_called_what_they_are(name: str, start: str, end: str, kind: str) -> None:
    limits, marks = mining_rules()
    found = analyse(_log(name), marks, limits).bottlenecks
    assert {(one.start, one.end): one.kind.value for one in found}[start, end] == kind


def test_only_the_log_that_tells_when_work_began_is_split_into_work_and_waiting() -> None:
    limits, marks = mining_rules()
    split = {name: analyse(_log(name), marks, limits).worked_s for name in ("receipt", "bpic2012")}
    assert split["receipt"] is None
    assert split["bpic2012"] == pytest.approx(598 * 86_400, rel=0.01)
