"""Whether an adopted remedy helped: before and after, beside the units that work as before."""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from hueioc.mining.rules.eventlog import MICROSECONDS, EventLog, Ints

FEWEST_STEPS, FEWEST_UNITS = 20, 3
_HOUR = 3600 * MICROSECONDS
# Student's t at 97.5 % for 1 to 30 degrees of freedom; beyond that the normal distribution is as good.
_T: tuple[float, ...] = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131),
    *(2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)
_NORMAL = 1.96


class Effect(NamedTuple):
    """Mean hours of a step: change in the unit, mean change in the others, the difference with its 95 % interval."""

    changed_h: float
    others_h: float
    effect_h: float
    low_h: float
    high_h: float
    steps: tuple[int, int]
    others: int


def effect_of(
    log: EventLog, ends: tuple[str, str], unit: str, since: int, also_changed: Collection[str] = ()
) -> Effect | None:
    """Difference in differences of an edge's mean time; `since` in local microseconds. None when too little is known.

    After goes from `since` to the end of the log, before is as long. A step belongs to whoever ends it, and only steps
    that begin and end within one of the two count, so that both are cut alike. Comparable is every other unit with
    FEWEST_STEPS in each that did not change its work too. How much units change by themselves is the doubt about the
    one that changed its work, by t
    with one less degree of freedom than they are (Donald and Lang, Review of Economics and Statistics 89, 2007).
    """
    took, begun, who = _steps(log, ends)
    end = int(log.local().max())
    before = (begun >= 2 * since - end) & (begun + took < since)
    after = (begun >= since) & (begun + took <= end)
    changes: dict[int, tuple[float, int, int]] = {}
    for code in np.unique(who[who >= 0]).tolist():
        first, second = took[before & (who == code)], took[after & (who == code)]
        if min(len(first), len(second)) >= FEWEST_STEPS:
            changes[code] = (float(second.mean() - first.mean()) / _HOUR, len(first), len(second))
    names = {name: code for code, name in enumerate(log.resource.names)}
    mine = changes.pop(names.get(unit, -1), None)
    for other in also_changed:
        changes.pop(names.get(other, -1), None)
    if mine is None or len(changes) < FEWEST_UNITS:
        return None
    others = np.array([change for change, _, _ in changes.values()])
    doubt = float(others.std(ddof=1)) * (1 + 1 / len(others)) ** 0.5
    wide = doubt * (_T[len(others) - 2] if len(others) - 2 < len(_T) else _NORMAL)
    effect = mine[0] - float(others.mean())
    return Effect(mine[0], float(others.mean()), effect, effect - wide, effect + wide, mine[1:], len(others))


def _steps(log: EventLog, ends: tuple[str, str]) -> tuple[Ints, Ints, Ints]:
    """(microseconds, local begin, code of who ends it) of each step of an edge."""
    names = {name: code for code, name in enumerate(log.activity.names)}
    source = np.flatnonzero(~log.begins()) - 1
    codes, wanted = log.activity.codes, [names.get(name, -2) for name in ends]
    source = source[(codes[source] == wanted[0]) & (codes[source + 1] == wanted[1])]
    return log.between(source, source + 1), log.local(source), log.resource.codes[source + 1]
