"""Finds an instance for a command: locked, visible to the actor, on a desk that is cleared at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Conflict, NotAllowed, NotFound
from hueioc.lib.text import fold
from hueioc.people.rules import Actor
from hueioc.processes.commands.numbering import next_number
from hueioc.processes.events import ProcessClosed, ProcessHanded, ProcessMoved, ProcessNoted, ProcessOpened
from hueioc.processes.models import Deed, Instance
from hueioc.processes.queries.defining import catalogue_for, definition_of
from hueioc.processes.queries.standing import place_of
from hueioc.processes.queries.units import around, unit_for
from hueioc.processes.rules.filling import Around
from hueioc.processes.rules.routing import onward, step_of
from hueioc.processes.rules.visibility import is_starter, may_see
from hueioc.workflow.commands import Desk, Facts, clear, finish_part, owe_part
from hueioc.workflow.pack import END, FlowStep, Process
from hueioc.workflow.queries import Catalogue, parts_of
from hueioc.workflow.rules.deadlines import due
from hueioc.workflow.rules.roles import Stand

PROCESS_FACTS = Facts(
    opened=ProcessOpened, handed=ProcessHanded, moved=ProcessMoved, noted=ProcessNoted, closed=ProcessClosed
)


@dataclass
class ProcessDesk(Desk[Instance]):
    """One instance while a verb is given."""

    deeds: list[Deed] = field(default_factory=list)

    @property
    def stand(self) -> Stand:
        return place_of(self.item, self.actor)

    @property
    def catalogue(self) -> Catalogue:
        return catalogue_for(self.item)

    @property
    def process(self) -> Process:
        """The definition this instance runs with."""
        return definition_of(self.item)

    @property
    def step(self) -> FlowStep:
        """Where it stands."""
        return step_of(self.process, self.item.step)

    @property
    def around(self) -> Around:
        return around(self.catalogue.calendar.local_day(self.at))

    def did(self, kind: str, *, to_step: str = "", reason: str = "", note: str = "") -> None:
        """Remember what was done in the present step."""
        item = self.item
        deed = Deed(instance=item, kind=kind, step=item.step, to_step=to_step, unit=item.unit, by=item.by)
        deed.author, deed.reason, deed.note, deed.at = self.actor.ref, reason, note, self.at
        self.deeds.append(deed)
        self.add(deed)

    def tell_step(self, verb: str, *, reason: str = "") -> None:
        """The fact that it reached another step."""
        item = self.item
        self.tell(
            ProcessMoved(
                verb=verb,
                phase=item.phase,
                from_phase=item.phase,
                service=item.service,
                unit=item.unit,
                urgency=item.urgency,
                reason=reason,
                due_at=item.due_at,
                first_due_at=item.first_due_at,
                step=item.step,
            )
        )

    def enter(self, step: FlowStep, *, unit: str = "", holder: str = "") -> None:
        """Stand at a step: it is owed at once by its unit, or by one person of it."""
        item = self.item
        day = self.catalogue.calendar.local_day(self.at)
        item.step, item.by = step.code, step.by
        item.holder = f"account:{item.starter}" if step.by == "starter" else holder
        item.step_due_at = due(self.at, step.allowance, self.catalogue.calendar).at
        item.warned_at = item.overdue_told_at = None
        owe_part(
            self,
            unit or unit_for(step, item.started_unit, item.values, day),
            due_at=item.step_due_at,
            holds="unit_head" if step.by == "unit_head" else "",
            assignee=item.holder,
        )

    def leave(self, step: FlowStep) -> None:
        """The step is done: number it where the pack says so, and go where the values lead."""
        item, process = self.item, self.process
        way = onward(step, item.values)
        numbering = process.numbering
        if numbering and numbering.at == step.code and not item.official_number:
            item.official_number = next_number(item, numbering, self.catalogue.calendar.local_day(self.at).year)
        self.name_it(process)
        self.did("done", to_step="" if way.to == END else way.to)
        if self.lead() is not None:
            finish_part(self, item.unit)
        if way.to == END:
            self.end(way.outcome, "finish")
        else:
            self.enter(step_of(process, way.to))
            self.tell_step("advance")

    def name_it(self, process: Process) -> None:
        """What lists show of it and what the search finds it by."""
        item = self.item
        item.subject = str(item.values.get(process.subject, ""))[:200] if process.subject else ""
        names = " ".join(process.names.values())
        item.words = fold(f"{names} {item.subject} {item.official_number}")

    def end(self, outcome: str, verb: str, *, reason: str = "") -> None:
        """The process has ended; nobody owes anything of it any more."""
        item, before = self.item, self.item.phase
        for part in self.live_parts():
            part.state, part.done_at = "withdrawn", self.at
            self.change(part)
        item.phase, item.outcome, item.reason = "closed", outcome, reason
        item.closed_at = item.resolved_at = self.at
        item.step, item.holder, item.step_due_at = "", "", None
        self.touch()
        self.tell(
            ProcessClosed(
                verb=verb,
                from_phase=before,
                outcome=outcome,
                service=item.service,
                unit=item.unit,
                reason=reason,
                is_on_time=item.due_at is None or self.at <= item.due_at,
                resolved_at=self.at,
                due_at=item.due_at,
                first_due_at=item.first_due_at,
            )
        )

    def note(self, verb: str) -> None:
        """Tell something to whoever has the step."""
        item = self.item
        holds = "unit_head" if item.by == "unit_head" else ""
        self.tell(ProcessNoted(verb=verb, unit=item.unit, assignee=item.holder, holds=holds))


@contextmanager
def process_on_desk(code: str, actor: Actor, *, version: int | None = None) -> Iterator[ProcessDesk]:
    """The instance on a desk, in one transaction that is cleared when the block ends without an error.

    Raises NotFound for one the actor may not see, Conflict when `version` is not the present one.
    """
    with transaction.atomic():
        found = Instance.objects.select_for_update(of=("self",)).select_related("edition")
        instance = found.filter(code=code.replace("\x00", "")).first()
        deeds = list(Deed.objects.filter(instance=instance).order_by("id")) if instance else []
        if instance is None or not (actor.has("clock") or may_see(instance, actor, deeds)):
            raise NotFound(_("There is no such process, or it is not yours."))
        if version is not None and version != instance.version:
            raise Conflict(_("Somebody changed this process meanwhile. Look at it again."))
        desk = ProcessDesk(item=instance, actor=actor, facts=PROCESS_FACTS, is_reporter=is_starter(instance, actor))
        desk.parts, desk.deeds = parts_of(instance.ref), deeds
        yield desk
        clear([desk])


def only_clock(actor: Actor) -> None:
    """Raises NotAllowed for everybody but a rule with a clock."""
    if not actor.has("clock"):
        raise NotAllowed(_("Only a rule with a clock gives this command."))
