"""Remedies of a log's bottlenecks, each tried on the part of the log that was not fitted."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from hueioc.mining.queries.analysing import mining_rules, with_own
from hueioc.mining.reading import LogMapping, read_log, read_mapping
from hueioc.mining.rules.bottlenecks import Marks, Scene, bottlenecks_of, bounced_events, repeated_cases
from hueioc.mining.rules.clocks import OfficeClock, own_clock, work_of
from hueioc.mining.rules.eventlog import DAY_US, EventLog, LogError, day_us
from hueioc.mining.rules.graph import steps_of
from hueioc.mining.rules.kinds import Limits
from hueioc.mining.rules.remedies import Tried, tried, visits_of

MOST = 10
# Of a log that is looked at on a page the first part is fitted, by the beginnings of its cases.
FITTED_SHARE = 0.6
_SENTENCES = {
    "not_the_offices": "A legal term or the citizen's own time: the office cannot shorten it, and no figure is given.",
    "too_few": "Too few pieces of work came before or after the end of the fitted part; no figure is given.",
    "missed": "The run without a change misses the median of the rest by {off_by:+.0%}; no figure is given.",
    "tail": "The run without a change meets the median of the rest and misses its mean by {mean_off_by:+.0%}: the slow "
    "tail is not met, and no figure is given.",
}


def try_remedies(
    log: EventLog, cut: int, marks: Marks, limits: Limits, office_of: Callable[[EventLog], OfficeClock] | None = None
) -> list[Tried]:
    """The costliest bottlenecks of what happened until the cut (microseconds), with what could be done about each.

    `office_of` gives the office clock of that part; without it, hours are those the log shows.
    """
    known = log.only_events(log.at <= cut)
    if not known.cases:
        return []
    clock = office_of(known) if office_of else own_clock(known, limits.quiet_hour, limits.days_only)
    found = bottlenecks_of(Scene(known, steps_of(known), work_of(known), clock, marks, limits))[:MOST]
    scene = Scene(log, steps_of(log), None, None, marks, limits)
    names = log.activity.names
    place = {(names[a], names[b]): edge for edge, (a, b) in enumerate(scene.steps.ends.tolist())}
    bounced, repeated = bounced_events(log), repeated_cases(scene)
    end = int(log.at.max())
    return [
        tried(
            one.start,
            one.end,
            one.kind,
            visits_of(log, scene.steps, place[one.start, one.end], bounced, repeated),
            cut,
            end,
        )
        for one in found
    ]


def usual_cut(log: EventLog) -> int:
    """Where the fitted part of a log ends when nobody says so."""
    return int(np.quantile(log.at[log.first[:-1]], FITTED_SHARE))


def what_if_log(path: Path, fit_until: date, mapping: Path | None = None) -> dict[str, Any]:
    """`hueioc whatif` of any log: {sentence, is_trusted, fit_until, bottlenecks}. Raises LogError or PackError.

    Of each bottleneck {from, to, kind, waiting, as_is: {predicted_median_s, actual_median_s, off_by, mean_off_by},
    sentence, remedies: [{remedy, hours_a_week: {mean, low, high}, cases_a_week}]}; the interval holds 90 % of the runs.
    """
    meaning = read_mapping(mapping) if mapping else LogMapping()
    log = read_log(path, meaning)
    # Days are those of the place where the log was written.
    shown = log.local()
    border = day_us(fit_until) + DAY_US
    if not len(log) or not bool((shown < border).any()) or not bool((shown >= border).any()):
        raise LogError(f"{path.name}: there must be events until {fit_until} and events after it.")
    limits, marks = mining_rules()
    cut = int(log.at[shown < border].max())
    found = try_remedies(log, cut, with_own(marks, meaning), limits)
    is_trusted = any(one.saved for one in found)
    return {
        "sentence": "" if is_trusted else "For no bottleneck could a remedy be foretold; the reasons stand with each.",
        "is_trusted": is_trusted,
        "fit_until": fit_until.isoformat(),
        "bottlenecks": [_data(one) for one in found],
    }


def _sentence(one: Tried) -> str:
    if not one.reason:
        return ""
    off, mean_off = (one.as_is.off_by, one.as_is.mean_off_by) if one.as_is else (0.0, 0.0)
    return _SENTENCES[one.reason].format(off_by=off, mean_off_by=mean_off)


def _data(one: Tried) -> dict[str, Any]:
    as_is = one.as_is
    return {
        "from": one.start,
        "to": one.end,
        "kind": one.kind.value,
        "waiting": one.waiting.value if one.waiting else None,
        "as_is": {
            "predicted_median_s": as_is.foretold_s,
            "actual_median_s": as_is.came_s,
            "off_by": as_is.off_by,
            "mean_off_by": as_is.mean_off_by,
        }
        if as_is
        else None,
        "sentence": _sentence(one),
        "remedies": [
            {
                "remedy": saved.remedy.value,
                "hours_a_week": {"mean": saved.hours, "low": saved.low, "high": saved.high},
                "cases_a_week": saved.cases,
            }
            for saved in one.saved
        ],
    }
