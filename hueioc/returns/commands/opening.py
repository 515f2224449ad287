"""Opens a period of a form: one return for every unit that owes it, with its deadline and its first reminder."""

from datetime import datetime

from django.db import transaction

from hueioc.lib import clock
from hueioc.lib.codes import dated_code
from hueioc.people.queries import UnitInfo
from hueioc.people.rules import Actor
from hueioc.returns.commands.found import RETURN_FACTS, ReturnDesk, only_clock
from hueioc.returns.events import ReturnOpened
from hueioc.returns.models import Return
from hueioc.returns.pack import Form
from hueioc.returns.queries.packs import answerers, collector_of, due_of, form_of, period_in
from hueioc.returns.rules.periods import Period
from hueioc.workflow.commands import clear, take_over_part
from hueioc.workflow.queries import catalogue


def open_returns(form: str, period: str, actor: Actor) -> int:
    """Open a period for every unit that owes it and has none yet; returns how many were opened.

    Who owes it is decided by the last day of the period: a ward that was merged before owes nothing, the new one does.
    """
    only_clock(actor)
    known = form_of(form)
    when = period_in(known, period)
    at = clock.now()
    with transaction.atomic():
        there = set(Return.objects.filter(form=form, period=period).values_list("unit", flat=True))
        missing = [unit for unit in answerers(known, when.last) if unit.code not in there]
        clear([_opened(known, when, unit, actor, at) for unit in missing])
    return len(missing)


def _opened(form: Form, period: Period, unit: UnitInfo, actor: Actor, at: datetime) -> ReturnDesk:
    """The return of one unit on a new desk; nobody asks whether it takes it, the pack says that it owes it."""
    due = due_of(form, period)
    item = Return(
        code=dated_code(catalogue().calendar.local_day(at).year),
        form=form.code,
        period=period.code,
        first_on=period.first,
        last_on=period.last,
        collector=collector_of(form, period.last),
        service=form.service,
        phase="assigned",
        channel="staff",
        unit=unit.code,
        area=unit.area,
        opened_at=at,
        clock_started_at=at,
        first_due_at=due,
        due_at=due,
        due_trace=[{"code": "due", "at": due.isoformat(), "number": 0}],
        updated_at=at,
    )
    desk = ReturnDesk(item=item, actor=actor, facts=RETURN_FACTS, is_new=True, at=at)
    desk.tell(
        ReturnOpened(
            service=item.service,
            phase=item.phase,
            unit=item.unit,
            channel=item.channel,
            due_at=due,
            form=item.form,
            period=item.period,
            collector=item.collector,
        )
    )
    take_over_part(desk, unit.code, due_at=due)
    desk.plan_reminder()
    return desk
