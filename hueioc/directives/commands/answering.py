"""What units answer to an offer: they accept or return it, give it to a colleague, and say when their part is done.

There is no answer by silence: an offer waits until somebody decides.
"""

from django.utils.translation import gettext_lazy as _

from hueioc.directives.commands.found import directive_on_desk
from hueioc.directives.models import Directive
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict
from hueioc.people.rules import Actor
from hueioc.workflow.commands import accept_part, assign_part, finish_part, give_back, known_reason, move, written


def accept_directive(code: str, actor: Actor, *, unit: str = "", version: int | None = None) -> Directive:
    """The unit takes its part; the deadline stays the giver's. When it is the lead, the directive is in work."""
    with directive_on_desk(code, actor, version=version) as desk:
        transition = desk.allow("accept")
        part = desk.own_part(unit)
        accept_part(desk, part.unit, due_at=desk.item.due_at)
        if part.role == "lead":
            desk.hear()
            move(desk, transition)
        desk.touch()
    return desk.item


def return_directive(
    code: str, actor: Actor, *, reason: str, note: str = "", unit: str = "", version: int | None = None
) -> Directive:
    """The unit returns its part with a coded reason and words; without a lead the giver chooses another unit."""
    with directive_on_desk(code, actor, version=version) as desk:
        transition = desk.allow("return")
        part = desk.own_part(unit)
        known = known_reason(desk, transition, reason, note)
        rules, today = desk.catalogue.rules_of(desk.item.service), clock.day_of(desk.at)
        desk.say("returned", note, unit=part.unit)
        most = int(rules.number_on("returns_before_coordinator", today))
        give_back(desk, part.unit, reason=known.code, note=note.strip(), most_returns=most)
        if part.role == "lead":
            desk.settle_wish(is_granted=False)
            desk.rest()
            move(desk, transition, reason=known.code)
    return desk.item


def assign_directive(
    code: str, actor: Actor, *, assignee: str, unit: str = "", version: int | None = None
) -> Directive:
    """Give the unit's part to one colleague, who may then also see a confidential one."""
    with directive_on_desk(code, actor, version=version) as desk:
        desk.allow("assign_inside")
        assign_part(desk, desk.own_part(unit).unit, assignee)
        desk.touch()
    return desk.item


def finish_part_of(code: str, actor: Actor, *, text: str, unit: str = "", version: int | None = None) -> Directive:
    """A supporting unit has done its part and says what came of it."""
    with directive_on_desk(code, actor, version=version) as desk:
        desk.allow("part_done")
        part = desk.own_part(unit)
        if part.role == "lead":
            raise Conflict(_("The lead unit proposes the closing of the whole."))
        desk.say("done", written(text), unit=part.unit, percent=100)
        finish_part(desk, part.unit)
        desk.touch()
    return desk.item
