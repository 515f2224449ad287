"""The simulation of a queue against a formula, against days it has not seen, and against bad files."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from hueioc.config.cli.__main__ import main
from hueioc.mining.foresight.backtest import TOLERANCE, what_if
from hueioc.mining.foresight.erlang import erlang_a
from hueioc.mining.foresight.simulation import simulate
from hueioc.mining.rules.eventlog import LogError
from hueioc.mining.tests.logs import REAL, written

pytestmark = pytest.mark.once
BANK = REAL.parent / "callcentre-bank" / "calls_1999_02_01_14.csv.gz"
HEAD = "date,vru_entry,vru_time,q_time,outcome,ser_time\n"


@pytest.mark.parametrize("staff", [5, 10])
def test_the_simulation_equals_erlang_a_where_the_formula_holds(staff: int) -> None:
    random, many = np.random.default_rng(3), 60_000
    at = np.cumsum(random.exponential(18, many))
    patience, service = random.exponential(300, many), random.exponential(170, many)
    slots = [staff] * int(at[-1] // 3600 + 2)
    found = simulate(at.tolist(), patience.tolist(), service.tolist(), slots, 3600)
    assert found == pytest.approx(erlang_a(1 / 18, 1 / 170, 1 / 300, staff), rel=0.06)


def test_erlang_a_with_one_place_and_equal_rates_is_a_poisson_queue() -> None:
    # With patience as long as service every caller leaves at the same rate: the number present is Poisson(1).
    wait, left = erlang_a(1.0, 1.0, 1.0, 1)
    assert (wait, left) == pytest.approx((np.exp(-1), np.exp(-1)))


def test_four_days_of_a_bank_are_foreseen_and_staff_moves_them_as_erlang_a_says() -> None:
    if not BANK.is_file():
        pytest.skip("the calls of the bank are not on this machine")
    found = what_if(BANK, date(1999, 2, 10))
    assert found["is_trusted"]
    assert all(abs(off) <= TOLERANCE for off in found["as_is"]["off_by"].values())
    now = found["as_is"]["predicted"]
    by = {one["staff"]: one for one in found["variants"]}
    for name in ("mean_wait_s", "abandoned"):
        assert by[2.0][name]["high"] < now[name]["low"] < now[name]["high"] < by[0.5][name]["low"]
    for factor in (0.5, 2.0):
        wait = by[factor]["mean_wait_s"]["mean"]
        assert wait == pytest.approx(by[factor]["erlang_a"]["mean_wait_s"], rel=0.1, abs=2)
    # Erlang-A knows no caller who hangs up at once; those stay whatever the staff, so the rise is compared.
    assert by[0.5]["abandoned"]["mean"] == pytest.approx(by[0.5]["erlang_a"]["abandoned"], rel=0.1)


def test_a_queue_that_changes_after_the_fit_gets_a_sentence_and_no_figure(tmp_path: Path) -> None:
    early = [f"9902{day:02},9:{m:02}:00,5,0,AGENT,30" for day in range(1, 8) for m in range(0, 60, 5)]
    late = [f"9902{day:02},9:{m:02}:00,5,200,HANG,0" for day in range(8, 10) for m in range(0, 60, 5)]
    found = what_if(written(tmp_path / "a.csv", HEAD + "\n".join(early + late) + "\n"), date(1999, 2, 7))
    assert (found["is_trusted"], found["variants"]) == (False, [])
    assert "misses the days it has not seen" in found["sentence"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\n1,2\n", "no column tells the case"),
        ("vru_entry,q_time,ser_time\n1,2,3\n", "it lacks date"),
        (HEAD + "990201,9:00:00,5,x,AGENT,30\n", "line 2: .* cannot be read"),
        (HEAD + "990201,9:00:00,5,-1,AGENT,30\n", "line 2: a call lasts"),
        (HEAD + "990201,9:00:00,5,1,LOST,30\n", "'LOST' is not known"),
        (HEAD + "990201,9:00:00,5,1,AGENT,30\n", "calls after it"),
        (HEAD, "holds no call"),
    ],
)
def test_a_file_that_cannot_be_meant_leaves_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(LogError, match=sentence):
        what_if(written(tmp_path / "a.csv", text), date(1999, 2, 7))


def test_the_command_writes_no_file_for_a_log_it_cannot_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "a,b\n")
    assert main(["whatif", str(path), "--fit-until", "1999-02-07", "--json", str(tmp_path / "o.json")]) == 1
    assert not (tmp_path / "o.json").exists()
