"""Learns, tests and foretells one river; loaded in a process of its own only, because the learner is large."""

from datetime import UTC, datetime, timedelta

import numpy as np
from django.conf import settings
from django.utils.module_loading import import_string

from hueioc.forecasts.pack import Forecasts, River
from hueioc.forecasts.rules.model import Model, learn
from hueioc.forecasts.rules.records import Basin, Record
from hueioc.forecasts.rules.testing import Score, score
from hueioc.forecasts.shelf import Line, Told
from hueioc.lib import clock

_HOUR_S = 3600
# A young installation learns from five-minute sums, one that has a month behind it from hours.
_YOUNG = timedelta(days=30)


def foretold(river: River, how: Forecasts) -> Told | None:
    """Learn, test on the latest part that was kept apart, and foretell from now. None with too little read."""
    now = clock.now()
    basin = _basin(river, now - timedelta(days=how.history_days), now)
    if not len(basin.target):
        return None
    found = [line for ahead in how.ahead_h if (line := _line(basin, ahead, how.unseen_share, now)) is not None]
    if not found:
        return None
    return Told(
        code=river.code,
        made_at=now,
        read_at=datetime.fromtimestamp(float(basin.target.hours[-1]) * _HOUR_S, UTC),
        level_m=float(basin.target.values[-1]),
        lines=found,
    )


def _basin(river: River, since: datetime, until: datetime) -> Basin:
    course = import_string(settings.SERIES_BETWEEN)
    first = course(river.target, since, until, span=86_400)
    span = 300 if not first or until - first[0].at < _YOUNG else _HOUR_S

    def record(code: str, *, is_sum: bool) -> Record:
        # A sum is known when its span has ended, not when it began.
        rows = course(code, since, until - timedelta(seconds=span), span=span)
        return Record.of(((one.at.timestamp() + span) / _HOUR_S, one.total if is_sum else one.mean) for one in rows)

    return Basin(
        record(river.target, is_sum=False),
        {code: record(code, is_sum=False) for code in river.levels},
        {code: record(code, is_sum=True) for code in river.rain},
    )


def _line(basin: Basin, ahead_h: float, unseen_share: float, now: datetime) -> Line | None:
    """One span: scored by a model that did not see the latest part, foretold by one that did."""
    hours = basin.target.hours
    cut = float(hours[0] + (hours[-1] - hours[0]) * (1 - unseen_share))
    tested, model = learn(basin.until(cut), ahead_h), learn(basin, ahead_h)
    if tested is None or model is None:
        return None
    found = score(tested, basin, cut)
    level, low, high = _said(model, basin, found, now)
    return Line(
        ahead_h=ahead_h,
        level_m=round(level, 3),
        low_m=round(low, 3),
        high_m=round(high, 3),
        method="model" if found.is_better else "persistence",
        error_m=round(found.error if found.is_better else found.persistence, 4),
        persistence_m=round(found.persistence, 4),
        covered=round(found.covered, 4),
        tests=found.tests,
    )


def _said(model: Model, basin: Basin, found: Score, now: datetime) -> tuple[float, float, float]:
    """What is shown: the model where it was better, else the last reading with bounds as wide as the model's."""
    at = np.array([now.timestamp() / _HOUR_S])
    level, low, high = (float(one[0]) for one in model.says(basin, at))
    if found.is_better:
        return level, low, high
    last = float(basin.target.values[-1])
    return last, last + (low - level), last + (high - level)
