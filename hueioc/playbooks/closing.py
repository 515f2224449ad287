"""An answer nobody objects to is closed; a promise whose day has passed is taken up again."""

from collections.abc import Sequence
from datetime import datetime

from hueioc.cases.commands import close_case, reopen_case
from hueioc.cases.queries import promises_over, results_unopposed
from hueioc.people.rules import rule
from hueioc.playbooks.clock import Playbook, Step

_ACTOR = rule("closing")


def _unopposed(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in results_unopposed(at)]


def _promised(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in promises_over(at)]


PLAYBOOKS = [
    Playbook(
        "objection-window-over",
        "Close an answered report when nobody objected in time.",
        _unopposed,
        lambda step: close_case(step.subject, _ACTOR),
    ),
    Playbook(
        "promise-due",
        "Take a promise up again on the day after its date.",
        _promised,
        lambda step: reopen_case(step.subject, _ACTOR, reason="promise_due"),
    ),
]
