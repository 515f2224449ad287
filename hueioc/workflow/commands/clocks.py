"""The clock to the citizen: started once, paused for a known reason, extended by a row, never reset."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Conflict, Invalid
from hueioc.workflow.commands.desk import Desk
from hueioc.workflow.models import Extension, Pause
from hueioc.workflow.pack import Allowance
from hueioc.workflow.rules.deadlines import Due, PauseSpan, due


def count_deadline(desk: Desk[Any]) -> Due:
    """The citizen's deadline as it stands: from the last extension, else from the start of the clock."""
    pauses = [PauseSpan(p.started_at, p.ended_at, p.reason) for p in desk.pauses]
    if desk.extensions:
        last = desk.extensions[-1]
        later = [p for p in pauses if p.end is None or p.end > last.at]
        return due(last.old_due_at, Allowance(working_days=last.working_days), desk.catalogue.calendar, later)
    start = desk.item.clock_started_at or desk.item.opened_at
    return due(start, desk.catalogue.allowance(desk.item.service), desk.catalogue.calendar, pauses)


def _apply(desk: Desk[Any]) -> None:
    counted = count_deadline(desk)
    desk.item.due_at = counted.at
    desk.item.due_trace = [step.as_data() for step in counted.trace]
    desk.touch()


def start_clock(desk: Desk[Any]) -> None:
    """Start the citizen's clock now and make the first promise, which never changes again."""
    if desk.item.clock_started_at is None:
        desk.item.clock_started_at = desk.at
    _apply(desk)
    if desk.item.first_due_at is None:
        desk.item.first_due_at = desk.item.due_at


def pause(desk: Desk[Any], *, reason: str, wait_reason: str, legal_basis: str = "", note: str = "") -> None:
    """Stop the clock. Raises Conflict when it stands already."""
    if any(p.ended_at is None for p in desk.pauses):
        raise Conflict(_("The clock stands already."))
    desk.add(
        Pause(
            subject=desk.item.ref,
            reason=reason,
            legal_basis=legal_basis,
            note=note,
            started_at=desk.at,
            started_by=desk.actor.ref,
        )
    )
    desk.item.wait_reason = wait_reason
    _apply(desk)


def resume(desk: Desk[Any]) -> None:
    """Let the clock run again, with the paused time added. Nothing happens when it runs."""
    for standing in (p for p in desk.pauses if p.ended_at is None):
        standing.ended_at = desk.at
        desk.change(standing)
    desk.item.wait_reason = ""
    _apply(desk)


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
    _apply(desk)
    if lead and lead.due_at:
        lead.due_at = max(lead.due_at, counted.at)
        desk.change(lead)
