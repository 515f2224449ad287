"""What could be done about a bottleneck, tried on a simulation that met the part of the log it had not seen.

Everything here is about one succession: work enters it with the first activity and leaves it with the second. Two ways
of waiting are fitted on the first part of the log. In a QUEUE the moments at which something leaves are what the office
can do, taken week by week from the past, and whoever waits takes them; in a DELAY each piece takes a time of its own,
whatever else lies there. The one that foretells the end of the fitted part better must then meet the rest.
"""

from collections import deque
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from hueioc.mining.rules.eventlog import DAY_US, MICROSECONDS, EventLog, Ints
from hueioc.mining.rules.graph import Steps
from hueioc.mining.rules.kinds import Kind

TOLERANCE = 0.2
REPLICATIONS, SEED = 20, 1
FEWEST = 30
_MOST = 4_000
_WEEK = 7 * DAY_US
_CHECKED = 0.25  # of the fitted part, to choose between the two ways of waiting


class Waiting(StrEnum):
    """How work waits on a succession."""

    QUEUE = "queue"
    DELAY = "delay"


class Remedy(StrEnum):
    """What an office can do; the value is the name in JSON."""

    REASSIGN = "reassign what lies too long"
    MORE_STAFF = "a quarter more hands"
    LESS_STAFF = "a quarter fewer hands"
    MORE_DAYS = "work on it on twice as many days"
    SPLIT_QUEUE = "a queue of its own for what is usually quick"
    LOWER_ALLOWANCE = "an allowance at the usual time, kept"
    RAISE_ALLOWANCE = "an allowance that nine in ten keep"
    FIX_THE_FORM = "ask once: a form or template that names everything"
    NAME_AN_OWNER = "name one owner, so that nothing bounces"


# What fits a kind. Terms of a law and the time the citizen takes are not the office's to shorten.
FITTING: dict[Kind, tuple[Remedy, ...]] = {
    Kind.FEW_STUCK_CASES: (Remedy.REASSIGN,),
    Kind.TRUE_DELAY: (
        *(Remedy.MORE_STAFF, Remedy.LESS_STAFF, Remedy.REASSIGN, Remedy.LOWER_ALLOWANCE, Remedy.RAISE_ALLOWANCE),
    ),
    Kind.CONTENTION: (Remedy.MORE_STAFF, Remedy.LESS_STAFF, Remedy.SPLIT_QUEUE),
    Kind.BATCHING: (Remedy.MORE_DAYS,),
    Kind.OUT_OF_HOURS: (Remedy.MORE_DAYS,),
    Kind.HANDOVER_PING_PONG: (Remedy.NAME_AN_OWNER,),
    Kind.REPEATED_SUPPLEMENTS: (Remedy.FIX_THE_FORM,),
    Kind.FIXED_TIMER: (),
    Kind.WAITING_ON_THE_CITIZEN: (),
}


class Saved(NamedTuple):
    """A remedy's worth: hours saved a week with the middle 90 % of the replications, and cases it touches a week."""

    remedy: Remedy
    hours: float
    low: float
    high: float
    cases: float


class AsIs(NamedTuple):
    """The run without a change beside what came: medians in seconds, how far off, and how far off the means are."""

    foretold_s: float
    came_s: float
    off_by: float
    mean_off_by: float


class Tried(NamedTuple):
    """A bottleneck with its simulation; `reason` is a code that says why there is no figure, empty when there is."""

    start: str
    end: str
    kind: Kind
    waiting: Waiting | None
    as_is: AsIs | None
    reason: str
    saved: list[Saved]


class Visits(NamedTuple):
    """Stays on one succession, in the order of coming (int64 microseconds): when each came, how long it stayed.

    `is_bounce` and `is_repeat` mark stays that belong to a hand-over to and fro, or to a supplement asked again.
    """

    came: Ints
    stayed: Ints
    is_bounce: Ints
    is_repeat: Ints

    def taken(self, rows: Ints) -> "Visits":
        """Some of them."""
        return Visits(*(column[rows] for column in self))


def visits_of(log: EventLog, steps: Steps, edge: int, bounced: Ints, repeated: Ints) -> Visits:
    """The stays on a succession; the marks are one an event (bounced) and one a case (repeated)."""
    rows = steps.of(edge)
    source = steps.source[rows]
    order = np.argsort(log.at[source], kind="stable")
    source = source[order]
    return Visits(log.at[source], steps.took[rows][order], bounced[source], repeated[log.case.codes[source]])


