"""Meetings of the tests: a leader chairs, an officer keeps the minutes, two wards are invited (all invented)."""

from datetime import timedelta
from itertools import islice
from typing import Any

from hueioc.lib import clock
from hueioc.meetings import commands as give
from hueioc.meetings.models import Invitee, Meeting
from hueioc.meetings.rules.intake import NewMeeting
from hueioc.people.rules import Actor
from hueioc.workflow.queries import catalogue
from tests.cast import OTHER_WARD, WARD, Cast


def new(cast: Cast, **changes: Any) -> NewMeeting:
    """A meeting tomorrow that the leader chairs; fields can be changed."""
    begin = clock.now() + timedelta(days=1)
    fields: dict[str, Any] = {
        "title": "Họp chuẩn bị ứng phó mưa lớn",
        "kind": "meet_topic",
        "starts_at": begin,
        "ends_at": begin + timedelta(hours=2),
        "chair": cast.leader.ref,
        "unit": WARD,
        "place": "Phòng họp số 2",
        "points": ["Tình hình", "Phân công"],
    }
    return NewMeeting(**fields | changes)


def called(cast: Cast, **changes: Any) -> Meeting:
    """Prepared by the officer of the ward; both wards and the operator are on the list, with a vote."""
    meeting = give.call_meeting(new(cast, **changes), cast.officer)
    people, units = [cast.operator.ref], [WARD, OTHER_WARD]
    if meeting.is_confidential:
        # A unit's officers know nothing of it; who is to come is invited in person.
        people, units = [cast.operator.ref, cast.stranger.ref], [WARD]
    return give.invite(meeting.code, cast.officer, people=people, units=units, may_vote=True)


def invited(cast: Cast, **changes: Any) -> Meeting:
    """The invitations are out."""
    return give.send_invitations(called(cast, **changes).code, cast.officer)


def in_session(cast: Cast, **changes: Any) -> Meeting:
    """Everybody with a vote is here: leader, operator, head of the one ward, officer of the other."""
    code = invited(cast, **changes).code
    give.begin_meeting(code, cast.leader)
    for actor in members(cast):
        give.check_in(code, actor)
    return again(code)


def members(cast: Cast) -> list[Actor]:
    """Who has a vote and is here."""
    return [cast.leader, cast.operator, cast.head, cast.stranger]


def again(code: str) -> Meeting:
    """The meeting as it lies in the database now."""
    return Meeting.objects.get(code=code)


def seat(code: str, **found_by: Any) -> Invitee:
    """One invitation."""
    return Invitee.objects.get(meeting__code=code, **found_by)


def working_day(after: int = 9) -> Any:
    """A working day to come."""
    day = catalogue().calendar.local_day(clock.now() + timedelta(days=after))
    return next(islice(catalogue().calendar.working_days_from(day), 1))
