"""Remedies: simulated on what was not fitted, given only where the run without a change met it."""

import json
from pathlib import Path

import numpy as np
import pytest

from hueioc.config.cli.__main__ import main
from hueioc.mining.rules.kinds import Kind
from hueioc.mining.rules.remedies import TOLERANCE, Remedy, Visits, Waiting, run, tried
from hueioc.mining.tests.logs import REAL

pytestmark = pytest.mark.once
DAY_US = 86_400_000_000


def visits(came: list[float], stayed: list[float], *, bounce: float = 0.0) -> Visits:
    """Stays in days; a share of them is marked as bounced."""
    many = len(came)
    marks = np.arange(many) < bounce * many
    at_came, at_stayed = (np.round(np.array(part) * DAY_US).astype(np.int64) for part in (came, stayed))
    return Visits(at_came, at_stayed, marks, marks)


def steady(many: int = 400, *, slow: float = 2.0) -> Visits:
    """Something comes every quarter of a day and stays some two days, whatever lies there."""
    chance = np.random.default_rng(2)
    return visits([n / 4 for n in range(many)], (slow * chance.lognormal(0, 0.4, many)).tolist())


def first_come_first_served(many: int = 900) -> Visits:
    """One hand, nearly always busy: how long something waits depends on what lies there."""
    chance = np.random.default_rng(5)
    came = np.cumsum(chance.exponential(0.25, many))
    free, left = 0.0, []
    for at, work in zip(came.tolist(), chance.exponential(0.235, many).tolist(), strict=True):
        free = max(free, at) + work
        left.append(free)
    return visits(came.tolist(), (np.array(left) - came).tolist())


def at(day: float) -> int:
    return round(day * DAY_US)


def test_a_steady_delay_is_met_and_the_slowest_are_worth_reassigning() -> None:
    usual = steady(800)
    stuck = usual._replace(stayed=np.where(np.arange(800) % 20 == 0, at(15), usual.stayed))
    found = tried("a", "b", Kind.FEW_STUCK_CASES, stuck, at(120), at(220))
    assert found.reason == ""
    assert found.as_is is not None
    assert abs(found.as_is.off_by) <= TOLERANCE
    [saved] = found.saved
    assert saved.remedy is Remedy.REASSIGN
    # One in twenty of the 28 that come in a week, each spared some nine of fifteen days.
    assert saved.cases == pytest.approx(1.4, abs=0.7)
    assert 0 < saved.low <= saved.hours <= saved.high
    assert saved.hours == pytest.approx(1.4 * 9 * 24, rel=0.5)


def test_a_wait_that_became_another_one_gets_no_number() -> None:
    before, after = steady(240), steady(240, slow=6.0)
    both = visits(
        [*(before.came / DAY_US), *(after.came / DAY_US + 60)], [*(before.stayed / DAY_US), *(after.stayed / DAY_US)]
    )
    found = tried("a", "b", Kind.TRUE_DELAY, both, at(60), at(125))
    assert (found.reason, found.saved) == ("missed", [])
    assert found.as_is is not None
    assert found.as_is.off_by < -TOLERANCE


def test_a_tail_that_is_not_met_gets_no_number_although_the_median_is() -> None:
    usual = steady(800)
    later = np.arange(800) >= 480
    stuck = usual._replace(stayed=np.where(later & (np.arange(800) % 20 == 0), at(20), usual.stayed))
    found = tried("a", "b", Kind.FEW_STUCK_CASES, stuck, at(120), at(220))
    assert (found.reason, found.saved) == ("tail", [])
    assert found.as_is is not None
    assert abs(found.as_is.off_by) <= TOLERANCE < abs(found.as_is.mean_off_by)


@pytest.mark.parametrize("kind", [Kind.FIXED_TIMER, Kind.WAITING_ON_THE_CITIZEN])
def test_what_the_office_does_not_control_is_not_counted(kind: Kind) -> None:
    found = tried("a", "b", kind, steady(), at(60), at(110))
    assert (found.reason, found.as_is, found.saved) == ("not_the_offices", None, [])


def test_too_little_gives_a_reason() -> None:
    assert tried("a", "b", Kind.TRUE_DELAY, steady(40), at(5), at(11)).reason == "too_few"
    assert tried("a", "b", Kind.TRUE_DELAY, visits([], []), at(5), at(11)).reason == "too_few"


def test_more_hands_shorten_a_queue_and_fewer_lengthen_it() -> None:
    queue = first_come_first_served()
    known, came = queue.taken(np.arange(450)), queue.came[450:]
    as_is, more, fewer = (
        np.median([np.median(run(Waiting.QUEUE, known, came, turn, hands)) for turn in range(8)])
        for hands in (1.0, 1.25, 0.75)
    )
    assert more < as_is < fewer


def test_more_hands_are_no_remedy_for_a_delay() -> None:
    found = tried("a", "b", Kind.TRUE_DELAY, steady(), at(60), at(110))
    assert found.waiting is Waiting.DELAY
    assert {saved.remedy for saved in found.saved} == {
        *(Remedy.REASSIGN, Remedy.LOWER_ALLOWANCE, Remedy.RAISE_ALLOWANCE),
    }


def test_a_longer_allowance_saves_no_hours() -> None:
    found = {saved.remedy: saved for saved in tried("a", "b", Kind.TRUE_DELAY, steady(), at(60), at(110)).saved}
    assert found[Remedy.RAISE_ALLOWANCE].high <= 0 <= found[Remedy.LOWER_ALLOWANCE].low


def test_without_bounces_the_bounced_share_is_saved() -> None:
    found = tried(
        "a", "b", Kind.HANDOVER_PING_PONG, steady()._replace(is_bounce=np.arange(400) % 2 == 0), at(60), at(110)
    )
    [saved] = found.saved
    assert saved.remedy is Remedy.NAME_AN_OWNER
    assert saved.cases == pytest.approx(14, abs=3)


def test_any_log_is_tried_from_the_command_line(tmp_path: Path) -> None:
    log = REAL / "bpic2020_domestic.xes.gz"
    if not log.is_file():
        pytest.skip("the declarations are not on this machine")
    out = tmp_path / "out.json"
    assert main(["whatif", str(log), "--fit-until", "2018-06-30", "--json", str(out)]) == 0
    found = json.loads(out.read_text())
    assert found["is_trusted"]
    for one in found["bottlenecks"]:
        assert bool(one["remedies"]) != bool(one["sentence"])
        if one["remedies"]:
            assert abs(one["as_is"]["off_by"]) <= TOLERANCE
        for remedy in one["remedies"]:
            hours = remedy["hours_a_week"]
            assert hours["low"] <= hours["mean"] <= hours["high"]
    assert {one["kind"] for one in found["bottlenecks"]} >= {"waiting on the citizen", "batching"}


def test_a_day_outside_the_log_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "log.csv"
    log.write_text("case,activity,time\n1,opened,2026-01-01T08:00:00+07:00\n")
    assert main(["whatif", str(log), "--fit-until", "2025-01-01"]) == 1
    assert "events until 2025-01-01 and events after it" in capsys.readouterr().err
