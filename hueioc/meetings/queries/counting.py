"""Who is here, and whether that is enough for a vote."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from hueioc.lib import clock
from hueioc.meetings.models import Invitee, Meeting
from hueioc.meetings.queries.choices import number_of_rules
from hueioc.meetings.rules.voting import Quorum, quorum


def takes_check_ins(meeting: Meeting, at: datetime) -> bool:
    """True in session, and before it from some minutes before the beginning: nobody is there the day before."""
    if meeting.phase == "in_work":
        return True
    minutes = number_of_rules("check_in_minutes_before", meeting.service, clock.day_of(meeting.opened_at))
    return meeting.phase == "assigned" and at >= meeting.starts_at - timedelta(minutes=minutes)


def voters_here(invitees: Iterable[Invitee]) -> list[str]:
    """Accounts with a vote that are here, each once, in an order that says nothing about when they came."""
    return sorted({one.person for one in invitees if one.may_vote and one.came_at is not None and one.person})


def quorum_of(meeting: Meeting, invitees: list[Invitee]) -> Quorum:
    """How many with a vote are here, of how many, and how many must be."""
    share = number_of_rules("quorum_share", meeting.service, clock.day_of(meeting.opened_at))
    members = sum(one.may_vote for one in invitees)
    return quorum(len(voters_here(invitees)), members, share)
