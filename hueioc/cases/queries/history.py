"""What a history of reports shows: states, punctuality, days to close by unit, slowest categories."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from hueioc.cases.models import Case
from hueioc.cases.rules.intake import origin_key
from hueioc.cases.rules.punctuality import is_on_time, why_different


@dataclass(frozen=True)
class Median:
    """A median in days with how many reports it rests on."""

    code: str
    days: float
    closed: int


@dataclass
class History:
    """Figures of the reports of one channel. Shares come with numerator and denominator.

    `on_time` of `judged`: closed by their target of (closed with a target + open beyond it). `flagged_on_time` of
    `flagged`: the same by the source's own flag. `differences` counts, by reason, reports on which the two differ.
    """

    by_phase: Counter[str] = field(default_factory=Counter)
    by_outcome: Counter[str] = field(default_factory=Counter)
    on_time: int = 0
    judged: int = 0
    flagged_on_time: int = 0
    flagged: int = 0
    differences: Counter[str] = field(default_factory=Counter)
    by_unit: list[Median] = field(default_factory=list)
    slowest: list[Median] = field(default_factory=list)


def history(
    channel: str, *, as_of: datetime, flags: Mapping[str, bool] | None = None, fewest: int = 20, slowest: int = 10
) -> History:
    """Figures of all reports of a channel, judged as of an instant.

    `flags` is the source's own judgement by the import's key; each difference is counted under its reason.
    Categories with fewer than `fewest` closed reports are left out of the slowest: a median of three says nothing.
    """
    found, own = History(), {origin_key(key): flag for key, flag in (flags or {}).items()}
    units: dict[str, list[float]] = {}
    categories: dict[str, list[float]] = {}
    columns = ("origin_key", "phase", "outcome", "unit", "service", "opened_at", "resolved_at", "first_due_at")
    rows = Case.objects.filter(channel=channel).values_list(*columns)
    for key, phase, outcome, unit, service, opened_at, resolved_at, due_at in rows.iterator(chunk_size=5000):
        found.by_phase[phase] += 1
        found.by_outcome[outcome] += 1
        _judge(found, own.get(key), due_at, resolved_at, as_of)
        if resolved_at is not None:
            days = (resolved_at - opened_at).total_seconds() / 86_400
            units.setdefault(unit, []).append(days)
            categories.setdefault(service, []).append(days)
    found.by_unit = sorted(_medians(units.items(), 1), key=lambda m: -m.days)
    found.slowest = sorted(_medians(categories.items(), fewest), key=lambda m: -m.days)[:slowest]
    return found


def _judge(
    found: History, flag: bool | None, due_at: datetime | None, resolved_at: datetime | None, as_of: datetime
) -> None:
    ours = is_on_time(due_at, resolved_at, as_of)
    found.judged += ours is not None
    found.on_time += bool(ours)
    found.flagged += flag is not None
    found.flagged_on_time += bool(flag)
    reason = why_different(flag, due_at, resolved_at, as_of)
    if reason:
        found.differences[reason] += 1


def _medians(groups: Iterable[tuple[str, list[float]]], fewest: int) -> Iterable[Median]:
    return (Median(code, median(days), len(days)) for code, days in groups if len(days) >= fewest)
