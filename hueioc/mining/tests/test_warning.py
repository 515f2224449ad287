"""Early warning: nothing of the future is looked at, forecasts beat the base rate, and they mean what they say."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hueioc.config.cli.__main__ import main
from hueioc.mining.queries.trial import trial
from hueioc.mining.rules.eventlog import DAY_US, MISSING, Coded, EventLog, event_log
from hueioc.mining.rules.warning.forecast import foretell
from hueioc.mining.rules.warning.learning import TooLittle, learn
from hueioc.mining.rules.warning.moments import (
    NEVER,
    NUMBERS,
    Moments,
    Watched,
    features,
    moments,
    moments_now,
    words_of,
)
from hueioc.mining.rules.warning.moments import watched_by_term as by_term
from hueioc.mining.tests.logs import REAL

pytestmark = pytest.mark.once
WORDS = ["did:asked", "did:sent", "lies:b"]


def log_of(cases: list[list[tuple[str, str, float]]]) -> EventLog:
    """A log from cases of (activity, resource, day)."""
    rows = [(number, *event) for number, events in enumerate(cases) for event in events]
    activities, resources = sorted({row[1] for row in rows}), sorted({row[2] for row in rows})
    return event_log(
        Coded(np.array([row[0] for row in rows], dtype=np.int32), tuple(f"c{n}" for n in range(len(cases)))),
        Coded(np.array([activities.index(row[1]) for row in rows], dtype=np.int32), tuple(activities)),
        np.array([round(row[3] * DAY_US) for row in rows], dtype=np.int64),
        resource=Coded(np.array([resources.index(row[2]) for row in rows], dtype=np.int32), tuple(resources)),
    )


def slow_and_quick(many: int, seed: int = 1) -> Watched:
    """Cases of ten days' term: those in which something is asked for on the second day are mostly late."""
    chance = np.random.default_rng(seed)
    cases = []
    for number in range(many):
        asks = chance.random() < 0.4
        end = 12.0 if chance.random() < (0.8 if asks else 0.1) else 9.0
        middle = [("asked", "a", number + 1.0)] if asks else [("sent", "b", number + 1.0)]
        cases.append([("opened", "a", float(number)), *middle, ("closed", "a", number + end)])
    return by_term(log_of(cases), 10 * DAY_US)


event = st.tuples(st.sampled_from(["opened", "asked", "sent"]), st.sampled_from(["a", "b"]), st.floats(0, 9.99))


@settings(deadline=None)
@given(st.lists(st.lists(event, min_size=1, max_size=6), min_size=1, max_size=6), st.integers(1, 7))
def test_what_happens_after_a_moment_changes_nothing_known_at_it(
    cases: list[list[tuple[str, str, float]]], eighth: int
) -> None:
    whole = [[("opened", "a", 0.0), *events] for events in cases]
    at = 10 * DAY_US * eighth // 8
    early = [[one for one in events if round(one[2] * DAY_US) <= at] for events in whole]
    found = []
    for given_events in (whole, early):
        work = by_term(log_of(given_events), 10 * DAY_US)
        # Ends are told apart from the steps, so that what is open at the moment is the same for both.
        ends = np.full(work.log.cases, NEVER)
        work = replace(work, ended=ends, flow=(np.sort(work.opened), ends))
        looks = Moments(np.arange(len(cases)), np.full(len(cases), at), np.full(len(cases), eighth))
        found.append(features(work, looks, WORDS))
    assert np.array_equal(found[0], found[1])


def test_numbers_and_words_of_a_moment_by_hand() -> None:
    work = by_term(
        log_of([[("opened", "a", 0), ("asked", "b", 2), ("asked", "b", 3), ("closed", "a", 12)]]), 10 * DAY_US
    )
    [row] = features(work, Moments(np.array([0]), np.array([5 * DAY_US]), np.array([4])), WORDS).tolist()
    named = dict(zip([*NUMBERS, *WORDS], row, strict=True))
    assert named["steps"] == pytest.approx(np.log(4))
    assert named["idle"] == pytest.approx(0.2)
    assert named["at_once"] == pytest.approx(np.log(2))
    assert (named["hands"], named["repeats"]) == (2, pytest.approx(np.log(2)))
    assert named["pressure"] == pytest.approx(np.log(2 / 2))
    assert (named["did:asked"], named["did:sent"], named["lies:b"]) == (1, 0, 1)


