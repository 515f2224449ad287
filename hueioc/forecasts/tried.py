"""How a record of other years would have been foretold; a serving city never loads this, nor the learner."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hueioc.forecasts.files import gauges_of, read_year
from hueioc.forecasts.rules.model import COVERED
from hueioc.forecasts.rules.testing import HORIZONS_H, Score, backtest


def backtested(
    path: Path, train: int, test: int, target: str = "", offset_h: float = 7, ahead: Sequence[float] | None = None
) -> dict[str, Any]:
    """Learn from one year of a record and score on another, for one gauge or all that both years read.

    Gives `{"train", "test", "interval", "targets": {gauge: {"horizons": [...]}}}`: errors and widths in metres, `skill`
    the share by which the mean absolute error is smaller than that of persistence, `covered` the share of outcomes in
    the interval, which is made to hold the share `interval`. Raises FileRefused.
    """
    wanted = [target] if target else sorted(set(gauges_of(path, train)) & set(gauges_of(path, test)))
    found = {}
    for name in wanted:
        scores = backtest(
            read_year(path, train, name, offset_h), read_year(path, test, name, offset_h), ahead or HORIZONS_H
        )
        found[name] = {"horizons": [_told(one) for one in scores]}
    return {"train": train, "test": test, "interval": COVERED, "targets": found}


def _told(one: Score) -> dict[str, Any]:
    """A score as a table shows it, to the millimetre."""
    return {
        "ahead_h": one.ahead_h,
        "tests": one.tests,
        "mae_m": round(one.error, 4),
        "persistence_mae_m": round(one.persistence, 4),
        "skill": round(one.skill, 4),
        "covered": round(one.covered, 4),
        "width_m": round(one.width, 4),
        "method": "model" if one.is_better else "persistence",
    }
