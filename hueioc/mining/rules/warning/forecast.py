"""A model of lateness that was learned and judged: numbers only, read and used with numpy alone."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from hueioc.mining.rules.eventlog import Ints
from hueioc.mining.rules.warning.moments import NUMBERS, Moments, Watched, features

_REASONS = 3


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """The linear model of one stage on standardised features, and its share in the calibration."""

    mean: list[float]
    scale: list[float]
    weights: list[float]
    bias: float
    shift: float
    base: float


class Tenth(msgspec.Struct, frozen=True, kw_only=True):
    """A tenth of all forecasts, the lowest first: what was foretold, what came, and the 95 % interval of chance.

    The interval is Wilson's for as many independent cases as the tenth holds; looks at one case are not independent.
    """

    moments: int
    cases: int
    foretold: float
    came: float
    low: float
    high: float


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """How forecasts met what became known later. Brier 1950; `auc` is the area under the ROC curve.

    `base_brier` is that of the share known at each moment for the same stage. `warned` is the share of late cases
    foretold at one half or more while there was time, and `notice_days` the median time left at the first warning.
    """

    cases: int
    moments: int
    late_share: float
    brier: float
    base_brier: float
    auc: float
    tenths: list[Tenth]
    warned: float
    notice_days: float

    @property
    def gap(self) -> float:
        """The largest distance between foretold and come, over the tenths."""
        return max(abs(tenth.foretold - tenth.came) for tenth in self.tenths)

    @property
    def is_better(self) -> bool:
        """True when the forecasts say more than the share alone."""
        return self.brier < self.base_brier and self.auc > 0.5


class Forecaster(msgspec.Struct, frozen=True, kw_only=True):
    """Learned from `cases` pieces of work; `stages` stand in the order of the eighths, from the first on."""

    words: list[str]
    stages: list[Stage]
    slope: float
    cases: int
    late_share: float
    judged: Judged


class Reason(NamedTuple):
    """What raises a forecast: a number's name or a word, and whether it is there or missing."""

    word: str
    is_there: bool
    value: float


class Foretold(NamedTuple):
    """One piece of work: its place in the log, the probability that it will be late, the base rate, the reasons."""

    case: int
    probability: float
    base: float
    reasons: list[Reason]


def raw_scores(stages: Sequence[Stage], found: Ints, stage: Ints) -> Ints:
    """(n,) log-odds before calibration."""
    scores = np.zeros(len(found))
    for number, one in enumerate(stages, 1):
        rows = stage == number
        scores[rows] = ((found[rows] - one.mean) / one.scale) @ np.array(one.weights) + one.bias
    return scores


def foretell(model: Forecaster, work: Watched, seen: Moments) -> list[Foretold]:
    """The forecast of each case at its moment, the most endangered first."""
    found = features(work, seen, model.words)
    scores = raw_scores(model.stages, found, seen.stage)
    told = []
    for row, (case, stage) in enumerate(zip(seen.cases.tolist(), seen.stage.tolist(), strict=True)):
        one = model.stages[stage - 1]
        probability = 1 / (1 + np.exp(-(model.slope * scores[row] + one.shift)))
        told.append(Foretold(case, float(probability), one.base, _reasons(model, one, found[row])))
    return sorted(told, key=lambda one: (-one.probability, one.case))


def _reasons(model: Forecaster, stage: Stage, found: Ints) -> list[Reason]:
    """The parts of the sum that raise the forecast most, compared with the usual case at this stage."""
    parts = (found - stage.mean) / stage.scale * stage.weights * np.sign(model.slope)
    names = [*NUMBERS, *model.words]
    best = np.argsort(-parts, kind="stable")[:_REASONS]
    return [Reason(names[n], bool(found[n] > stage.mean[n]), float(found[n])) for n in best.tolist() if parts[n] > 0]
