"""What whoever has a step does: finish it, send the work back, give the step to a colleague."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid
from hueioc.people.queries import staff_of
from hueioc.people.rules import Actor
from hueioc.processes.commands.found import ProcessDesk, process_on_desk
from hueioc.processes.models import Deed, Instance
from hueioc.processes.rules.filling import filled
from hueioc.processes.rules.routing import step_of
from hueioc.workflow.commands import assign_part, known_reason, send_part_back, written
from hueioc.workflow.queries import catalogue, unit_today


def advance_process(code: str, actor: Actor, *, values: Mapping[str, Any], version: int | None = None) -> Instance:
    """Fill in the step and finish it; the values decide where it goes. Raises Invalid for every wrong field."""
    with process_on_desk(code, actor, version=version) as desk:
        desk.allow("advance")
        step = desk.step
        desk.item.values = filled(desk.process, step, values, desk.item.values, desk.around)
        desk.leave(step)
    return desk.item


def send_back(code: str, actor: Actor, *, to: str, reason: str, note: str = "", version: int | None = None) -> Instance:
    """Send it back to an earlier step with a coded reason: whoever did that step has it again, its values stay."""
    with process_on_desk(code, actor, version=version) as desk:
        transition, item = desk.allow("return"), desk.item
        known = known_reason(desk, transition, reason, note)
        words = written(note, name="note") if note.strip() else ""
        before = last_done(desk.deeds, to) if to in desk.step.back else None
        if before is None:
            sentence = _("It cannot go back to this step.")
            raise Invalid(sentence, fields={"to": sentence})
        rules = desk.catalogue.rules_of(item.service)
        most = int(rules.number_on("returns_before_coordinator", clock.day_of(desk.at)))
        desk.did("sent_back", to_step=to, reason=known.code, note=words)
        send_part_back(desk, reason=known.code, note=words)
        item.needs_coordinator = item.needs_coordinator or item.returns >= most
        _enter_again(desk, before)
        desk.tell_step("return", reason=known.code)
    return desk.item


def last_done(deeds: list[Deed], step: str) -> Deed | None:
    """Who finished a step last; None for one that was never done."""
    return next((one for one in reversed(deeds) if one.kind == "done" and one.step == step), None)


def _enter_again(desk: ProcessDesk, before: Deed) -> None:
    """The step lies with its unit again, and with the person who did it when they still work there."""
    unit = unit_today(before.unit, catalogue().calendar.local_day(desk.at))
    step = step_of(desk.process, before.step)
    is_there = step.by == "unit" and before.author in staff_of(unit)
    desk.enter(step, unit=unit, holder=before.author if is_there else "")


def assign_step(code: str, actor: Actor, *, assignee: str, version: int | None = None) -> Instance:
    """Give the step to one colleague of the unit, to oneself, or to nobody in particular."""
    with process_on_desk(code, actor, version=version) as desk:
        desk.allow("assign_inside")
        if desk.item.by != "unit":
            raise Conflict(_("This step is a head's or of who started it; it cannot be given on."))
        assign_part(desk, desk.item.unit, assignee)
        desk.item.holder = assignee
        desk.did("given")
        desk.touch()
    return desk.item
