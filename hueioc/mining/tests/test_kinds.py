"""Every kind of bottleneck: by its table, by a log made for it, and on the recorded logs of real offices."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

import pytest
from django.conf import settings

from hueioc.lib.packs import open_city
from hueioc.mining.pack import check, limits_on, read_marks
from hueioc.mining.queries.analysing import analyse
from hueioc.mining.reading import read_log
from hueioc.mining.rules.bottlenecks import Marks, matches
from hueioc.mining.rules.eventlog import EventLog
from hueioc.mining.rules.kinds import Evidence, Kind, Limits, kind_of
from hueioc.mining.tests.logs import Row, log_of, real
from hueioc.workflow.pack import read_rules

pytestmark = pytest.mark.once
CITY = Path(settings.PACKS) / "cities" / "hue"
LIMITS: Limits = limits_on(
    read_rules(Path(settings.PACKS) / "rules" / "mining"), datetime(2026, 11, 27, tzinfo=UTC).date()
)
MARKS = read_marks(open_city(CITY))
DAY = 86_400.0
LONG = Evidence(steps=500, median_s=5 * DAY, p10_s=2 * DAY, p90_s=9 * DAY, slow_share=0.15)


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        (Kind.TRUE_DELAY, LONG),
        (Kind.FIXED_TIMER, LONG._replace(median_s=60 * DAY, p10_s=60 * DAY, p90_s=61 * DAY)),
        (Kind.TRUE_DELAY, LONG._replace(median_s=60 * DAY, p10_s=55 * DAY, p90_s=62 * DAY)),
        (Kind.FEW_STUCK_CASES, LONG._replace(steps=19, median_s=60 * DAY, p10_s=60 * DAY, p90_s=60 * DAY)),
        (Kind.TRUE_DELAY, LONG._replace(median_s=60, p10_s=60, p90_s=60)),
        (Kind.FEW_STUCK_CASES, LONG._replace(slow_share=0.5)),
        (Kind.TRUE_DELAY, LONG._replace(slow_share=0.49)),
        (Kind.WAITING_ON_THE_CITIZEN, LONG._replace(is_citizens=True, slow_share=0.9)),
        (Kind.FIXED_TIMER, LONG._replace(is_citizens=True, p10_s=5 * DAY, p90_s=5 * DAY)),
        (Kind.REPEATED_SUPPLEMENTS, LONG._replace(is_citizens=True, is_about_supplements=True, repeat_share=0.5)),
        (Kind.WAITING_ON_THE_CITIZEN, LONG._replace(is_citizens=True, is_about_supplements=True, repeat_share=0.4)),
        (Kind.HANDOVER_PING_PONG, LONG._replace(bounced_share=0.3)),
        (Kind.BATCHING, LONG._replace(run_days=1.0, runs=20, a_run_day=30)),
        (Kind.TRUE_DELAY, LONG._replace(run_days=1.0, runs=200, a_run_day=3)),
        (Kind.TRUE_DELAY, LONG._replace(run_days=2.6, runs=900, a_run_day=57)),
        (Kind.TRUE_DELAY, LONG._replace(run_days=1.0, runs=1, a_run_day=90)),
        (Kind.OUT_OF_HOURS, LONG._replace(open_share=0.05)),
        (Kind.TRUE_DELAY, LONG._replace(open_share=0.24)),
        (Kind.TRUE_DELAY, LONG._replace(open_share=None)),
        (Kind.CONTENTION, LONG._replace(queue_rank=0.6)),
        (Kind.TRUE_DELAY, LONG._replace(queue_rank=0.6, steps=90)),
    ],
)
def test_the_table_of_kinds(kind: Kind, seen: Evidence) -> None:
    assert kind_of(seen, LIMITS) == kind


MONDAY = datetime(2024, 1, 1, 9, tzinfo=UTC)


def _kind(rows: list[Row], start: str = "ask", end: str = "answer", marks: Marks = MARKS) -> Kind:
    found = analyse(log_of(rows), marks, LIMITS).bottlenecks
    return next(one.kind for one in found if (one.start, one.end) == (start, end))


def _pairs(waits: list[tuple[datetime, float]], hands: tuple[str, str] = ("u", "u")) -> list[Row]:
    """Cases of two events: when it began, and after how many hours the second came."""
    rows: list[Row] = []
    for number, (begun, hours) in enumerate(waits):
        rows.append((str(number), "ask", begun.isoformat(), hands[0]))
        rows.append((str(number), "answer", (begun + timedelta(hours=hours)).isoformat(), hands[1]))
    return rows


def _workdays(many: int, a_day: int = 3) -> list[datetime]:
    days = [MONDAY + timedelta(days=n) for n in range(many * 2) if n % 7 < 5][: many // a_day + 1]
    return [day + timedelta(minutes=97 * place) for day in days for place in range(a_day)][:many]


def test_a_wait_that_is_spread_over_all_is_a_true_delay() -> None:
    rand = Random(1)
    assert _kind(_pairs([(at, 24 * rand.uniform(3, 12)) for at in _workdays(300)])) == Kind.TRUE_DELAY


def test_a_term_is_a_fixed_timer() -> None:
    rand = Random(2)
    assert _kind(_pairs([(at, 24 * 30 + rand.uniform(0, 8)) for at in _workdays(300)])) == Kind.FIXED_TIMER


def test_a_few_that_lie_somewhere_are_few_stuck_cases() -> None:
    assert (
        _kind(_pairs([(at, 2000.0 if n % 40 == 0 else 1.5) for n, at in enumerate(_workdays(300))]))
        == Kind.FEW_STUCK_CASES
    )


def test_what_the_mapping_calls_the_citizens_is_waiting_on_the_citizen() -> None:
    rand = Random(3)
    rows = _pairs([(at, 24 * rand.uniform(3, 12)) for at in _workdays(300)])
    assert _kind(rows, marks=Marks(citizen=("ANS*",))) == Kind.WAITING_ON_THE_CITIZEN
    assert _kind(rows, marks=Marks(asks=("ask",))) == Kind.WAITING_ON_THE_CITIZEN


def test_asking_again_and_again_is_repeated_supplements() -> None:
    rand = Random(4)
    rows: list[Row] = []
    for number, at in enumerate(_workdays(200)):
        for _ in range(3):
            rows.append((str(number), "request for supplement", at.isoformat()))
            at += timedelta(days=rand.uniform(2, 9))
            rows.append((str(number), "supplement received", at.isoformat()))
            at += timedelta(hours=1)
    assert _kind(rows, "request for supplement", "supplement received") == Kind.REPEATED_SUPPLEMENTS


def test_what_is_collected_for_fridays_is_batching() -> None:
    waits = []
    for at in _workdays(600, 9):
        friday = (at + timedelta(days=(4 - at.weekday()) % 7 + 7)).replace(hour=16, minute=0)
        waits.append((at, (friday - at).total_seconds() / 3600))
    assert _kind(_pairs(waits)) == Kind.BATCHING


def test_what_comes_at_closing_and_goes_at_opening_is_out_of_hours() -> None:
    busy: list[Row] = [(f"b{n}", "other", at.isoformat()) for n, at in enumerate(_workdays(1200, 9)) if at.hour < 17]
    evenings = [(at.replace(hour=16, minute=55), 16.15) for at in _workdays(240, 1) if at.weekday() < 4]
    assert _kind([*busy, *_pairs(evenings)]) == Kind.OUT_OF_HOURS


def test_waits_that_grow_with_the_queue_are_contention() -> None:
    rand, free, waits = Random(5), MONDAY, []
    at = MONDAY
    for _ in range(600):
        at += timedelta(hours=rand.expovariate(1 / 8))
        free = max(free, at) + timedelta(hours=rand.uniform(6, 9))
        waits.append((at, (free - at).total_seconds() / 3600))
    assert _kind(_pairs(waits)) == Kind.CONTENTION


def test_work_that_goes_to_and_fro_is_ping_pong() -> None:
    rand = Random(6)
    rows: list[Row] = []
    for number, at in enumerate(_workdays(200)):
        for name, hand in (("ask", "A"), ("answer", "B"), ("ask", "A"), ("answer", "B"), ("ask", "A")):
            rows.append((str(number), name, at.isoformat(), hand))
            at += timedelta(days=rand.uniform(1, 6))
    assert _kind(rows) == Kind.HANDOVER_PING_PONG


@cache
def _log(name: str) -> EventLog:
    return read_log(real(name))


@pytest.mark.parametrize(
    ("name", "start", "end", "kind"),
    [
        (
            "receipt.csv.gz",
            "T05 Print and send confirmation of receipt",
            "T06 Determine necessity of stop advice",
            Kind.FEW_STUCK_CASES,
        ),
        ("bpic2020_domestic.xes.gz", "Request Payment", "Payment Handled", Kind.BATCHING),
        (
            "bpic2020_domestic.xes.gz",
            "Declaration REJECTED by EMPLOYEE",
            "Declaration SUBMITTED by EMPLOYEE",
            Kind.WAITING_ON_THE_CITIZEN,
        ),
    ],
)
def test_real_bottlenecks_are_called_what_they_are(name: str, start: str, end: str, kind: Kind) -> None:
    found = analyse(_log(name), MARKS, LIMITS).bottlenecks
    assert {(one.start, one.end): one.kind for one in found}[start, end] == kind


def test_patterns_have_no_regard_for_case() -> None:
    assert matches("W_Nabellen Offertes", ["w_nabellen *"])
    assert not matches("Payment Handled", ["payment"])


def test_the_pack_is_whole() -> None:
    assert check(CITY) == []


def test_a_number_that_is_missing_is_a_finding(tmp_path: Path) -> None:
    for part in ("cities/hue/city.toml", "rules/mining/activities.toml", "rules/mining/rules.toml"):
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        text = (Path(settings.PACKS) / part).read_text("utf-8").replace('code = "queue_rank"', 'code = "queue_ranks"')
        (tmp_path / part).write_text(text, "utf-8")
    assert check(tmp_path / "cities" / "hue") == ["Rules mining: the number queue_rank is missing."]
