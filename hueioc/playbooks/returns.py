"""Returns have a clock: a period opens by itself, units are reminded along a ladder, silence settles what was given."""

from collections.abc import Sequence
from datetime import datetime

from hueioc.people.rules import rule
from hueioc.playbooks.clock import Playbook, Step
from hueioc.returns.commands import open_returns, settle_return, tell_reminder
from hueioc.returns.queries import periods_to_open, returns_to_remind, returns_to_settle

_ACTOR = rule("returns")


def _open(at: datetime) -> Sequence[Step]:
    return [Step(one.form, one.period) for one in periods_to_open(at)]


def _reminders(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in returns_to_remind(at)]


def _unopposed(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in returns_to_settle(at)]


PLAYBOOKS = [
    Playbook(
        "return-open",
        "Open the period of a return for every unit that owes it.",
        _open,
        lambda step: open_returns(step.subject, step.detail, _ACTOR),
    ),
    Playbook(
        "return-reminder",
        "Remind a unit of a return on the days its form names.",
        _reminders,
        lambda step: tell_reminder(step.subject, _ACTOR),
    ),
    Playbook(
        "return-settled",
        "Count a given return as accepted when its collector said nothing in time.",
        _unopposed,
        lambda step: settle_return(step.subject, _ACTOR),
    ),
]
