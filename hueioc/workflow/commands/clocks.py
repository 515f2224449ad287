"""The clock to the citizen: started once, paused for a known reason, extended by a row, never reset."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid
from hueioc.workflow.commands.desk import Desk
from hueioc.workflow.models import Extension, Pause
from hueioc.workflow.pack import Allowance
from hueioc.workflow.rules.deadlines import Due, PauseSpan, due


def count_deadline(desk: Desk[Any]) -> Due:
    """The citizen's deadline as it stands: from the last extension, else from the start of the clock."""
    pauses = [PauseSpan(p.started_at, p.ended_at, p.reason) for p in desk.pauses if p.rests_citizen]
    if desk.extensions:
        last = desk.extensions[-1]
        later = [p for p in pauses if p.end is None or p.end > last.at]
        return due(last.old_due_at, Allowance(working_days=last.working_days), desk.catalogue.calendar, later)
    start = desk.item.clock_started_at or desk.item.opened_at
    allowed = desk.catalogue.allowance(desk.item.service, clock.day_of(desk.item.opened_at))
    return due(start, allowed, desk.catalogue.calendar, pauses)


def recount(desk: Desk[Any]) -> None:
    """Count the citizen's deadline anew, after a pause, an extension or another category."""
    counted = count_deadline(desk)
    desk.item.due_at = counted.at
    desk.item.due_trace = [step.as_data() for step in counted.trace]
    desk.touch()


def _recount_parts(desk: Desk[Any]) -> None:
    pauses = [PauseSpan(p.started_at, p.ended_at, p.reason) for p in desk.pauses if p.rests_unit]
    allowance = desk.catalogue.allowance(desk.item.service)
    for part in desk.live_parts():
        if part.state == "accepted" and part.answered_at:
            counted = due(part.answered_at, allowance, desk.catalogue.calendar, pauses).at
            # An extension may have moved this part further than its own allowance.
            part.due_at = counted and max(counted, part.first_due_at or counted)
            desk.change(part)


def start_clock(desk: Desk[Any]) -> None:
    """Start the citizen's clock now and make the first promise, which never changes again."""
    if desk.item.clock_started_at is None:
        desk.item.clock_started_at = desk.at
    recount(desk)
    if desk.item.first_due_at is None:
        desk.item.first_due_at = desk.item.due_at


def pause(desk: Desk[Any], *, reason: str, wait_reason: str, legal_basis: str = "", note: str = "") -> None:
    """Let the work wait; the process says which clocks stand for this wait reason. Raises Conflict when it waits."""
    if any(p.ended_at is None for p in desk.pauses):
        raise Conflict(_("This waits already."))
    rests = next(w for w in desk.catalogue.process_of(desk.item.service).wait_reason if w.code == wait_reason)
    desk.add(
        Pause(
            subject=desk.item.ref,
            reason=reason,
            wait_reason=wait_reason,
            rests_citizen=rests.rests_citizen_clock,
            rests_unit=rests.rests_unit_clock,
            legal_basis=legal_basis,
            note=note,
            started_at=desk.at,
            started_by=desk.actor.ref,
        )
    )
    desk.item.wait_reason = wait_reason
    recount(desk)
    _recount_parts(desk)


def resume(desk: Desk[Any]) -> None:
    """Let the clocks run again, with the waiting time added. Nothing happens when they run."""
    for standing in (p for p in desk.pauses if p.ended_at is None):
        standing.ended_at = desk.at
        desk.change(standing)
    desk.item.wait_reason = ""
    recount(desk)
    _recount_parts(desk)


def extend(desk: Desk[Any], *, reason: str, working_days: int, most: int, note: str = "") -> None:
    """Move the deadline by working days, as a row of its own.

    Raises Invalid for more days than the reason allows, Conflict while there is no deadline to move.
    """
    if not 1 <= working_days <= most:
        field = {"working_days": _("Between 1 and %(most)s working days.") % {"most": most}}
        raise Invalid(_("This extension is too long or too short."), fields=field)
    if desk.item.due_at is None:
        raise Conflict(_("The clock stands; there is no deadline to extend."))
    lead = desk.lead()
    counted = due(desk.item.due_at, Allowance(working_days=working_days), desk.catalogue.calendar)
    if counted.at is None:
        raise Conflict(_("The clock stands; there is no deadline to extend."))
    desk.add(
        Extension(
            subject=desk.item.ref,
            unit=lead.unit if lead else "",
            reason=reason,
            note=note,
            working_days=working_days,
            old_due_at=desk.item.due_at,
            new_due_at=counted.at,
            at=desk.at,
            by=desk.actor.ref,
        )
    )
    recount(desk)
    if lead and lead.due_at:
        lead.due_at = max(lead.due_at, counted.at)
        desk.change(lead)


def extend_to(desk: Desk[Any], new_due_at: datetime, *, reason: str, working_days: int, note: str = "") -> None:
    """Move a deadline that a person set to a later instant, for the whole: every live part moves with it.

    Raises Conflict while there is no deadline to move.
    """
    item = desk.item
    if item.due_at is None:
        raise Conflict(_("The clock stands; there is no deadline to extend."))
    desk.add(
        Extension(
            subject=item.ref,
            unit=item.unit,
            reason=reason,
            note=note,
            working_days=working_days,
            old_due_at=item.due_at,
            new_due_at=new_due_at,
            at=desk.at,
            by=desk.actor.ref,
        )
    )
    item.due_at = new_due_at
    desk.touch()
    for part in desk.live_parts():
        if part.due_at is not None:
            part.due_at = max(part.due_at, new_due_at)
            desk.change(part)
