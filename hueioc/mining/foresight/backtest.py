"""Fits the first days, predicts the rest, and says what other staff would do only when the rest was met."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from hueioc.mining.foresight.calls import DAY_S, is_of_calls, read_calls, seconds_of
from hueioc.mining.foresight.erlang import erlang_a
from hueioc.mining.foresight.fitting import SLOT_S, Fitted, fit
from hueioc.mining.foresight.simulation import simulate
from hueioc.mining.queries.remedies import what_if_log
from hueioc.mining.rules.eventlog import Ints, LogError

TOLERANCE = 0.2
REPLICATIONS, SEED = 30, 1
VARIANTS = (0.5, 0.9, 1.1, 2.0)
_MEASURES = ("mean_wait_s", "abandoned")


def what_if(path: Path, fit_until: date, mapping: Path | None = None) -> dict[str, Any]:
    """The contract of `hueioc whatif --json`; `fit_until` is the last day that is fitted. Raises LogError or PackError.

    A queue of calls is simulated whole; of any other log each bottleneck by itself (`queries/remedies.py`).
    """
    return what_if_staff(path, fit_until) if is_of_calls(path) else what_if_log(path, fit_until, mapping)


def what_if_staff(path: Path, fit_until: date) -> dict[str, Any]:
    """What other staff would do to a queue of calls. Raises LogError."""
    calls, border = read_calls(path), seconds_of(fit_until) + DAY_S
    known, rest = calls.taken(calls.at < border), calls.taken(calls.at >= border)
    if not (len(known.at) and known.answered.any() and len(rest.at)):
        raise LogError(f"{path.name}: there must be answered calls until {fit_until} and calls after it.")
    fitted = fit(known)
    days = list(range(border // DAY_S, int(rest.at[-1]) // DAY_S + 1))
    actual = {"mean_wait_s": float(rest.wait.mean()), "abandoned": float(1 - rest.answered.mean())}
    as_is = predict(fitted, days, 1.0)
    off = {name: as_is[name]["mean"] / actual[name] - 1 if actual[name] else float("inf") for name in _MEASURES}
    missed = [name for name in _MEASURES if abs(off[name]) > TOLERANCE]
    found: dict[str, Any] = {"as_is": {"predicted": as_is, "actual": actual, "off_by": off}, "is_trusted": not missed}
    if missed:
        said = ", ".join(f"{name} by {off[name]:+.0%}" for name in missed)
        sentence = f"The simulation misses the days it has not seen ({said}); no figure for other staff is given."
        return found | {"sentence": sentence, "variants": []}
    rate = 1 / float(fitted.service_s.mean())
    variants = [
        {"staff": f, **predict(fitted, days, f), "erlang_a": by_formula(fitted, days, f, rate)} for f in VARIANTS
    ]
    return found | {"sentence": "", "variants": variants}


def predict(fitted: Fitted, days: list[int], factor: float) -> dict[str, dict[str, float]]:
    """Mean and the middle 90 % of the replications for days (since 1970) with so many times the staff."""
    random = np.random.default_rng(SEED)
    runs = np.array([_once(fitted, days, factor, random) for _ in range(REPLICATIONS)])
    low, high = np.percentile(runs, (5, 95), axis=0)
    return {
        name: {"mean": float(runs[:, i].mean()), "low": float(low[i]), "high": float(high[i])}
        for i, name in enumerate(_MEASURES)
    }


def _once(fitted: Fitted, days: list[int], factor: float, random: np.random.Generator) -> tuple[float, float]:
    weekdays = np.array(days) % 7
    exact = (fitted.staff[weekdays] * factor).ravel()
    staff = np.floor(exact).astype(int) + (random.random(len(exact)) < exact % 1)
    slots = np.repeat(np.arange(len(exact)), random.poisson(fitted.arrivals[weekdays].ravel()))
    at = np.sort((slots + random.random(len(slots))) * SLOT_S)
    patience = _patience(fitted, len(at), random) * (exact[(at // SLOT_S).astype(int)] > 0)
    service = random.choice(fitted.service_s, len(at))
    return simulate(at.tolist(), patience.tolist(), service.tolist(), staff.tolist(), SLOT_S)


def _patience(fitted: Fitted, many: int, random: np.random.Generator) -> Ints:
    place = np.searchsorted(fitted.gone, random.random(many))
    beyond = max(fitted.patience_s, default=0) + random.exponential(1 / max(fitted.patience_rate, 1e-9), many)
    return np.where(place < len(fitted.gone), np.append(fitted.patience_s, 0)[place], beyond)


def by_formula(fitted: Fitted, days: list[int], factor: float, service_rate: float) -> dict[str, float]:
    """The same from Erlang-A hour by hour, for those who wait at all: a check of direction and size, no forecast."""
    total = wait = left = 0.0
    for day in days:
        for rate, staff in zip(fitted.arrivals[day % 7] / SLOT_S, fitted.staff[day % 7] * factor, strict=True):
            if rate and round(staff):
                one = erlang_a(float(rate), service_rate, max(fitted.patience_rate, 1e-9), round(staff))
                total, wait, left = total + rate, wait + rate * one[0], left + rate * one[1]
    return {"mean_wait_s": float(wait / max(total, 1e-9)), "abandoned": float(left / max(total, 1e-9))}


__all__ = ["by_formula", "predict", "what_if"]
