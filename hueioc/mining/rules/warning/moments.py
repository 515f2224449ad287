"""What could be known of a piece of work at a moment: its promise, how far it came, and nothing that happened later."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from hueioc.mining.rules.eventlog import MISSING, Coded, EventLog, Ints, empty_column

# Work is looked at whenever another eighth of its time has gone by; the first look is after the first eighth.
EIGHTHS = 8
STAGES = tuple(range(1, EIGHTHS))
NEVER = np.iinfo(np.int64).max
NUMBERS = ("steps", "idle", "at_once", "hands", "repeats", "pressure")
# Words stand beside the numbers: what was done, where it lies, what it is about.
DID, LIES, IS = "did:", "lies:", "is:"
_AT_ONCE = 64  # the share of its time in which work is counted as done at once


@dataclass(frozen=True, eq=False)
class Watched:
    """Pieces of work with a promise. For each case of the log: `opened`, `due`, `ended` (int64 microseconds), `about`.

    `flow` tells when all work of its kind was opened and ended, each in order of time, whether it stands in the log
    or not: it says how much lay open at any instant.

    `ended` is NEVER for what is still open. A promise is missed when the end, if any, comes after it. What happened
    after the instant `until` is not in it.
    """

    log: EventLog
    opened: Ints
    due: Ints
    ended: Ints
    about: Coded
    until: int
    flow: tuple[Ints, Ints]

    @property
    def late(self) -> Ints:
        """Whether each case missed its promise (bool); to be read only where it has come due."""
        missed: Ints = self.ended > self.due
        return missed

    @property
    def known(self) -> Ints:
        """Whether it is known how each case met its promise (bool): its due instant has come.

        What ended early is known earlier, but taking it in then would make the quick ones count twice.
        """
        came: Ints = (self.due <= self.until) & (self.due > self.opened)
        return came

    def only(self, kept: Ints) -> "Watched":
        """The cases for which `kept` (bool, one a case) is true."""
        # A log numbers its cases anew when some are left out, in the old order.
        return replace(
            self,
            log=self.log.only_cases(kept),
            opened=self.opened[kept],
            due=self.due[kept],
            ended=self.ended[kept],
            about=self.about.taken(kept),
        )

    def parted(self, share: float) -> tuple["Watched", "Watched"]:
        """(older, newer): what had come due when a share of all had, as known then, and what came due later."""
        due = np.sort(self.due[self.known])
        cut = int(due[int(share * (len(due) - 1))]) if len(due) else self.until
        older, newer = self.only(self.due <= cut), self.only(self.due > cut)
        return replace(older, until=cut), newer


@dataclass(frozen=True, eq=False)
class Moments:
    """Some cases, each at an instant (both n); `stage` is how many eighths of its time had gone by."""

    cases: Ints
    at: Ints
    stage: Ints


def watched_by_term(log: EventLog, term_us: int) -> Watched:
    """A log without promises, measured by one term from the first event; a case ends with its last event.

    Source of the shape: remaining-time and outcome prediction on prefixes, Teinemaa et al. 2019 (doi 10.1145/3301300).
    """
    opened = log.at[log.first[:-1]]
    ended = log.at[log.first[1:] - 1]
    flow = np.sort(opened), np.sort(ended)
    return Watched(log, opened, opened + term_us, ended, empty_column(log.cases), int(log.at.max()), flow)


def moments(work: Watched) -> Moments:
    """Every look at every case whose promise has come due: while it was open, after each eighth of its time."""
    cases, at, stage = [], [], []
    is_known = work.known
    for eighth in STAGES:
        instant = work.opened + (work.due - work.opened) // EIGHTHS * eighth
        chosen = np.flatnonzero(is_known & (work.ended > instant))
        cases.append(chosen)
        at.append(instant[chosen])
        stage.append(np.full(len(chosen), eighth))
    return Moments(np.concatenate(cases), np.concatenate(at), np.concatenate(stage))


def moments_now(work: Watched) -> Moments:
    """One look at `until` at each case that is open, not yet due, and has used at least an eighth of its time."""
    whole, now = work.due - work.opened, work.until
    is_open = (work.ended > now) & (work.due > now) & (whole > 0)
    stage = np.where(is_open, (now - work.opened) * EIGHTHS // np.maximum(whole, 1), 0)
    chosen = np.flatnonzero(stage >= 1)
    return Moments(chosen, np.full(len(chosen), now), stage[chosen])


def words_of(work: Watched, share: float, *, with_places: bool) -> list[str]:
    """Words that at least a share of the cases have; places and subjects only where they mean the same later."""
    log = work.log
    found = _frequent(DID, log.activity, _case_of_events(log), log.cases, share)
    if with_places:
        found += _frequent(LIES, log.resource, _case_of_events(log), log.cases, share)
        found += _frequent(IS, work.about, np.arange(log.cases), log.cases, share)
    return found


def features(work: Watched, seen: Moments, words: Sequence[str]) -> Ints:
    """(n, numbers and words) float32: what was known of each case at its moment.

    steps: log(1 + events); idle: share of the whole time since the last; at_once: log(1 + events of the first 64th);
    hands: different resources; repeats: log(1 + events of an activity done before); pressure: log of the cases
    open, over those that came within a whole time before. Words are 0 or 1.
    """
    found = np.zeros((len(seen.cases), len(NUMBERS) + len(words)), dtype=np.float32)
    for stage in np.unique(seen.stage):
        # A case is looked at once a stage, so that its events can be counted by case.
        rows = np.flatnonzero(seen.stage == stage)
        found[rows] = _at_one_stage(work, seen.cases[rows], seen.at[rows], words)
    return found


def _at_one_stage(work: Watched, cases: Ints, at: Ints, words: Sequence[str]) -> Ints:
    log, many = work.log, work.log.cases
    until = np.full(many, np.iinfo(np.int64).min)
    until[cases] = at
    case = _case_of_events(log)
    events = np.flatnonzero(log.at <= until[case])
    of, whole = case[events], np.maximum(work.due - work.opened, 1)
    last = np.zeros(many, dtype=np.int64)
    last[of] = log.at[events]  # in the order of time, so the last one stays
    counts = np.bincount(of, minlength=many)
    early = np.bincount(of[log.at[events] - work.opened[of] <= whole[of] // _AT_ONCE], minlength=many)
    numbers = np.column_stack(
        [
            np.log1p(counts[cases]),
            (at - np.maximum(last[cases], work.opened[cases])) / whole[cases],
            np.log1p(early[cases]),
            _different(log.resource, events, of, many)[cases],
            np.log1p(counts - _different(log.activity, events, of, many))[cases],
            _pressure(work, at, whole),
        ]
    )
    return np.hstack([numbers, _marks(work, events, of, words)[cases]]).astype(np.float32)


def _pressure(work: Watched, at: Ints, whole: Ints) -> Ints:
    began, ended = work.flow
    still = np.searchsorted(began, at, "right") - np.searchsorted(ended, at, "right")
    came = np.searchsorted(began, at, "right") - np.searchsorted(began, at - int(np.median(whole)), "right")
    ratio: Ints = np.log((still + 1) / (came + 1))
    return ratio


def _marks(work: Watched, events: Ints, of: Ints, words: Sequence[str]) -> Ints:
    """(cases, words) of 0 and 1."""
    log, many = work.log, work.log.cases
    found = np.zeros((many, len(words)), dtype=np.float32)
    place = {word: number for number, word in enumerate(words)}
    done = _columns(DID, log.activity, place)[log.activity.codes[events]]
    found[of[done >= 0], done[done >= 0]] = 1
    lies = np.full(many, MISSING)
    held = events[log.resource.codes[events] >= 0]
    lies[_case_of_events(log)[held]] = log.resource.codes[held]  # in the order of time, so the last one stays
    for prefix, column, codes in ((LIES, log.resource, lies), (IS, work.about, work.about.codes)):
        marked = np.append(_columns(prefix, column, place), MISSING)[codes]
        rows = np.flatnonzero(marked >= 0)
        found[rows, marked[rows]] = 1
    return found


def _columns(prefix: str, column: Coded, place: dict[str, int]) -> Ints:
    return np.array([place.get(prefix + name, MISSING) for name in column.names], dtype=np.int64)


def _frequent(prefix: str, column: Coded, case: Ints, many: int, share: float) -> list[str]:
    has = column.codes >= 0
    pairs = np.unique(case[has] * len(column.names) + column.codes[has])
    cases = np.bincount(pairs % max(len(column.names), 1), minlength=len(column.names))
    return [prefix + name for name, count in zip(column.names, cases.tolist(), strict=True) if count >= share * many]


def _different(column: Coded, events: Ints, of: Ints, many: int) -> Ints:
    """How many different names of a column each case has among some events."""
    codes = column.codes[events]
    pairs = np.unique(of[codes >= 0] * max(len(column.names), 1) + codes[codes >= 0])
    return np.bincount(pairs // max(len(column.names), 1), minlength=many)


def _case_of_events(log: EventLog) -> Ints:
    return np.repeat(np.arange(log.cases), np.diff(log.first))
