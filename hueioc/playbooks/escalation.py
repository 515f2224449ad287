"""Before a deadline the unit is warned, at the deadline its head and the coordinator are told; each once."""

from collections.abc import Sequence
from datetime import datetime

from hueioc.cases.commands import mark_told
from hueioc.cases.queries import reports_due_soon, reports_overdue
from hueioc.lib import clock
from hueioc.people.rules import rule
from hueioc.playbooks.clock import Playbook, Step
from hueioc.workflow.queries import catalogue

_ACTOR = rule("escalation")


def _share_left(at: datetime) -> float:
    sets = [rules for rules in catalogue().rule_sets.values() if any(n.code == "warn_share_left" for n in rules.number)]
    return min((rules.number_on("warn_share_left", clock.day_of(at)) for rules in sets), default=0.0)


def _soon(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in reports_due_soon(at, _share_left(at))]


def _over(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in reports_overdue(at)]


PLAYBOOKS = [
    Playbook(
        "due-soon",
        "Warn the unit when little of the time is left.",
        _soon,
        lambda step: mark_told(step.subject, _ACTOR, what="due_soon"),
    ),
    Playbook(
        "overdue",
        "Tell the head of the unit and the coordinator when a deadline has passed.",
        _over,
        lambda step: mark_told(step.subject, _ACTOR, what="overdue"),
    ),
]
