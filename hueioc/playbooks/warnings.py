"""Ends warnings whose time is over. It never drafts, approves or releases one."""

from collections.abc import Sequence
from datetime import datetime

from hueioc.people.rules import rule
from hueioc.playbooks.clock import Playbook, Step
from hueioc.warnings.commands import expire_warning
from hueioc.warnings.queries import warnings_to_expire

_ACTOR = rule("warnings")


def _over(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in warnings_to_expire(at)]


PLAYBOOKS = [
    Playbook(
        "warning-expiry",
        "End a warning in force when its time is over.",
        _over,
        lambda step: expire_warning(step.subject, _ACTOR),
    ),
]
