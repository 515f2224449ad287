"""Learns to foretell lateness, and judges it as it would have been used: week by week, knowing only what was known.

Logistic regression with a strong penalty (scikit-learn), one for each eighth of the time. How scores become
probabilities is learned again every week from the place's own work whose promise had come due (Platt 1999, with a
level of its own for each stage), because places differ in how often they are late even where they work alike.
"""

from typing import NamedTuple

import numpy as np
from msgspec.structs import replace
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from hueioc.mining.rules.eventlog import DAY_US, Ints
from hueioc.mining.rules.warning.forecast import Forecaster, Judged, Stage, Tenth, raw_scores
from hueioc.mining.rules.warning.moments import STAGES, Watched, features, moments, words_of

_WEEK_US = 7 * DAY_US
# Few cases and hundreds of words: on permits of two municipalities a weaker one learned the first by heart (ADR 0077).
_PENALTY = 0.001
_LEAST_SHARE = 0.02
# A calibration has eight numbers; with fewer looks than this it follows chance.
_FEWEST_MOMENTS, _FEWEST_OF_EACH = 200, 20
_TENTHS = 10
_SURE_Z = 1.96


class TooLittle(ValueError):
    """The history cannot teach a forecast; the sentence says what is missing."""


class _Seen(NamedTuple):
    """Looks at work with what came of it: raw score, stage, case, lateness, the moment, and when it was known."""

    score: Ints
    stage: Ints
    case: Ints
    late: Ints
    at: Ints
    known_at: Ints


class _Calibration(NamedTuple):
    slope: float
    shifts: Ints

    def of(self, score: Ints, stage: Ints) -> Ints:
        told: Ints = 1 / (1 + np.exp(-(self.slope * score + self.shifts[stage - 1])))
        return told


def learn(older: Watched, newer: Watched, *, with_places: bool) -> Forecaster:
    """Learn from older work, calibrate and judge on newer work.

    With places, words of units and subjects count too; leave them out where the two come from different places.
    Raises TooLittle.
    """
    words = words_of(older, _LEAST_SHARE, with_places=with_places)
    if not with_places:
        understood = set(words_of(newer, 0.0, with_places=False))
        words = [word for word in words if word in understood]
    stages = _stages(older, words)
    seen = _seen(newer, stages, words)
    final = _calibrated(seen)
    if final is None:
        raise TooLittle("Too little of the newer work has come due to turn scores into probabilities.")
    base = _shares(seen)
    told = [replace(stage, shift=float(final.shifts[n]), base=float(base[n])) for n, stage in enumerate(stages)]
    return Forecaster(
        words=words,
        stages=told,
        slope=final.slope,
        cases=int(older.known.sum()),
        late_share=float(older.late[older.known].mean()),
        judged=_judged(newer, seen),
    )


def _stages(work: Watched, words: list[str]) -> list[Stage]:
    looks = moments(work)
    found, late = features(work, looks, words), work.late[looks.cases]
    return [_stage(found[looks.stage == stage], late[looks.stage == stage]) for stage in STAGES]


def _stage(found: Ints, late: Ints) -> Stage:
    missed, kept = int(late.sum()), int((~late).sum())
    if min(missed, kept) < _FEWEST_OF_EACH:
        raise TooLittle(
            f"At one stage only {missed} pieces of work were late and {kept} in time; {_FEWEST_OF_EACH} are needed."
        )
    mean, scale = found.mean(axis=0, dtype=np.float64), found.std(axis=0, dtype=np.float64)
    scale[scale == 0] = 1.0
    model = LogisticRegression(C=_PENALTY, max_iter=500).fit((found - mean) / scale, late)
    return Stage(
        mean=mean.tolist(),
        scale=scale.tolist(),
        weights=model.coef_[0].tolist(),
        bias=float(model.intercept_[0]),
        shift=0.0,
        base=float(late.mean()),
    )


