"""The hand-over protocol between the tiers: offer, accept or return with a reason, and an answer to silence."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid, NotFound
from hueioc.people.queries import staff_of, unit
from hueioc.workflow.commands.desk import Desk
from hueioc.workflow.models import Part
from hueioc.workflow.pack import Allowance
from hueioc.workflow.rules.deadlines import due


def _tell(desk: Desk[Any], part: Part, step: str, *, reason: str = "", holds: str = "") -> None:
    desk.tell(
        desk.facts.handed(
            step=step,
            unit=part.unit,
            role=part.role,
            reason=reason,
            answer_due_at=part.answer_due_at,
            due_at=part.due_at,
            phase=desk.item.phase,
            assignee=part.assignee,
            holds=holds,
        )
    )


def offer_part(
    desk: Desk[Any], unit_code: str, *, role: str = "lead", task: str = "", within: Allowance | None = None
) -> Part:
    """Offer a part to a unit; it has its allowed time to accept or return it: `within`, else the service's.

    Raises Invalid for a unit that does not exist on this day, Conflict when it has a live part already or when
    there is a lead already.
    """
    known = unit(unit_code)
    if known is None or (known.valid_to and known.valid_to < clock.day_of(desk.at)):
        raise Invalid(_("There is no such unit today."), fields={"unit": _("Choose a unit from the list.")})
    if desk.live_part(unit_code):
        raise Conflict(_("This unit has a part in it already."))
    if role == "lead" and desk.lead():
        raise Conflict(_("There is a lead unit already. Withdraw it first."))
    within = within or desk.catalogue.accept_within(desk.item.service)
    part = Part(
        subject=desk.item.ref,
        unit=unit_code,
        role=role,
        task=task,
        offered_at=desk.at,
        offered_by=desk.actor.ref,
        answer_due_at=due(desk.at, within, desk.catalogue.calendar).at,
    )
    desk.add(part)
    if role == "lead":
        desk.item.unit = unit_code
    desk.touch()
    _tell(desk, part, "offered")
    return part


def take_over_part(desk: Desk[Any], unit_code: str, *, due_at: datetime | None) -> Part:
    """A part as another system handed it over long ago: offered and accepted at once, with that system's deadline.

    Raises Invalid for a unit that does not exist.
    """
    if unit(unit_code) is None:
        raise Invalid(_("There is no such unit today."), fields={"unit": _("Choose a unit from the list.")})
    part = Part(subject=desk.item.ref, unit=unit_code, offered_at=desk.at, offered_by=desk.actor.ref)
    desk.add(part)
    desk.item.unit = unit_code
    desk.touch()
    _tell(desk, part, "offered")
    part.state, part.answered_at, part.answered_by = "accepted", desk.at, desk.actor.ref
    part.first_due_at = part.due_at = due_at
    _tell(desk, part, "accepted")
    return part


def owe_part(desk: Desk[Any], unit_code: str, *, due_at: datetime | None, holds: str = "", assignee: str = "") -> Part:
    """A step of a flow that is the unit's at once, without being accepted: of one person, of a role in it, or of all.

    Raises Invalid for a unit that does not exist on this day, Conflict when somebody else has the work.
    """
    known = unit(unit_code)
    if known is None or (known.valid_to and known.valid_to < clock.day_of(desk.at)):
        raise Invalid(_("There is no such unit today."), fields={"unit": _("Choose a unit from the list.")})
    if desk.lead():
        raise Conflict(_("There is a lead unit already. Withdraw it first."))
    part = Part(
        subject=desk.item.ref,
        unit=unit_code,
        state="accepted",
        offered_at=desk.at,
        offered_by=desk.actor.ref,
        answered_at=desk.at,
        first_due_at=due_at,
        due_at=due_at,
        assignee=assignee,
    )
    desk.add(part)
    desk.item.unit = unit_code
    desk.touch()
    _tell(desk, part, "offered", holds=holds)
    return part


def send_part_back(desk: Desk[Any], *, reason: str, note: str = "") -> Part:
    """The unit that has a step sends the work back to an earlier one, which the caller opens again."""
    part = desk.lead()
    if part is None:
        raise NotFound(_("This unit has no part in it."))
    part.state, part.reason, part.note, part.done_at = "returned", reason, note, desk.at
    desk.change(part)
    desk.item.returns += 1
    desk.touch()
    _tell(desk, part, "sent_back", reason=reason)
    return part


def _own_live_part(desk: Desk[Any], unit_code: str, states: tuple[str, ...]) -> Part:
    part = desk.live_part(unit_code)
    if part is None:
        raise NotFound(_("This unit has no part in it."))
    if part.state not in states:
        raise Conflict(_("This part was answered already."))
    return part


def accept_part(desk: Desk[Any], unit_code: str, *, due_at: datetime | None = None) -> Part:
    """The unit takes the part; its own clock starts, the citizen's is not touched.

    With `due_at` somebody else has set the deadline, and accepting late makes it no later.
    """
    part = _own_live_part(desk, unit_code, ("offered",))
    _take(desk, part, due_at)
    _tell(desk, part, "accepted")
    return part


def _take(desk: Desk[Any], part: Part, due_at: datetime | None = None) -> None:
    part.state, part.answered_at, part.answered_by = "accepted", desk.at, desk.actor.ref
    part.due_at = due_at or due(desk.at, desk.catalogue.allowance(desk.item.service), desk.catalogue.calendar).at
    part.first_due_at = part.due_at
    desk.change(part)


def give_back(desk: Desk[Any], unit_code: str, *, reason: str, note: str = "", most_returns: int) -> Part:
    """The unit returns the part with a coded reason; after `most_returns` a coordinator must decide."""
    part = _own_live_part(desk, unit_code, ("offered", "accepted"))
    part.state, part.answered_at, part.answered_by = "returned", desk.at, desk.actor.ref
    part.reason, part.note = reason, note
    desk.change(part)
    desk.item.returns += 1
    if part.role == "lead":
        desk.item.unit = ""
    desk.item.needs_coordinator = desk.item.needs_coordinator or desk.item.returns >= most_returns
    desk.touch()
    _tell(desk, part, "returned", reason=reason)
    return part


def lapse_part(desk: Desk[Any], unit_code: str) -> Part:
    """Nobody answered in time: silence counts as acceptance, the unit's clock starts, a coordinator is told."""
    part = _own_live_part(desk, unit_code, ("offered",))
    _take(desk, part)
    part.reason = "silence"
    _tell(desk, part, "lapsed", reason="silence")
    return part


