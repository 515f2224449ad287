"""What the collector does with a return: accepts it, gives it back with a reason, or says that it is not owed."""

from decimal import Decimal

from hueioc.people.rules import Actor
from hueioc.returns.commands.found import ReturnDesk, only_clock, return_on_desk
from hueioc.returns.events import FigureReported, ReturnClosed
from hueioc.returns.models import Return
from hueioc.returns.rules.merging import Cell, as_data
from hueioc.workflow.commands import known_reason, move, take_over_part, written


def accept_return(code: str, actor: Actor, *, version: int | None = None) -> Return:
    """Take what was given; its figures become indicators and open data as the pack says."""
    with return_on_desk(code, actor, version=version) as desk:
        desk.allow("agree")
        _accept(desk, "agree")
    return desk.item


def settle_return(code: str, actor: Actor) -> Return:
    """The collector said nothing for the time of the service: what was given stands."""
    only_clock(actor)
    with return_on_desk(code, actor) as desk:
        desk.allow("close")
        _accept(desk, "close")
    return desk.item


def give_back_return(code: str, actor: Actor, *, reason: str, note: str = "", version: int | None = None) -> Return:
    """Give it back with a coded reason; the unit goes on from what it gave, and its deadline stays."""
    with return_on_desk(code, actor, version=version) as desk:
        transition, item = desk.allow("object"), desk.item
        known = known_reason(desk, transition, reason, note)
        desk.say("given_back", known.code, written(note, name="note") if note.strip() else "")
        if not item.draft:
            item.draft = as_data({field: Cell(text) for field, text in item.values.items()})
        item.resolved_at = item.settle_at = None
        item.reason = known.code
        if desk.lead() is None:
            take_over_part(desk, item.unit, due_at=item.due_at)
        desk.plan_reminder()
        move(desk, transition, reason=known.code, outcome="")
    return desk.item


def withdraw_return(code: str, actor: Actor, *, reason: str, note: str = "", version: int | None = None) -> Return:
    """The unit does not owe it after all; nobody waits for it any more."""
    with return_on_desk(code, actor, version=version) as desk:
        transition = desk.allow("withdraw")
        known = known_reason(desk, transition, reason, note)
        desk.say("withdrawn", known.code, written(note, name="note") if note.strip() else "")
        desk.item.reason = known.code
        _end(desk, "withdraw", "withdrawn")
    return desk.item


def _accept(desk: ReturnDesk, verb: str) -> None:
    desk.item.accepted = desk.item.values
    _end(desk, verb, "given")
    _tell_figures(desk)


def _end(desk: ReturnDesk, verb: str, outcome: str) -> None:
    item, before = desk.item, desk.item.phase
    for part in desk.live_parts():
        part.state, part.done_at = "done", desk.at
        desk.change(part)
    item.phase, item.outcome, item.closed_at = "closed", outcome, desk.at
    item.resolved_at = item.resolved_at or desk.at
    item.settle_at = item.remind_at = None
    desk.touch()
    desk.tell(
        ReturnClosed(
            verb=verb,
            from_phase=before,
            outcome=outcome,
            service=item.service,
            unit=item.unit,
            is_on_time=item.due_at is None or item.resolved_at <= item.due_at,
            resolved_at=item.resolved_at,
            due_at=item.due_at,
            first_due_at=item.first_due_at,
            edition=item.edition,
        )
    )


def _tell_figures(desk: ReturnDesk) -> None:
    """One fact for each number that the pack names an indicator; those that are open are public facts."""
    item = desk.item
    for one in desk.form.field:
        text = item.accepted.get(one.code)
        if not one.figure or text is None:
            continue
        desk.tell(
            FigureReported(
                form=item.form,
                field=one.code,
                unit=item.unit,
                period=item.period,
                first_on=item.first_on,
                last_on=item.last_on,
                value=float(Decimal(text)),
            ),
            visibility="public" if one.open else "internal",
        )