def _seen(work: Watched, stages: list[Stage], words: list[str]) -> _Seen:
    looks = moments(work)
    score = raw_scores(stages, features(work, looks, words), looks.stage)
    return _Seen(score, looks.stage, looks.cases, work.late[looks.cases], looks.at, work.due[looks.cases])


def _calibrated(seen: _Seen) -> _Calibration | None:
    """None while too little is known."""
    missed = int(seen.late.sum())
    if len(seen.late) < _FEWEST_MOMENTS or min(missed, len(seen.late) - missed) < _FEWEST_OF_EACH:
        return None
    model = LogisticRegression(C=1.0, max_iter=500).fit(_design(seen), seen.late)
    slope, *shifts = model.coef_[0].tolist()
    return _Calibration(slope, np.array(shifts) + float(model.intercept_[0]))


def _design(seen: _Seen) -> Ints:
    levels = (seen.stage[:, None] == np.array(STAGES)[None, :]).astype(np.float64)
    return np.column_stack([seen.score, levels])


def _shares(seen: _Seen) -> Ints:
    """What was late of everything seen, by stage: the base rate a forecast has to beat."""
    whole = seen.late.mean() if len(seen.late) else 0.5
    return np.array([seen.late[seen.stage == s].mean() if (seen.stage == s).any() else whole for s in STAGES])


def _judged(work: Watched, seen: _Seen) -> Judged:
    """Every look foretold in its week from what had come due before that week. Raises TooLittle."""
    told, base = np.full(len(seen.at), np.nan), np.full(len(seen.at), np.nan)
    week = (seen.at - seen.at.min(initial=0)) // _WEEK_US
    for one in np.unique(week):
        rows = week == one
        past = _Seen(*(column[seen.known_at <= seen.at[rows].min()] for column in seen))
        calibration = _calibrated(past)
        if calibration is not None:
            told[rows] = calibration.of(seen.score[rows], seen.stage[rows])
            base[rows] = _shares(past)[seen.stage[rows] - 1]
    judged = ~np.isnan(told)
    late, told, base, case = seen.late[judged], told[judged], base[judged], seen.case[judged]
    if len(np.unique(late)) < 2:
        raise TooLittle("Nothing could be foretold before it was known: the history is too short.")
    warned, days = _notice(told, late, case, work.due[case] - seen.at[judged])
    return Judged(
        cases=len(np.unique(case)),
        moments=len(told),
        late_share=float(late.mean()),
        brier=float(np.mean((told - late) ** 2)),
        base_brier=float(np.mean((base - late) ** 2)),
        auc=float(roc_auc_score(late, told)),
        tenths=_tenths(told, late, case),
        warned=warned,
        notice_days=days,
    )


def _notice(told: Ints, late: Ints, case: Ints, left: Ints) -> tuple[float, float]:
    """Share of the late cases foretold at one half or more, and the median days that were left at the first warning."""
    longest: dict[int, int] = {}
    for number, time_left in zip(case[late & (told >= 0.5)].tolist(), left[late & (told >= 0.5)].tolist(), strict=True):
        longest[number] = max(longest.get(number, 0), time_left)
    missed = len(np.unique(case[late]))
    days = float(np.median(list(longest.values()))) / DAY_US if longest else 0.0
    return len(longest) / missed if missed else 0.0, days


def _tenths(told: Ints, late: Ints, case: Ints) -> list[Tenth]:
    return [
        _tenth(told[rows], late[rows], len(np.unique(case[rows])))
        for rows in np.array_split(np.argsort(told, kind="stable"), _TENTHS)
    ]


def _tenth(told: Ints, late: Ints, cases: int) -> Tenth:
    came = float(late.mean())
    middle = (came + _SURE_Z**2 / (2 * cases)) / (1 + _SURE_Z**2 / cases)
    half = _SURE_Z * np.sqrt(came * (1 - came) / cases + _SURE_Z**2 / (4 * cases**2)) / (1 + _SURE_Z**2 / cases)
    return Tenth(
        moments=len(late),
        cases=cases,
        foretold=float(told.mean()),
        came=came,
        low=float(middle - half),
        high=float(middle + half),
    )
