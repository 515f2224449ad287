"""What the items of index 766 count: for each way to count, which dossiers are due and which of them earn.

A way to count answers None for what is not in the denominator, True for what earns, False for what costs points.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from hueioc.dossiers.queries.rows import DossierRow
from hueioc.dossiers.rules.index766 import Counting
from hueioc.workflow.pack import Procedure


@dataclass(frozen=True)
class Span:
    """The instants of a period, aware, both included."""

    begins: datetime
    ends: datetime

    def holds(self, at: datetime | None) -> bool:
        """True for an instant within; never for None."""
        return at is not None and self.begins <= at <= self.ends


class Mean(NamedTuple):
    """The handling time of one procedure: its code, how many dossiers, and their mean."""

    procedure: str
    many: int
    mean: timedelta


@dataclass(frozen=True)
class Tally:
    """One item counted: how many earn of how many, and what cost points (numbers, or codes of procedures).

    Of a handling time: seconds over dossiers, with the mean of each procedure, the slowest first.
    """

    numerator: int
    denominator: int
    costing: tuple[str, ...] = ()
    is_of_procedures: bool = False
    means: tuple[Mean, ...] = ()


ByDossier = Callable[[DossierRow, Span], bool | None]
ByProcedure = Callable[[Procedure, list[DossierRow]], bool | None]


def _accepted(row: DossierRow, span: Span, earns: bool) -> bool | None:
    """Of what was taken in within the period, which is what the official rules call received."""
    return earns if span.holds(row.accepted_at) else None


def _finished(row: DossierRow, span: Span, earns: bool) -> bool | None:
    """Of what came to a result within the period; refused, stopped and withdrawn ones have none."""
    return earns if span.holds(row.done_at or row.returned_at) else None


def _fully_online(row: DossierRow) -> bool:
    # A result that is not there yet has cost nothing.
    is_over = row.done_at or row.returned_at
    return row.channel == "online" and (row.has_electronic_result or not row.returns_document or not is_over)


BY_DOSSIER: dict[Counting, ByDossier] = {
    "on_time": lambda row, span: row.is_on_time,
    "synchronised": lambda row, span: (
        _accepted(row, span, span.ends >= row.synchronised_at) if row.synchronised_at else _accepted(row, span, False)
    ),
    "fully_online": lambda row, span: _accepted(row, span, _fully_online(row)),
    "filed_online": lambda row, span: _accepted(row, span, row.channel == "online"),
    "paid_online": lambda row, span: _accepted(row, span, row.is_paid_online) if row.fee else None,
    "electronic_result": lambda row, span: (
        _finished(row, span, row.has_electronic_result) if row.returns_document else None
    ),
    "digitised": lambda row, span: _finished(
        row,
        span,
        row.papers_digitised >= max(1, row.papers_wanted) and (row.has_electronic_result or not row.returns_document),
    ),
    "reused": lambda row, span: _accepted(row, span, row.papers_reused > 0),
    "shared": lambda row, span: _accepted(row, span, row.papers_from_vault > 0 or row.is_result_in_vault),
    "population_data": lambda row, span: _accepted(row, span, row.uses_population_data),
}
BY_PROCEDURE: dict[Counting, ByProcedure] = {
    "offered_online": lambda one, rows: one.service_level != "information",
    "used_online": lambda one, rows: (
        any(row.channel == "online" for row in rows) if one.service_level != "information" else None
    ),
    "payable_online": lambda one, rows: one.service_level == "full" if one.fees else None,
    "paid_once_online": lambda one, rows: any(row.is_paid_online for row in rows) if one.fees else None,
}


def tally(counting: Counting, rows: Iterable[DossierRow], span: Span, procedures: Iterable[Procedure]) -> Tally:
    """Count one item over the dossiers of a period and the procedures of the scope."""
    rows, known = list(rows), {one.code: one for one in procedures}
    if (of_procedure := BY_PROCEDURE.get(counting)) is not None:
        mine: defaultdict[str, list[DossierRow]] = defaultdict(list)
        for row in rows:
            if span.holds(row.accepted_at):
                mine[row.procedure].append(row)
        answers = [(code, of_procedure(one, mine[code])) for code, one in known.items()]
        return _tally(answers, is_of_procedures=True)
    if counting == "handling_time":
        return _handling_time(rows, span)
    if counting == "fully_online":
        full = {code for code, one in known.items() if one.service_level == "full"}
        rows = [row for row in rows if row.procedure in full]
    of_dossier = BY_DOSSIER[counting]
    return _tally([(row.number, of_dossier(row, span)) for row in rows])


def _handling_time(rows: Iterable[DossierRow], span: Span) -> Tally:
    """From acceptance to the result, without the time that supplements took; of what came to a result."""
    spent: defaultdict[str, list[timedelta]] = defaultdict(list)
    for row in rows:
        at = row.done_at or row.returned_at
        if at is not None and row.accepted_at is not None and span.holds(at):
            spent[row.procedure].append(max(timedelta(0), at - row.accepted_at - row.supplement_time))
    means = [Mean(code, len(times), sum(times, timedelta(0)) / len(times)) for code, times in spent.items()]
    whole = sum((sum(times, timedelta(0)) for times in spent.values()), timedelta(0))
    by_mean = tuple(sorted(means, key=lambda one: (-one.mean, one.procedure)))
    return Tally(round(whole.total_seconds()), sum(one.many for one in means), means=by_mean)


def _tally(answers: list[tuple[str, bool | None]], *, is_of_procedures: bool = False) -> Tally:
    due = [(code, earns) for code, earns in answers if earns is not None]
    costing = tuple(code for code, earns in due if not earns)
    return Tally(len(due) - len(costing), len(due), costing, is_of_procedures)


def if_closed(rows: Iterable[DossierRow], numbers: Iterable[str], at: datetime) -> list[DossierRow]:
    """The same rows as if the open ones among `numbers` were done at an instant; results stay what they are.

    On time is compared with the appointment; a dossier without one keeps its verdict.
    """
    wanted = set(numbers)
    return [_closed(row, at) if row.number in wanted and row.ending in {"open", "waiting"} else row for row in rows]


def _closed(row: DossierRow, at: datetime) -> DossierRow:
    is_on_time = row.is_on_time
    if row.appointment_at is not None:
        is_on_time = at - row.supplement_time <= row.appointment_at
    return replace(row, done_at=at, ending="done", why="by_appointment", is_on_time=is_on_time)
