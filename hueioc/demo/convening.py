"""The demo's meetings: one was held and has signed minutes, the others are still to come; the words are a pack's."""

from datetime import datetime, time, timedelta
from itertools import islice
from threading import Event

from hueioc.demo.cast import Member, members
from hueioc.lib import clock
from hueioc.lib.packs import Pack, read_toml
from hueioc.lib.refusals import Refusal
from hueioc.meetings import commands as give
from hueioc.meetings.rules.intake import NewMeeting
from hueioc.people.queries import account_by_email
from hueioc.people.rules import Actor
from hueioc.workflow.queries import catalogue

_LENGTH = timedelta(hours=2)
_AT = time(8, 0)


class DemoMeeting(Pack, frozen=True, kw_only=True):
    """One invented meeting, `days` from today; a held one has minutes, a secret vote (`choices`) and conclusions."""

    title: str
    kind: str
    days: int
    place: str
    points: list[str]
    held: bool = False
    minutes: str = ""
    question: str = ""
    options: list[str] = []
    choices: list[int] = []
    conclusions: list[str] = []


class DemoMeetings(Pack, frozen=True, kw_only=True):
    """`demo-meetings.toml` beside a service: the meetings of the demo."""

    meeting: list[DemoMeeting]


def tell_meetings(stop: Event) -> int:
    """Tell every meeting; returns how many. Nothing without the cast."""
    paths = [folder / "demo-meetings.toml" for folder in catalogue().pack.folders("services")]
    words = [one for path in paths if path.exists() for one in read_toml(path, DemoMeetings).meeting]
    leader = next((one for one in members() if ("leader", "") in one.roles), None)
    officers = [one for one in members() if any(role == "officer" for role, _unit in one.roles)]
    told = 0
    for one in words if leader and len(officers) > 1 else []:
        if stop.is_set() or leader is None:
            break
        try:
            _tell(one, _actor(leader), [_actor(officer) for officer in officers])
            told += 1
        except Refusal:
            continue
    return told


def _actor(member: Member) -> Actor:
    account = account_by_email(member.email)
    return Actor(ref=account.ref if account else "machine:demo", roles=frozenset(member.roles))


def _unit(actor: Actor) -> str:
    return sorted(actor.units)[0]


def _tell(one: DemoMeeting, leader: Actor, officers: list[Actor]) -> None:
    calendar = catalogue().calendar
    begin = datetime.combine(calendar.local_day(clock.now()) + timedelta(days=one.days), _AT, calendar.time_zone)
    secretary = officers[0]
    with clock.at(min(clock.now(), begin) - timedelta(days=1)):
        meeting = give.call_meeting(
            NewMeeting(
                title=one.title,
                kind=one.kind,
                starts_at=begin,
                ends_at=begin + _LENGTH,
                chair=leader.ref,
                unit=_unit(secretary),
                place=one.place,
                points=one.points,
            ),
            secretary,
        )
        units = list(dict.fromkeys(map(_unit, officers)))
        give.invite(meeting.code, secretary, units=units, may_vote=True)
        give.send_invitations(meeting.code, secretary)
        for officer in officers if one.held else officers[1:2]:
            give.answer_invitation(meeting.code, officer, answer="comes")
    if one.held:
        _hold(one, meeting.code, begin, leader, officers)


def _hold(one: DemoMeeting, code: str, begin: datetime, leader: Actor, officers: list[Actor]) -> None:
    """The session with its vote, and minutes that are handed in and wait for the chair."""
    secretary = officers[0]
    with clock.at(begin):
        give.begin_meeting(code, leader)
        for actor in (leader, *officers):
            give.check_in(code, actor)
        give.put_vote(code, secretary, question=one.question, options=one.options, is_secret=True)
        give.open_vote(code, leader, number=1)
        for actor, choice in zip((leader, *officers), one.choices, strict=False):
            give.cast_ballot(code, actor, number=1, choice=choice)
        give.close_vote(code, leader, number=1)
        until = next(islice(catalogue().calendar.working_days_from(begin.date()), 10, None))
        for text, officer in zip(one.conclusions, officers, strict=False):
            give.conclude(code, secretary, text=text, unit=_unit(officer), due_on=until)
    with clock.at(begin + _LENGTH):
        give.write_minutes(code, secretary, text=one.minutes)
        give.hand_in_minutes(code, secretary)
