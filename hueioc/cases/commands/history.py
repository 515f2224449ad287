"""Takes over reports that another system handled, each verb at its historical hour, thousands in a transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hueioc.cases.commands.desk import CaseDesk
from hueioc.cases.commands.opening import prepare
from hueioc.cases.commands.triage import finish
from hueioc.cases.commands.units import resolve
from hueioc.cases.models import Case
from hueioc.cases.rules.intake import NewReport
from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed
from hueioc.people.rules import Actor
from hueioc.workflow.commands import clear, take_over_part


@dataclass(frozen=True, kw_only=True)
class PastCase:
    """A report with what became of it. Instants are aware; `due_at` is the source's own promise, when it had one."""

    report: NewReport
    opened_at: datetime
    unit: str
    due_at: datetime | None = None
    resolved_at: datetime | None = None
    outcome: str = "fixed"
    answer: str = ""


def record_history(past: Sequence[PastCase], actor: Actor) -> list[tuple[Case, bool]]:
    """Open, hand over, accept, resolve and close each report at its own hours, in the caller's transaction.

    The same verbs as for a report of today, only the clock is the source's. Returns each case and whether it is
    new; one with a known key is left as it is.
    """
    if not actor.is_machine:
        raise NotAllowed("Only an import takes over history.")
    reports, moments = [one.report for one in past], [one.opened_at for one in past]
    desks, cases = prepare(reports, actor, moments, [one.due_at for one in past])
    fresh = {id(desk.item): desk for desk in desks}
    news = []
    for one, case in zip(past, cases, strict=True):
        desk = fresh.pop(id(case), None)
        if desk is not None:
            _replay(desk, one, actor)
        news.append((case, desk is not None))
    clear(desks)
    return news


def _replay(desk: CaseDesk, one: PastCase, importer: Actor) -> None:
    officer = Actor(ref=importer.ref, roles=importer.roles | {("officer", one.unit)})
    with clock.at(one.opened_at):
        desk.actor, desk.at = officer, one.opened_at
        take_over_part(desk, one.unit, due_at=one.due_at)
        desk.item.phase = "in_work"
        desk.tell_moved("accept", "received")
    if one.resolved_at is None:
        return
    desk.at = max(one.resolved_at, one.opened_at)
    with clock.at(desk.at):
        resolve(desk, outcome=one.outcome, text=one.answer)
        finish(desk, "close", outcome=one.outcome)
    desk.actor = importer
