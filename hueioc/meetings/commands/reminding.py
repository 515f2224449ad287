"""What a rule with a clock reminds of: invitations nobody answered the day before, and minutes that are late."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Conflict, NotAllowed
from hueioc.meetings.commands.found import meeting_on_desk
from hueioc.meetings.models import Meeting
from hueioc.meetings.queries.clocks import ASK_AGAIN_BEFORE
from hueioc.people.rules import Actor


def remind_of_meeting(code: str, actor: Actor) -> Meeting:
    """Tell each once: units that have not answered, and the unit that holds it when its minutes are late."""
    if not actor.has("clock"):
        raise NotAllowed(_("Only a rule with a clock gives this command."))
    with meeting_on_desk(code, actor) as desk:
        meeting = desk.item
        is_near = desk.at < meeting.starts_at <= desk.at + ASK_AGAIN_BEFORE
        if meeting.phase == "assigned" and is_near and meeting.asked_again_at is None:
            meeting.asked_again_at = desk.at
            units = [one.unit for one in desk.invitees if one.unit and not one.answer]
        elif meeting.phase == "in_work" and meeting.minutes_told_at is None and _is_late(meeting, desk.at):
            meeting.minutes_told_at = desk.at
            units = [meeting.unit]
        else:
            raise Conflict(_("No reminder is due."))
        desk.touch()
        for unit in units:
            desk.note("reminded", unit=unit)
    return desk.item


def _is_late(meeting: Meeting, at: datetime) -> bool:
    return meeting.due_at is not None and meeting.due_at < at
