"""Calls that speak of the same people become one, with undo: a link is made or ended, and no row is ever deleted."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed
from hueioc.people.rules import Actor
from hueioc.rescues.commands.found import RescueDesk, desks_of, rescue_on_desk
from hueioc.rescues.commands.scoring import score, water_near
from hueioc.rescues.events import RescueClosed
from hueioc.rescues.models import Apart, Rescue
from hueioc.workflow.commands import clear, link, recount, unlink, withdraw_parts
from hueioc.workflow.queries import links_of

DUPLICATE = "duplicate_of"


def merge_rescues(code: str, actor: Actor, *, into: str) -> Rescue:
    """Merge a call into another that is open; returns the one it was merged into, its priority counted anew.

    The merged call keeps its number, its secret link and all it said; whoever follows it reads what the other says.
    """
    with transaction.atomic():
        [desk, lead] = desks_of([code, _leading(into)], actor) if code != into else _same()
        merge_on_desks(desk, lead)
        clear([lead, desk])
    return lead.item


def _leading(code: str) -> str:
    """The call another was merged into already, else itself."""
    found = Rescue.objects.filter(code=code.replace("\x00", "")).values_list("lead", flat=True).first()
    return found or code


def _same() -> list[RescueDesk]:
    sentence = _("A call cannot be merged into itself.")
    raise Invalid(sentence, fields={"into": sentence})


def merge_on_desks(desk: RescueDesk, lead: RescueDesk) -> None:
    """The same for two desks that lie here locked."""
    call, target = desk.item, lead.item
    if call.code == target.code:
        _same()
    desk.allow("merge")
    if not target.is_board:
        raise Conflict(_("That call is closed. Merge into one that is open."))
    if call.team_id is not None and target.team_id is not None and call.team_id != target.team_id:
        raise Conflict(_("Two teams are out for these calls. Take one back first."))
    link(desk, DUPLICATE, target.ref)
    if call.team_id is not None:
        withdraw_parts(desk, reason="merged")
    before, call.phase, call.outcome, call.lead = call.phase, "closed", "duplicate", target.code
    call.team, call.progress, call.stop, call.closed_at = None, "", 0, desk.at
    desk.touch()
    desk.tell(
        RescueClosed(
            verb="merge",
            from_phase=before,
            outcome="duplicate",
            unit=call.unit,
            service=call.service,
            due_at=call.due_at,
            first_due_at=call.first_due_at,
            other=target.ref,
        )
    )
    # What was merged into this one before follows it.
    Rescue.objects.filter(lead=call.code).update(lead=target.code)
    recount_score(lead, [call, *Rescue.objects.filter(lead=target.code)])
    lead.note("merged", other=call.ref, count=target.told)


def recount_score(desk: RescueDesk, others: list[Rescue]) -> None:
    """The priority of the call on the desk over all that was told of its people."""
    call = desk.item
    score(call, [one for one in others if one.code != call.code], desk.at, water_near(call.exact_point, desk.at))
    desk.touch()


def unmerge_rescue(code: str, actor: Actor) -> Rescue:
    """Undo a merging: the call is open again as it was sorted, and the two are not proposed to each other again."""
    lead = Rescue.objects.filter(code=code.replace("\x00", "")).values_list("lead", flat=True).first()
    with transaction.atomic():
        desks = desks_of([code, *([lead] if lead else [])], actor)
        desk = desks[0]
        desk.allow("unmerge")
        call = desk.item
        if not call.lead or len(desks) < 2:
            raise Conflict(_("This call is not merged into another."))
        other = desks[1]
        # Links go from call to call: one that followed an earlier merging has its own.
        live = [row for row in links_of(call.ref) if row.kind == DUPLICATE]
        for row in live:
            if row.source == call.ref:
                unlink(desk, DUPLICATE, row.target)
        # What was merged into this one goes with it.
        own = [row.source.partition(":")[2] for row in live if row.target == call.ref]
        Rescue.objects.filter(code__in=own, lead=other.item.code).update(lead=call.code)
        before, call.phase, call.outcome, call.lead, call.closed_at = call.phase, "received", "", "", None
        recount(desk)
        recount_score(desk, list(Rescue.objects.filter(lead=call.code)))
        desk.moved("unmerge", before)
        desk.add(_apart(call.code, other.item.code, actor))
        recount_score(other, list(Rescue.objects.filter(lead=other.item.code).exclude(code=call.code)))
        other.note("unmerged", other=call.ref, count=other.item.told)
        clear([desk, other])
    return desk.item


def keep_apart(code: str, actor: Actor, *, other: str) -> Rescue:
    """An officer looked at both: they are different people, and are not proposed to each other again."""
    with rescue_on_desk(code, actor) as desk:
        desk.allow("keep_apart")
        if not Rescue.objects.filter(code=other.replace("\x00", "")).exists() or other == code:
            raise NotAllowed(_("There is no such call for rescue, or it is not for you."))
        if not Apart.objects.filter(one=min(code, other), other=max(code, other)).exists():
            desk.add(_apart(code, other, actor))
        desk.note("kept_apart", other=f"rescue:{other}")
    return desk.item


def _apart(code: str, other: str, actor: Actor) -> Apart:
    return Apart(one=min(code, other), other=max(code, other), by=actor.ref, at=clock.now())
