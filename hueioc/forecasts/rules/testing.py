"""How a model would have done on a time it never saw, beside saying that the level stays where it is."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from hueioc.forecasts.rules.model import Model, learn, lessons
from hueioc.forecasts.rules.records import Basin

HORIZONS_H = tuple(range(1, 13))


@dataclass(frozen=True)
class Score:
    """One span on unseen times; metres. `covered` is the share of outcomes within the interval, `width` its mean.

    `skill` is how much smaller the mean absolute error is than that of persistence: 0.2 is 20 % smaller.
    """

    ahead_h: float
    tests: int
    error: float
    persistence: float
    covered: float
    width: float

    @property
    def skill(self) -> float:
        return 1 - self.error / self.persistence if self.persistence else 0.0

    @property
    def is_better(self) -> bool:
        """True when the model is worth showing; else the last reading is the better forecast."""
        return self.tests > 0 and self.skill > 0


def score(model: Model, basin: Basin, since: float) -> Score:
    """How the model does after `since`: from real readings to real readings only, none of them between two."""
    hours, _rows, moves = lessons(basin, model.ahead_h, widest_gap=0.0)
    unseen = hours >= since
    hours, moves = hours[unseen], moves[unseen]
    if not len(hours):
        return Score(model.ahead_h, 0, 0.0, 0.0, 0.0, 0.0)
    said, low, high = model.says(basin, hours)
    came = basin.target.last(hours)[0] + moves
    return Score(
        ahead_h=model.ahead_h,
        tests=len(hours),
        error=float(np.mean(np.abs(came - said))),
        persistence=float(np.mean(np.abs(moves))),
        covered=float(np.mean((low <= came) & (came <= high))),
        width=float(np.mean(high - low)),
    )


def backtest(train: Basin, test: Basin, horizons: Iterable[float] = HORIZONS_H) -> list[Score]:
    """Learn from one time and score on another, span by span; what has too few lessons or no test is left out."""
    train, test = train.only(test), test.only(train)
    found = []
    since = float(test.target.hours[0]) if len(test.target) else 0.0
    for ahead in horizons:
        model = learn(train, ahead)
        if model is not None and (one := score(model, test, since)).tests:
            found.append(one)
    return found
