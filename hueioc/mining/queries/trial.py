"""A trial of early warning on files: learned from one log, judged week by week on another."""

from pathlib import Path
from typing import Any

import msgspec

from hueioc.mining.reading import LogMapping, read_log, read_mapping
from hueioc.mining.rules.eventlog import DAY_US, LogError
from hueioc.mining.rules.warning.learning import TooLittle, learn
from hueioc.mining.rules.warning.moments import Watched, watched_by_term

# Within this the house calls a forecast calibrated; beyond it a sentence stands beside the figures.
MOST_GAP = 0.05
# Of one log alone the older part teaches; the rest must do to calibrate and to judge.
OLDER_SHARE = 0.6


def trial(train: Path, test: Path | None, term_days: float, mapping: Path | None = None) -> dict[str, Any]:
    """Figures of a trial, or the sentence why there are none. Raises LogError or PackError; no database is asked.

    Without a log to test on, the first one is parted by time.

    {sentence, term_days, learned_from: {cases, known, late_share}, judged: {cases, moments, late_share, brier,
    base_brier, auc, gap, is_calibrated, warned, notice_days, tenths: [{moments, cases, foretold, came, low, high}]}}
    """
    meaning = read_mapping(mapping) if mapping else LogMapping()
    older = _read(train, meaning, term_days)
    is_one = test is None or test == train
    older, newer = older.parted(OLDER_SHARE) if is_one or test is None else (older, _read(test, meaning, term_days))
    found: dict[str, Any] = {"sentence": "", "term_days": term_days, "learned_from": _about(older), "judged": None}
    try:
        judged = learn(older, newer, with_places=is_one).judged
    except TooLittle as fault:
        return found | {"sentence": str(fault)}
    if not judged.is_better:
        found["sentence"] = "The forecasts say no more than the share of late work by itself; none is given."
    elif judged.gap > MOST_GAP:
        found["sentence"] = (
            f"In one tenth the forecasts miss what came by {judged.gap:.1%}: read them as an order only."
        )
    told = msgspec.to_builtins(judged) | {"gap": judged.gap, "is_calibrated": judged.gap <= MOST_GAP}
    return found | {"judged": told}


def _read(path: Path, meaning: LogMapping, term_days: float) -> Watched:
    log = read_log(path, meaning)
    if not len(log):
        raise LogError(f"{path.name}: there are no events in it.")
    return watched_by_term(log, round(term_days * DAY_US))


def _about(work: Watched) -> dict[str, Any]:
    known = work.known
    share = float(work.late[known].mean()) if known.any() else 0.0
    return {"cases": work.log.cases, "known": int(known.sum()), "late_share": share}
