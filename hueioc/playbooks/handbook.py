"""A page that nobody has looked at for long reminds the unit that owns it, again and again until somebody does."""

from collections.abc import Sequence
from datetime import datetime

from hueioc.handbook.commands import remind_owner
from hueioc.handbook.queries import pages_to_check
from hueioc.people.rules import rule
from hueioc.playbooks.clock import Playbook, Step

_ACTOR = rule("handbook")


def _old(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in pages_to_check(at)]


PLAYBOOKS = [
    Playbook(
        "handbook-check",
        "Remind a unit of its page of the handbook when nobody has looked at it for long.",
        _old,
        lambda step: remind_owner(step.subject, _ACTOR),
    ),
]
