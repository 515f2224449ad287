"""Giving a directive: by a leader, handed down by the head of a unit, and to another unit when one returned it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.directives.commands.files import Files, ask_first, laid_in_vault
from hueioc.directives.commands.found import DirectiveDesk, directive_on_desk, longest_deadline, new_desk
from hueioc.directives.events import DirectiveOpened
from hueioc.directives.models import Directive
from hueioc.directives.queries.choices import fields_of_directives, priorities, priority_of
from hueioc.directives.rules.intake import NewDirective, check_directive, local_path, origin_of, reference
from hueioc.lib import clock
from hueioc.lib.codes import dated_code
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed
from hueioc.lib.text import fold, tidy
from hueioc.people.queries import unit
from hueioc.people.rules import Actor
from hueioc.workflow.commands import clear, move, offer_part
from hueioc.workflow.queries import Part, catalogue


def give_directive(new: NewDirective, actor: Actor, documents: Files = ()) -> Directive:
    """Give a directive with its documents and return it; a repeated key returns the first one.

    Raises Invalid with a sentence for every field that is wrong, NotAllowed for everybody but a leader.
    """
    at = clock.now()
    if not actor.has("leader"):
        raise NotAllowed(_("Only a leader of the city gives a directive; the head of a unit hands one down."))
    if known := _known(new.key, actor):
        return known
    with laid_in_vault(documents, actor, "documents") as kept, transaction.atomic():
        desk = _opened(new, actor, at)
        desk.put(kept)
        clear([desk])
    return desk.item


def hand_down(
    code: str, actor: Actor, new: NewDirective, documents: Files = (), *, version: int | None = None
) -> Directive:
    """Give a part of a unit's own directive to another unit, as a directive of its own below the first.

    It ends no later than the one above it, and below a confidential one it is confidential. Returns the new one.
    """
    if known := _known(new.key, actor):
        return known
    ask_first(code, actor, "hand_down", documents)
    with laid_in_vault(documents, actor, "documents") as kept, directive_on_desk(code, actor, version=version) as desk:
        desk.allow("hand_down")
        part, above = desk.own_part(), desk.item
        if new.lead == part.unit or part.unit in new.supports:
            raise Invalid(_("Choose another unit than your own."), fields={"lead": _("Choose another unit.")})
        latest = part.due_at or above.due_at
        if latest is not None and new.due_on > desk.catalogue.calendar.local_day(latest):
            late = _("It must end no later than the directive above it.")
            raise Invalid(late, fields={"due_on": late})
        below = _opened(new, actor, desk.at, above=above, giver_unit=part.unit)
        below.put(kept)
        desk.beside.append(below)
        if below.item.is_confidential == above.is_confidential:
            # What is not confidential must not tell that something confidential hangs below it.
            desk.tell(desk.facts.noted(verb="handed_down", unit=part.unit, other=below.item.ref))
        desk.hear()
    return below.item


def reassign_directive(code: str, actor: Actor, *, lead: str, task: str = "", version: int | None = None) -> Directive:
    """Give it to another lead unit, in place of one that returned it or that has it now; the deadline stays."""
    with directive_on_desk(code, actor, version=version) as desk:
        transition, now = desk.allow("reassign"), desk.lead()
        if now is not None and now.unit == lead:
            raise Conflict(_("This unit leads already."))
        _withdraw(desk, now)
        _withdraw(desk, desk.live_part(lead))
        _offer(desk, lead, "lead", task)
        desk.settle_wish(is_granted=False)
        desk.item.needs_coordinator, desk.item.percent, desk.item.questions_open = False, 0, 0
        move(desk, transition)
    return desk.item


def add_support(code: str, actor: Actor, *, unit: str, task: str = "", version: int | None = None) -> Directive:
    """Let one more unit support it, with a part of its own."""
    with directive_on_desk(code, actor, version=version) as desk:
        desk.allow("add_support")
        _offer(desk, unit, "support", task)
    return desk.item


def take_chair(code: str, actor: Actor, *, version: int | None = None) -> Directive:
    """Another leader becomes the giver, when the one who gave it is away or has left."""
    with directive_on_desk(code, actor, version=version) as desk:
        desk.allow("take_chair")
        if desk.is_reporter or desk.item.giver_unit:
            raise Conflict(_("This directive is yours, or was handed down by a unit, which follows it up itself."))
        desk.item.giver = actor.ref
        desk.touch()
        desk.tell(desk.facts.noted(verb="giver_changed"))
    return desk.item


def _withdraw(desk: DirectiveDesk, part: Part | None) -> None:
    if part is None:
        return
    part.state, part.reason = "withdrawn", "taken_back"
    desk.change(part)
    if part.role == "lead":
        desk.item.unit = ""
    desk.tell(desk.facts.handed(step="withdrawn", unit=part.unit, role=part.role, reason="taken_back"))


def _offer(desk: DirectiveDesk, unit_code: str, role: str, task: str) -> None:
    within = priority_of(desk.item.urgency).accept_within
    part = offer_part(desk, unit_code, role=role, task=tidy(task), within=within)
    part.first_due_at = part.due_at = desk.item.due_at
    if role == "lead":
        desk.item.silent_at, desk.item.is_silence_told = part.answer_due_at, False
        desk.plan_reminder()


def _key(key: str | None, actor: Actor) -> str | None:
    """A door's key in a form that fits a column, apart for every person: nobody finds what another one gave by it."""
    return hashlib.sha256(f"{actor.ref} {key}".encode("utf-8", "replace")).hexdigest()[:40] if key else None


