"""A model that says how far a level moves within some hours, and between which bounds it will most probably stand."""

from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import ExtraTreesRegressor

from hueioc.forecasts.rules.features import features
from hueioc.forecasts.rules.records import Basin, Numbers

COVERED = 0.9
"""The share of outcomes an interval is made to hold."""
FEWEST = 60
"""Fewer lessons than this say nothing; then the last reading is the forecast."""

_TREES, _LEAST_LEAF, _TRIED = 200, 3, 0.6
_FOLDS = 5
_LOOKED_BACK_H = (6.0, 12.0, 24.0)
# Quiet water and a rising flood err differently: errors are kept by how far the level moves, or is said to move.
_CALM = (0.5, 0.8, 0.95)
# Between readings at most this many hours apart the level is taken to move evenly, for lessons only, never for a test.
_WIDEST_GAP_H = 6.0
_MOST_LESSONS = 20_000


@dataclass(frozen=True)
class Model:
    """What was learned for one span: the trees, and the errors of times they had not seen, by how far they said."""

    ahead_h: float
    trees: ExtraTreesRegressor
    edges: Numbers
    low: Numbers
    high: Numbers

    def says(self, basin: Basin, at: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """(level, low, high) in metres, each (n,), `ahead_h` hours after each hour of `at`; reads nothing later."""
        last, _when = basin.target.last(at)
        moves = self.trees.predict(features(basin, at, self.ahead_h))
        kind = np.digitize(_stir(basin, at, moves), self.edges)
        return last + moves, last + moves + self.low[kind], last + moves + self.high[kind]


def lessons(basin: Basin, ahead_h: float, *, widest_gap: float = _WIDEST_GAP_H) -> tuple[Numbers, Numbers, Numbers]:
    """(hours, rows, moves): from each reading of the gauge to what it showed `ahead_h` hours later."""
    hours = basin.target.hours
    moves = basin.target.reached(hours + ahead_h, widest_gap) - basin.target.values
    known = np.isfinite(moves)
    hours, moves = hours[known], moves[known]
    if len(hours) > _MOST_LESSONS:
        keep = np.linspace(0, len(hours) - 1, _MOST_LESSONS).astype(int)
        hours, moves = hours[keep], moves[keep]
    return hours, features(basin, hours, ahead_h) if len(hours) else np.empty((0, 0)), moves


def learn(basin: Basin, ahead_h: float) -> Model | None:
    """The model of one span from all that is in the basin; None with fewer than FEWEST lessons.

    The errors that make the interval come from times the trees had not seen: the record is cut into blocks of time, and
    each is foretold by trees that learned from the others (blocks, because neighbouring hours resemble each other).
    """
    hours, rows, moves = lessons(basin, ahead_h)
    if len(hours) < FEWEST:
        return None
    unseen = np.empty(len(moves))
    cuts = np.linspace(0, len(moves), _FOLDS + 1).astype(int)
    for begin, end in zip(cuts, cuts[1:], strict=False):
        others = np.r_[0:begin, end : len(moves)]
        unseen[begin:end] = _grown(rows[others], moves[others]).predict(rows[begin:end])
    errors, stir = moves - unseen, _stir(basin, hours, unseen)
    # A line between two readings hides how the level jumped: where enough was read, only that makes the interval.
    was_read = np.isfinite(basin.target.reached(hours + ahead_h))
    if was_read.sum() >= FEWEST:
        errors, stir = errors[was_read], stir[was_read]
    edges = np.quantile(stir, _CALM)
    low, high = _bounds(errors, np.digitize(stir, edges), len(edges) + 1)
    return Model(ahead_h, _grown(rows, moves), edges, low, high)


def _stir(basin: Basin, at: Numbers, moves: Numbers) -> Numbers:
    """How lively the water is: the larger of the move that is foretold and the widest one of the last hours."""
    ranges = [np.abs(basin.target.last(at)[0] - basin.target.last(at - back)[0]) for back in _LOOKED_BACK_H]
    return np.fmax(np.abs(moves), np.fmax.reduce(ranges))


def _grown(rows: Numbers, moves: Numbers) -> ExtraTreesRegressor:
    trees = ExtraTreesRegressor(_TREES, min_samples_leaf=_LEAST_LEAF, max_features=_TRIED, random_state=0)
    return trees.fit(rows, moves)


def _bounds(errors: Numbers, kind: np.ndarray, kinds: int) -> tuple[Numbers, Numbers]:
    """Lower and upper error of each kind; a kind seen too seldom takes those of all."""
    tail = (1 - COVERED) / 2
    whole = np.quantile(errors, [tail, 1 - tail])
    low, high = np.full(kinds, whole[0]), np.full(kinds, whole[1])
    for one in range(kinds):
        mine = errors[kind == one]
        if len(mine) * tail >= 1:
            low[one], high[one] = np.quantile(mine, [tail, 1 - tail])
    return np.minimum(low, 0.0), np.maximum(high, 0.0)
