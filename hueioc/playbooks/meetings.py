"""Reminds of meetings: of invitations nobody answered the day before, and of minutes that are late; each once."""

from collections.abc import Sequence
from datetime import datetime

from hueioc.meetings.commands import remind_of_meeting
from hueioc.meetings.queries import meetings_to_remind
from hueioc.people.rules import rule
from hueioc.playbooks.clock import Playbook, Step

_ACTOR = rule("meetings")


def _missing(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in meetings_to_remind(at)]


PLAYBOOKS = [
    Playbook(
        "meeting-reminder",
        "Remind units that have not answered an invitation the day before, and who holds a meeting of late minutes.",
        _missing,
        lambda step: remind_of_meeting(step.subject, _ACTOR),
    ),
]