def tried(start: str, end: str, kind: Kind, visits: Visits, cut: int, end_of_log: int) -> Tried:
    """Fit on what came and left before the cut, test on what came after it, and try what fits the kind."""
    nothing = Tried(start, end, kind, None, None, "", [])
    if not FITTING[kind]:
        return nothing._replace(reason="not_the_offices")
    known, rest = _parts(visits, cut, end_of_log)
    if min(len(known.came), len(rest.came)) < FEWEST:
        return nothing._replace(reason="too_few")
    waiting = _chosen(known)
    foretold = [run(waiting, known, rest.came, turn) for turn in range(REPLICATIONS)]
    as_is = _as_is(foretold, rest)
    found = nothing._replace(waiting=waiting, as_is=as_is)
    if abs(as_is.off_by) > TOLERANCE:
        return found._replace(reason="missed")
    if abs(as_is.mean_off_by) > TOLERANCE:
        # Hours are sums, and most of them lie in the slow tail, of which a median knows nothing.
        return found._replace(reason="tail")
    weeks = max((int(rest.came[-1]) - int(rest.came[0])) / _WEEK, 1 / 7)
    saved = [_saved(remedy, waiting, known, rest.came, foretold, weeks) for remedy in FITTING[kind]]
    return found._replace(saved=[one for one in saved if one is not None])


def _parts(visits: Visits, cut: int, end_of_log: int) -> tuple[Visits, Visits]:
    """(known, rest). What comes shortly before an end is left out: only its quick ones have left by then."""
    left = visits.came + visits.stayed
    known = visits.taken((visits.came < cut) & (left <= cut))
    if not len(known.came):
        return known, known
    usual = int(np.percentile(known.stayed, 90))
    known = known.taken(known.came <= max(cut - usual, int(known.came[0])))
    rest = visits.taken((visits.came >= cut) & (visits.came <= end_of_log - usual))
    return known.taken(slice(-_MOST, None)), rest.taken(slice(0, _MOST))  # type: ignore[arg-type]


def _chosen(known: Visits) -> Waiting:
    place = int(len(known.came) * (1 - _CHECKED))
    first, later = known.taken(slice(0, place)), known.taken(slice(place, None))  # type: ignore[arg-type]
    if min(len(first.came), len(later.came)) < FEWEST:
        return Waiting.DELAY
    came = float(np.median(later.stayed))
    off = {way: abs(float(np.median(run(way, first, later.came, 0))) - came) for way in Waiting}
    return min(Waiting, key=lambda way: off[way])


def _as_is(foretold: list[Ints], rest: Visits) -> AsIs:
    said = float(np.median([np.median(stayed) for stayed in foretold])) / MICROSECONDS
    came = float(np.median(rest.stayed)) / MICROSECONDS
    mean_said = float(np.mean([stayed.mean() for stayed in foretold])) / MICROSECONDS
    mean_came = float(rest.stayed.mean()) / MICROSECONDS
    return AsIs(said, came, _off(said, came), _off(mean_said, mean_came))


def _off(said: float, came: float) -> float:
    return said / came - 1 if came else float(said > 0)


def run(waiting: Waiting, known: Visits, came: Ints, turn: int, hands: float = 1.0) -> Ints:
    """Stays (int64) of what comes at some instants, one replication; `hands` is how much leaves, 1 as it was."""
    random = np.random.default_rng((SEED, turn))
    if waiting is Waiting.DELAY:
        return random.choice(known.stayed, len(came))
    return _queue(known, came, random, hands)


def _queue(known: Visits, came: Ints, random: np.random.Generator, hands: float) -> Ints:
    """Who waits takes the moments at which the office lets go; what lay there at the beginning goes first.

    A moment that nobody waits for is kept for the next one who comes within its week: hands do other work meanwhile.
    """
    begin = int(came[0])
    moments = _moments(known, begin, int(came[-1]), random, hands)
    lying = known.taken(known.came + known.stayed > int(known.came[-1]))
    queue = deque([-1] * len(lying.came))
    least = int(np.percentile(known.stayed, 5))
    stayed = np.zeros(len(came), dtype=np.int64)
    kept: deque[int] = deque()
    nxt = 0
    for moment in moments.tolist():
        while nxt < len(came) and int(came[nxt]) + least <= moment:
            queue.append(nxt)
            nxt += 1
        while kept and kept[0] < moment - _WEEK:
            kept.popleft()
        kept.append(moment)
        while queue and kept:
            kept.popleft()
            one = queue.popleft()
            if one >= 0:
                stayed[one] = moment - int(came[one])
    last = int(moments[-1]) if len(moments) else begin
    for one in [*(n for n in queue if n >= 0), *range(nxt, len(came))]:
        stayed[one] = max(last - int(came[one]), least)
    return stayed


