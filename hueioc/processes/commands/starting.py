"""Starting a process: the first form is filled in, the present pack becomes the edition it runs with to its end."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.codes import dated_code
from hueioc.lib.refusals import Invalid, NotAllowed
from hueioc.people.queries import unit
from hueioc.people.rules import Actor
from hueioc.processes.commands.found import PROCESS_FACTS, ProcessDesk
from hueioc.processes.events import ProcessOpened
from hueioc.processes.models import Edition, Instance
from hueioc.processes.queries.defining import body_of, flow_named, units_that_start
from hueioc.processes.rules.filling import filled
from hueioc.workflow.commands import clear
from hueioc.workflow.pack import Process, Value
from hueioc.workflow.queries import catalogue
from hueioc.workflow.rules.deadlines import due


@dataclass(frozen=True, kw_only=True)
class NewInstance:
    """What somebody starts for a unit of theirs; a repeated `key` gives the first instance again."""

    process: str
    unit: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None


def start_process(new: NewInstance, actor: Actor) -> Instance:
    """Start a process with its first form filled in and return the instance; a repeated key returns the first one.

    Raises Invalid with a sentence for every field that is wrong, NotAllowed for who may not start it.
    """
    at = clock.now()
    flow = flow_named(new.process)
    allowed = units_that_start(flow, actor, catalogue().calendar.local_day(at)) if actor.account else []
    own = new.unit or next(iter(allowed), "")
    if own not in allowed:
        raise NotAllowed(_("This process is not yours to start, or it does not hold today."))
    # Apart for every person: nobody finds what another one started by its key.
    typed = f"{actor.ref} {new.key}".encode("utf-8", "replace")
    key = hashlib.sha256(typed).hexdigest()[:40] if new.key else None
    if known := _started_with(key):
        return known
    try:
        with transaction.atomic():
            desk = _opened(flow, own, actor, at)
            desk.item.origin_key = key
            item, first = desk.item, flow.step[0]
            known_values: dict[str, Value] = {
                "starter_is_head": actor.has("unit_head", own),
                "starter_kind": _kind(own),
            }
            item.values = filled(flow, first, new.values, known_values, desk.around)
            desk.leave(first)
            clear([desk])
    except IntegrityError:
        # The same form was sent twice at once.
        if known := _started_with(key):
            return known
        raise
    return desk.item


def _kind(code: str) -> str:
    known = unit(code)
    return known.kind if known else ""


def _started_with(key: str | None) -> Instance | None:
    return Instance.objects.filter(origin_key=key).first() if key else None


def edition_of(flow: Process, at: datetime) -> Edition:
    """The edition of a definition: a new one when the pack changed since the last start."""
    body = body_of(flow)
    fingerprint = hashlib.sha256(body.encode()).hexdigest()
    found = Edition.objects.filter(process=flow.code, fingerprint=fingerprint).first()
    if found is not None:
        return found
    last = Edition.objects.filter(process=flow.code).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            made = Edition(process=flow.code, number=last + 1, fingerprint=fingerprint, body=body, first_used_at=at)
            made.save()
    except IntegrityError:
        # Somebody else was the first to start this edition in the same moment.
        again = Edition.objects.filter(process=flow.code, fingerprint=fingerprint).first()
        if again is None:
            raise Invalid(_("This process was changed in this moment. Send it again.")) from None
        return again
    return made


def _promise(desk: ProcessDesk, flow: Process) -> None:
    """The deadline of the whole, by the edition's own time: another edition of the pack does not move it."""
    item, known = desk.item, desk.catalogue
    counted = due(desk.at, flow.allowance or known.allowance(item.service), known.calendar)
    item.clock_started_at, item.due_at, item.first_due_at = desk.at, counted.at, counted.at
    item.due_trace = [step.as_data() for step in counted.trace]


def _opened(flow: Process, own: str, actor: Actor, at: datetime) -> ProcessDesk:
    """The instance on a new desk at its first step, its clock running."""
    here = unit(own)
    edition = edition_of(flow, at)
    item = Instance(
        code=dated_code(catalogue().calendar.local_day(at).year),
        service=flow.code,
        phase="in_work",
        channel="staff",
        unit=own,
        area=here.area if here else "",
        edition=edition,
        starter=actor.account,
        started_unit=own,
        step=flow.step[0].code,
        by="starter",
        visible=flow.visible,
        is_confidential=flow.confidential,
        opened_at=at,
        updated_at=at,
    )
    desk = ProcessDesk(item=item, actor=actor, facts=PROCESS_FACTS, is_new=True, is_reporter=True, at=at)
    _promise(desk, flow)
    desk.tell(
        ProcessOpened(
            service=item.service,
            phase=item.phase,
            unit=own,
            channel="staff",
            due_at=item.due_at,
            edition=edition.number,
        )
    )
    return desk
