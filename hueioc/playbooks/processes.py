"""Steps of work processes have the clock of all work: a warning to who holds one, a call when it is late, each once."""

from collections.abc import Sequence
from datetime import datetime

from hueioc.people.rules import rule
from hueioc.playbooks.clock import Playbook, Step
from hueioc.processes.commands import follow_unit, mark_process_told
from hueioc.processes.queries import share_left, steps_due_soon, steps_of_ended_units, steps_overdue

_ACTOR = rule("processes")


def _soon(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in steps_due_soon(at, share_left(at))]


def _over(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in steps_overdue(at)]


def _orphaned(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in steps_of_ended_units(at)]


PLAYBOOKS = [
    Playbook(
        "process-follows-unit",
        "Give the step of a unit that has ended to the unit that stands for it.",
        _orphaned,
        lambda step: follow_unit(step.subject, _ACTOR),
    ),
    Playbook(
        "process-due-soon",
        "Warn whoever holds a step when little of its time is left.",
        _soon,
        lambda step: mark_process_told(step.subject, _ACTOR, what="due_soon"),
    ),
    Playbook(
        "process-overdue",
        "Tell whoever holds a step when its time has passed.",
        _over,
        lambda step: mark_process_told(step.subject, _ACTOR, what="overdue"),
    ),
]