def _moments(known: Visits, begin: int, end: int, random: np.random.Generator, hands: float) -> Ints:
    """Moments at which something leaves, for as long as needed: whole weeks of the past in a drawn order."""
    left = np.sort(known.came + known.stayed)
    first = int(known.came[0])
    weeks = np.arange(max(1, (int(known.came[-1]) - first) // _WEEK))
    parts, at = [], begin
    horizon = end + 26 * _WEEK
    while at < horizon:
        week = first + int(random.choice(weeks)) * _WEEK
        inside = left[np.searchsorted(left, week) : np.searchsorted(left, week + _WEEK)]
        many = int(len(inside) * hands) + int(random.random() < len(inside) * hands % 1)
        drawn = inside if many == len(inside) else random.choice(inside, many) if len(inside) else inside
        parts.append(np.sort(drawn) - week + at)
        at += _WEEK
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


Change = Callable[[Ints, Visits, np.random.Generator], Ints]


def _reassigned(stayed: Ints, known: Visits, random: np.random.Generator) -> Ints:
    """What lies longer than nine in ten goes to somebody else and takes what it takes there."""
    limit = int(np.percentile(known.stayed, 90))
    quick = known.stayed[known.stayed <= limit]
    again = limit + random.choice(quick, len(stayed))
    return np.where(stayed > limit, np.minimum(stayed, again), stayed)


def _allowed(stayed: Ints, known: Visits, random: np.random.Generator) -> Ints:
    """Whoever took longer than three in four takes as long as those: the allowance is set there and kept."""
    return np.minimum(stayed, int(np.percentile(known.stayed, 75)))


def _allowed_longer(stayed: Ints, known: Visits, random: np.random.Generator) -> Ints:
    """What is finished within the last tenth of the term of three in four follows it to the term of nine in ten.

    Work is often finished just before its term; such work takes the longer one too, so hours are lost and not saved.
    """
    term, longer = np.percentile(known.stayed, (75, 90))
    follows = (stayed > 0.9 * term) & (stayed <= term)
    return np.where(follows, (stayed * (longer / max(term, 1))).astype(np.int64), stayed)


def _on_more_days(stayed: Ints, known: Visits, random: np.random.Generator) -> Ints:
    """It leaves at the same turn of work, and turns come twice as often: half of the time to the turn is gone."""
    days = np.unique((known.came + known.stayed) // DAY_US)
    gap = int(np.median(np.diff(days))) * DAY_US if len(days) > 1 else 0
    spared = min(gap // 2, int(np.median(known.stayed)) // 2)
    shorter: Ints = np.maximum(stayed - spared, np.minimum(stayed, DAY_US // 24))
    return shorter


def _unbounced(stayed: Ints, known: Visits, random: np.random.Generator) -> Ints:
    return np.where(random.random(len(stayed)) < known.is_bounce.mean(), 0, stayed)


def _asked_once(stayed: Ints, known: Visits, random: np.random.Generator) -> Ints:
    """Half of the stays that belong to a repeated request are spared: the first request stays."""
    return np.where(random.random(len(stayed)) < known.is_repeat.mean() / 2, 0, stayed)


def _split(stayed: Ints, known: Visits, random: np.random.Generator) -> Ints:
    """The quicker half no longer waits behind the slower: it stays as long as the quickest quarter does."""
    middle, quick = np.percentile(known.stayed, (50, 25))
    return np.where(stayed <= middle, np.minimum(stayed, int(quick)), stayed)


_CHANGES: dict[Remedy, Change] = {
    Remedy.REASSIGN: _reassigned,
    Remedy.LOWER_ALLOWANCE: _allowed,
    Remedy.RAISE_ALLOWANCE: _allowed_longer,
    Remedy.MORE_DAYS: _on_more_days,
    Remedy.NAME_AN_OWNER: _unbounced,
    Remedy.FIX_THE_FORM: _asked_once,
    Remedy.SPLIT_QUEUE: _split,
}
_HANDS = {Remedy.MORE_STAFF: 1.25, Remedy.LESS_STAFF: 0.75}


def _saved(
    remedy: Remedy, waiting: Waiting, known: Visits, came: Ints, foretold: list[Ints], weeks: float
) -> Saved | None:
    """None where a remedy has no meaning: more hands shorten no delay that does not depend on how much lies there."""
    if remedy in _HANDS and waiting is Waiting.DELAY:
        return None
    hours, touched = [], []
    for turn, as_is in enumerate(foretold):
        if remedy in _HANDS:
            changed = run(waiting, known, came, turn, _HANDS[remedy])
        else:
            changed = _CHANGES[remedy](as_is, known, np.random.default_rng((SEED, turn, 1)))
        spared = as_is - changed
        hours.append(float(spared.sum()) / MICROSECONDS / 3600 / weeks)
        touched.append(float((spared != 0).sum()) / weeks)
    low, high = np.percentile(hours, (5, 95))
    return Saved(remedy, float(np.mean(hours)), float(low), float(high), float(np.mean(touched)))