def test_a_promise_is_known_only_when_it_has_come_due() -> None:
    work = by_term(
        log_of([[("opened", "a", 0), ("closed", "a", 4)], [("opened", "a", 5), ("closed", "a", 18)]]), 10 * DAY_US
    )
    assert work.known.tolist() == [True, True]
    assert replace(work, until=12 * DAY_US).known.tolist() == [True, False]
    assert work.late.tolist() == [False, True]
    looks = moments(work)
    assert sorted(zip(looks.cases.tolist(), looks.stage.tolist(), strict=True)) == [
        *((0, eighth) for eighth in (1, 2, 3)),
        *((1, eighth) for eighth in range(1, 8)),
    ]


def test_an_open_case_is_looked_at_once_from_the_first_eighth_until_it_is_due() -> None:
    work = by_term(log_of([[("opened", "a", day)] for day in (0.0, 1.0, 5.0, 9.5)]), 10 * DAY_US)
    work = replace(work, ended=np.array([NEVER, NEVER, NEVER, NEVER]), until=int(10.5 * DAY_US))
    looks = moments_now(work)
    assert looks.cases.tolist() == [1, 2]
    assert looks.stage.tolist() == [7, 4]


def test_what_was_learned_is_foretold_better_than_by_the_share_alone_with_its_reason() -> None:
    work = slow_and_quick(900)
    model = learn(*work.parted(0.6), with_places=True)
    judged = model.judged
    assert judged.is_better
    assert judged.auc > 0.8
    assert judged.brier < 0.85 * judged.base_brier
    assert judged.warned > 0.5
    assert 0 < judged.notice_days < 10
    now = by_term(
        log_of([[("opened", "a", 0), ("sent", "b", 1)], [("opened", "a", 0), ("asked", "a", 1)]]), 10 * DAY_US
    )
    now = replace(now, ended=np.array([NEVER, NEVER]), until=5 * DAY_US)
    worst, best = foretell(model, now, moments_now(now))
    assert (worst.case, best.case) == (1, 0)
    assert worst.probability > 0.6 > 0.3 > best.probability
    assert {"did:asked", "did:sent"} & {reason.word for reason in worst.reasons}
    assert worst.base == best.base


def test_a_history_that_is_too_short_teaches_nothing() -> None:
    with pytest.raises(TooLittle, match="needed"):
        learn(*slow_and_quick(60).parted(0.6), with_places=True)


def test_words_that_hardly_occur_are_left_out() -> None:
    work = by_term(
        log_of([[("opened", "a", 0.0), ("rare", "b", 1.0)], *[[("opened", "a", float(n))] for n in range(99)]]), DAY_US
    )
    assert words_of(work, 0.02, with_places=False) == ["did:opened"]
    assert set(words_of(work, 0.01, with_places=True)) == {"did:opened", "did:rare", "lies:a", "lies:b"}
    assert MISSING not in features(work, moments(work), ["did:opened"])


def test_permits_of_one_municipality_foretell_those_of_another() -> None:
    files = [REAL / f"bpic2015_{number}.xes.gz" for number in (1, 3)]
    if not all(path.is_file() for path in files):
        pytest.skip("the permits are not on this machine")
    # Eight weeks are the term of the regular procedure: Wabo (Netherlands), article 3.9.
    found = trial(files[0], files[1], 56)
    judged = found["judged"]
    assert found["sentence"] == ""
    assert judged["brier"] < 0.9 * judged["base_brier"]
    assert judged["auc"] > 0.7
    assert max(abs(tenth["foretold"] - tenth["came"]) for tenth in judged["tenths"]) <= 0.05


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere.csv", "--term-days", "5"], "nowhere.csv"),
        (["nowhere.csv", "--term-days", "0"], "more than 0"),
        (["nowhere.csv", "--term-days", "nan"], "more than 0"),
    ],
)
def test_bad_arguments_get_a_sentence(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["warn", *arguments]) == 1
    assert says in capsys.readouterr().err


def test_a_log_without_teaching_gets_a_sentence_and_no_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "log.csv"
    log.write_text(
        "case,activity,time\n" + "".join(f"{n},opened,2026-01-{n:02}T08:00:00+07:00\n" for n in range(1, 20))
    )
    assert main(["warn", str(log), "--term-days", "3"]) == 0
    told = capsys.readouterr()
    assert '"judged": null' in told.out
    assert "needed" in told.err
