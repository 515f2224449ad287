"""What a model sees at an hour: levels and how they move, rain of the last two days, and the tide."""

import numpy as np

from hueioc.forecasts.rules.records import Basin, Numbers, Record

# Periods in hours of the tides that matter at a river mouth (M2, S2, N2, K1, O1), after Doodson's list of constituents.
_TIDES_H = (12.4206, 12.0, 12.6583, 23.9345, 25.8193)
_RAIN_H = (0, 3, 6, 12, 24, 48)
_STEPS_BACK = (1, 2, 3)
_HOURS_BACK = (12.0, 24.0)


def features(basin: Basin, at: Numbers, ahead_h: float) -> Numbers:
    """One row for each hour of `at` (n,) → (n, k); what is not known is nan. Reads nothing after that hour."""
    columns: list[Numbers] = [*_of_level(basin.target, at)]
    for name in sorted(basin.levels):
        columns += _of_level(basin.levels[name], at)
    for name in sorted(basin.rain):
        columns += _of_rain(basin.rain[name], at)
    columns += _of_tide(at, ahead_h)
    return np.column_stack(columns)


def _of_level(record: Record, at: Numbers) -> list[Numbers]:
    """Last value and its age, how fast it moved between the last readings, and against half a day and a day before."""
    value, when = record.last(at)
    columns = [value, at - when]
    for back in _STEPS_BACK:
        earlier, then = record.last(at, back)
        columns.append((value - earlier) / np.maximum(when - then, 1.0))
    columns += [value - record.last(at - hours)[0] for hours in _HOURS_BACK]
    return columns


def _of_rain(record: Record, at: Numbers) -> list[Numbers]:
    return [record.sum_between(at - far, at - near) for near, far in zip(_RAIN_H, _RAIN_H[1:], strict=False)]


def _of_tide(at: Numbers, ahead_h: float) -> list[Numbers]:
    """How far each tide moves within the hours ahead; the clock alone says it."""
    columns = []
    for period in _TIDES_H:
        now, then = 2 * np.pi * at / period, 2 * np.pi * (at + ahead_h) / period
        columns += [np.cos(then) - np.cos(now), np.sin(then) - np.sin(now)]
    return columns