def withdraw_parts(desk: Desk[Any], *, reason: str = "", keep: frozenset[str] = frozenset()) -> None:
    """Take back every live part but those of the units in `keep`."""
    for part in desk.live_parts():
        if part.unit in keep:
            continue
        part.state, part.reason = "withdrawn", reason
        desk.change(part)
        if part.role == "lead":
            desk.item.unit = ""
        _tell(desk, part, "withdrawn", reason=reason)
    desk.touch()


def assign_part(desk: Desk[Any], unit_code: str, assignee: str) -> Part:
    """Give the part to one colleague inside the unit (an account reference); outside sees one unit, one answer."""
    part = _own_live_part(desk, unit_code, ("accepted", "offered"))
    if assignee and assignee not in staff_of(unit_code):
        raise Invalid(_("This person does not work for the unit."), fields={"assignee": _("Choose a colleague.")})
    part.assignee = assignee
    desk.change(part)
    _tell(desk, part, "assigned")
    return part


def finish_part(desk: Desk[Any], unit_code: str) -> Part:
    """The unit has done its part; the item goes on until its lead resolves it."""
    part = _own_live_part(desk, unit_code, ("accepted",))
    part.state, part.done_at = "done", desk.at
    desk.change(part)
    _tell(desk, part, "done")
    return part