def _known(key: str | None, actor: Actor) -> Directive | None:
    return Directive.objects.filter(origin_key=_key(key, actor)).first() if key else None


def _opened(
    new: NewDirective, actor: Actor, at: datetime, *, above: Directive | None = None, giver_unit: str = ""
) -> DirectiveDesk:
    """A checked directive on a new desk with its parts offered, not cleared."""
    calendar = catalogue().calendar
    today = calendar.local_day(at)
    fields = [one.code for one in fields_of_directives(today)]
    most = longest_deadline(fields[0], today) if fields else 0
    check_directive(new, today=today, calendar=calendar, most_days=most, fields=fields)
    if new.priority not in {one.code for one in priorities()}:
        raise Invalid(_("Choose a priority."), fields={"priority": _("Choose a priority from the list.")})
    directive = _row(new, actor, at)
    directive.due_at = directive.first_due_at = calendar.closing(new.due_on)
    if above is not None:
        directive.giver_unit, directive.above, directive.above_giver = giver_unit, above.code, above.giver
        directive.is_confidential = directive.is_confidential or above.is_confidential
        directive.origin = "directive"
    desk = new_desk(directive, actor, at)
    desk.touch()
    desk.tell(
        DirectiveOpened(
            service=directive.service,
            phase=directive.phase,
            unit=new.lead,
            urgency=directive.urgency,
            channel="staff",
            due_at=directive.due_at,
            origin=directive.origin,
            # The one below must not name what is confidential above; it is confidential then itself.
            above=above.ref if above else "",
        )
    )
    _offer_all(desk, new.lead, new.supports)
    return desk


def _offer_all(desk: DirectiveDesk, lead: str, supports: Mapping[str, str]) -> None:
    _offer(desk, lead, "lead", "")
    for unit_code, task in supports.items():
        _offer(desk, unit_code, "support", task)


def _row(new: NewDirective, actor: Actor, at: datetime) -> Directive:
    lead = unit(new.lead)
    ref = reference(new.origin_ref)
    title, text = tidy(new.title), tidy(new.text)
    return Directive(
        code=dated_code(catalogue().calendar.local_day(at).year),
        service=new.field,
        phase="assigned",
        urgency=new.priority,
        channel="staff",
        unit=new.lead,
        area=lead.area if lead else "",
        title=title,
        text=text,
        words=fold(f"{title} {text}"),
        giver=actor.ref,
        is_confidential=new.is_confidential,
        document=tidy(new.document)[:80],
        origin=origin_of(new.origin, ref),
        origin_ref=ref,
        origin_path=local_path(new.origin_path),
        origin_key=_key(new.key, actor),
        opened_at=at,
        clock_started_at=at,
        updated_at=at,
    )
