"""What is done to a process beside its steps: withdrawn, stopped, given to another unit, reminded, told by a clock."""

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Conflict
from hueioc.people.rules import Actor
from hueioc.processes.commands.found import ProcessDesk, only_clock, process_on_desk
from hueioc.processes.models import Instance
from hueioc.workflow.commands import known_reason, written
from hueioc.workflow.queries import city_world, unit_today


def withdraw_process(code: str, actor: Actor, *, note: str = "", version: int | None = None) -> Instance:
    """Whoever started it needs it no more."""
    with process_on_desk(code, actor, version=version) as desk:
        desk.allow("withdraw")
        desk.did("ended", note=written(note, name="note") if note.strip() else "")
        desk.end("withdrawn", "withdraw")
    return desk.item


def stop_process(code: str, actor: Actor, *, reason: str, note: str = "", version: int | None = None) -> Instance:
    """A head or a coordinator ends it, with a coded reason."""
    with process_on_desk(code, actor, version=version) as desk:
        known = known_reason(desk, desk.allow("stop"), reason, note)
        desk.did("ended", reason=known.code, note=written(note, name="note") if note.strip() else "")
        desk.end("stopped", "stop", reason=known.code)
    return desk.item


def reroute_step(code: str, actor: Actor, *, unit: str, version: int | None = None) -> Instance:
    """A coordinator gives the present step to another unit, with its whole time."""
    with process_on_desk(code, actor, version=version) as desk:
        desk.allow("reroute")
        if desk.item.by == "starter" or unit == desk.item.unit:
            raise Conflict(_("This step stays where it is."))
        _give_to(desk, unit)
        desk.item.needs_coordinator = False
    return desk.item


def follow_unit(code: str, actor: Actor) -> Instance:
    """The unit of the present step has ended: what stands for it today has the step, with its whole time."""
    only_clock(actor)
    with process_on_desk(code, actor) as desk:
        now = unit_today(desk.item.unit, desk.catalogue.calendar.local_day(desk.at))
        if not desk.item.step or now == desk.item.unit:
            raise Conflict(_("This step stays where it is."))
        _give_to(desk, now)
    return desk.item


def _give_to(desk: ProcessDesk, unit: str) -> None:
    """The present step from its unit to another one."""
    step, part = desk.step, desk.lead()
    desk.did("moved")
    if part is not None:
        part.state, part.reason = "withdrawn", "taken_back"
        desk.change(part)
        desk.tell(desk.facts.handed(step="withdrawn", unit=part.unit, reason="taken_back"))
    desk.enter(step, unit=unit)
    desk.tell_step("reroute")


def remind_holder(code: str, actor: Actor) -> Instance:
    """Remind whoever has the step, at most once on a day."""
    with process_on_desk(code, actor) as desk:
        desk.allow("remind")
        item, day = desk.item, city_world().day
        if item.reminded_at is not None and day(item.reminded_at) == day(desk.at):
            raise Conflict(_("They were reminded of it today already."))
        item.reminded_at = desk.at
        desk.touch()
        desk.note("reminded")
    return desk.item


def mark_process_told(code: str, actor: Actor, *, what: str) -> Instance:
    """Tell once that the time of the step is nearly over (`due_soon`) or over (`overdue`); notices follow the fact."""
    only_clock(actor)
    with process_on_desk(code, actor) as desk:
        if what == "overdue":
            desk.item.overdue_told_at = desk.at
        else:
            desk.item.warned_at = desk.at
        desk.touch()
        # The centre is told of everything overdue, and what only its parties may see is no business of the centre.
        desk.note("reminded" if what == "overdue" and desk.item.visible == "parties" else what)
    return desk.item
