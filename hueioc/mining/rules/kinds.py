"""Which kind of bottleneck an edge is: a table of conditions, the first that holds decides; limits come from a pack."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

import msgspec


class Kind(StrEnum):
    """Why time is lost between two activities; the value is the name in JSON."""

    FIXED_TIMER = "fixed timer"
    REPEATED_SUPPLEMENTS = "repeated supplements"
    WAITING_ON_THE_CITIZEN = "waiting on the citizen"
    FEW_STUCK_CASES = "few stuck cases"
    HANDOVER_PING_PONG = "hand-over ping-pong"
    BATCHING = "batching"
    OUT_OF_HOURS = "out of hours"
    CONTENTION = "contention"
    TRUE_DELAY = "true delay"

    @property
    def code(self) -> str:
        """The name as a code, for addresses and style sheets."""
        return self.value.replace(" ", "_").replace("-", "_")


class Evidence(NamedTuple):
    """What is known of an edge. Shares are 0 to 1; a share that cannot be known is None.

    `slow_share`: of its time, held by the slowest 5 in 100 steps. `open_share`: of its time, in which the office was
    open. `run_days`: days a week on which its end happened, `runs`: such days in all, `a_run_day`: how many on one.
    `queue_rank`: rank correlation of how many waited when a step began with how long it took. `bounced_share`: of its
    time, in hand-overs that came straight back. `repeat_share`: of its time, in cases that were asked for something
    missing twice or more.
    """

    steps: int
    median_s: float = 0.0
    p10_s: float = 0.0
    p90_s: float = 0.0
    slow_share: float = 0.0
    open_share: float | None = None
    run_days: float = 7.0
    runs: int = 1
    a_run_day: float = 1.0
    queue_rank: float = 0.0
    bounced_share: float = 0.0
    is_citizens: bool = False
    is_about_supplements: bool = False
    repeat_share: float = 0.0

    @property
    def spread(self) -> float:
        """How far the middle 80 in 100 lie apart, in medians."""
        return (self.p90_s - self.p10_s) / self.median_s if self.median_s else float("inf")


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of the rules pack `mining`, by the names they have there."""

    fewest_steps: float
    timer_spread: float
    timer_days: float
    repeat_share: float
    slow_share: float
    bounced_share: float
    batch_days_a_week: float
    batch_runs: float
    batch_size: float
    open_share: float
    queue_rank: float
    queue_steps: float
    quiet_hour: float
    days_only: float
    listed_share: float


_DAY_S = 86_400
Condition = Callable[[Evidence, Limits], bool]
# Whose time it is comes before how it is spread: what a law or the citizen decides is no fault of the office. Then a
# few cases, because they bend every later figure. `true delay` is what remains.
_TABLE: tuple[tuple[Kind, Condition], ...] = (
    (
        Kind.FIXED_TIMER,
        lambda seen, limits: (
            seen.steps >= limits.fewest_steps
            and seen.median_s >= limits.timer_days * _DAY_S
            and seen.spread <= limits.timer_spread
        ),
    ),
    (
        Kind.REPEATED_SUPPLEMENTS,
        lambda seen, limits: seen.is_about_supplements and seen.repeat_share >= limits.repeat_share,
    ),
    (Kind.WAITING_ON_THE_CITIZEN, lambda seen, _limits: seen.is_citizens),
    (
        Kind.FEW_STUCK_CASES,
        lambda seen, limits: seen.steps < limits.fewest_steps or seen.slow_share >= limits.slow_share,
    ),
    (Kind.HANDOVER_PING_PONG, lambda seen, limits: seen.bounced_share >= limits.bounced_share),
    (
        Kind.BATCHING,
        lambda seen, limits: (
            seen.run_days <= limits.batch_days_a_week
            and seen.runs >= limits.batch_runs
            and seen.a_run_day >= limits.batch_size
        ),
    ),
    (Kind.OUT_OF_HOURS, lambda seen, limits: seen.open_share is not None and seen.open_share <= limits.open_share),
    (
        Kind.CONTENTION,
        lambda seen, limits: seen.steps >= limits.queue_steps and seen.queue_rank >= limits.queue_rank,
    ),
)


def kind_of(seen: Evidence, limits: Limits) -> Kind:
    """The kind of an edge."""
    return next((kind for kind, holds in _TABLE if holds(seen, limits)), Kind.TRUE_DELAY)
