"""Reminds of directives by the ladder of their priority and tells silence to the giver; nothing lapses by itself."""

from collections.abc import Sequence
from datetime import datetime

from hueioc.directives.commands import tell_reminder, tell_silence
from hueioc.directives.queries import directives_in_silence, directives_to_remind
from hueioc.people.rules import rule
from hueioc.playbooks.clock import Playbook, Step

_ACTOR = rule("directives")


def _reminders(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in directives_to_remind(at)]


def _silent(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in directives_in_silence(at)]


PLAYBOOKS = [
    Playbook(
        "directive-reminder",
        "Remind the units of a directive on the days its priority names; past the deadline tell the giver too.",
        _reminders,
        lambda step: tell_reminder(step.subject, _ACTOR),
    ),
    Playbook(
        "directive-silence",
        "Tell the giver that the lead unit has neither answered nor said anything for its time.",
        _silent,
        lambda step: tell_silence(step.subject, _ACTOR),
    ),
]
