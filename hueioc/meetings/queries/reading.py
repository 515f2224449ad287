"""One meeting as a person may see it, with everything they can do in it now."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed, NotFound
from hueioc.meetings.models import Ballot, Conclusion, Invitee, Meeting, Paper, Point, Speaker, Vote, Voter
from hueioc.meetings.queries.counting import quorum_of, takes_check_ins
from hueioc.meetings.rules.standing import (
    invitation_of,
    is_host,
    is_party,
    may_see,
    reads_minutes,
    seat_of,
)
from hueioc.meetings.rules.voting import Quorum
from hueioc.people.queries import display_names
from hueioc.people.rules import Actor
from hueioc.workflow.pack import Transition
from hueioc.workflow.queries import catalogue, unit_label
from hueioc.workflow.rules.roles import possible_verbs, stand

ABSENT = _("There is no such meeting, or you are not invited.")
_PAPERS = _("Documents are read by who is invited. Ask the secretary of the meeting.")


class Guest(NamedTuple):
    """What a guest's link opens."""

    meeting: Meeting
    invitee: Invitee
    points: list[Point]
    papers: list[Paper]
    speakers: list[Speaker]
    takes_check_ins: bool

    @property
    def reads_minutes(self) -> bool:
        """True for who was there, once the minutes are signed."""
        return bool(self.meeting.signed_file) and self.invitee.came_at is not None


@dataclass(frozen=True)
class VoteView:
    """A vote as it is shown: while it is open nobody is told more than how many have voted."""

    vote: Vote
    given: int
    may_vote: bool
    has_voted: bool
    names: dict[int, list[str]]

    @property
    def lines(self) -> list[tuple[str, int, list[str]]]:
        """(answer, ballots, who gave them in an open vote) of a result that is told."""
        pairs = zip(self.vote.options, self.vote.result, strict=False)
        return [(words, count, self.names.get(place, [])) for place, (words, count) in enumerate(pairs)]


@dataclass(frozen=True)
class MeetingView:
    """A meeting with everything this actor may see of it. Who is not of it reads no papers and no names."""

    meeting: Meeting
    is_host: bool
    is_party: bool
    reads_minutes: bool
    verbs: list[Transition]
    seat: Invitee | None
    invitation: Invitee | None
    invitees: list[Invitee]
    points: list[Point]
    papers: list[Paper]
    speakers: list[Speaker]
    votes: list[VoteView]
    conclusions: list[Conclusion]
    quorum: Quorum
    names: dict[str, str]

    @property
    def can(self) -> frozenset[str]:
        """Verbs the actor may give now."""
        return frozenset(verb.verb for verb in self.verbs)

    @property
    def needs(self) -> dict[str, Transition]:
        return {verb.verb: verb for verb in self.verbs}

    def who(self, one: Invitee) -> str:
        """What an invitation is called: a name, a unit with who comes for it, or the guest."""
        if one.guest:
            return one.guest
        base = self.names.get(one.account, "") if one.account else unit_label(one.unit)
        return f"{base} ({self.names.get(one.delegate, '–')})" if one.delegate else base


def meeting_view(code: str, actor: Actor) -> MeetingView:
    """The meeting for this actor. Raises NotFound when there is none they may know of."""
    meeting = Meeting.objects.filter(code=code.replace("\x00", "")).first()
    invitees = list(Invitee.objects.filter(meeting=meeting)) if meeting else []
    if meeting is None or not may_see(meeting, actor, invitees):
        raise NotFound(ABSENT)
    party, minutes = is_party(meeting, actor, invitees), reads_minutes(meeting, actor, invitees)
    refs = [meeting.chair, meeting.secretary, meeting.checker]
    refs += [ref for one in invitees for ref in (one.account, one.delegate) if ref]
    seat = seat_of(invitees, actor)
    return MeetingView(
        meeting=meeting,
        is_host=is_host(meeting, actor),
        is_party=party,
        reads_minutes=minutes,
        verbs=_verbs(meeting, actor, invitees, seat),
        seat=seat,
        invitation=invitation_of(invitees, actor, is_confidential=meeting.is_confidential),
        invitees=invitees if party else [],
        points=list(Point.objects.filter(meeting=meeting)),
        papers=list(Paper.objects.filter(meeting=meeting)) if party else [],
        speakers=_speakers(meeting) if party else [],
        votes=_votes(meeting, actor, sees_names=party) if party else [],
        conclusions=list(Conclusion.objects.filter(meeting=meeting)) if minutes else [],
        quorum=quorum_of(meeting, invitees),
        names=display_names(refs),
    )


def _speakers(meeting: Meeting) -> list[Speaker]:
    found = Speaker.objects.filter(meeting=meeting, state__in=("speaking", "waiting", "done"))
    order = {"speaking": 0, "waiting": 1, "done": 2}
    return sorted(found.select_related("invitee"), key=lambda one: (order[one.state], one.pk))


def _votes(meeting: Meeting, actor: Actor, *, sees_names: bool) -> list[VoteView]:
    return [_vote_view(vote, actor, sees_names=sees_names) for vote in Vote.objects.filter(meeting=meeting)]


def _vote_view(vote: Vote, actor: Actor, *, sees_names: bool) -> VoteView:
    voters = dict(Voter.objects.filter(vote=vote).values_list("person", "has_voted"))
    names: dict[int, list[str]] = {}
    if sees_names and vote.state == "closed" and not vote.is_secret:
        ballots = list(Ballot.objects.filter(vote=vote).values_list("person", "choice"))
        known = display_names(person for person, _choice in ballots)
        for person, choice in ballots:
            names.setdefault(choice, []).append(known.get(person, "–"))
    return VoteView(
        vote=vote,
        given=sum(voters.values()),
        may_vote=actor.ref in voters,
        has_voted=voters.get(actor.ref, False),
        names={place: sorted(found) for place, found in names.items()},
    )


def _verbs(meeting: Meeting, actor: Actor, invitees: list[Invitee], seat: Invitee | None) -> list[Transition]:
    """What the actor can do now: what the process allows, less what their own place has behind it."""
    process = catalogue().process_of(meeting.service)
    place = stand(actor, is_reporter=is_host(meeting, actor), parts=[])
    found = possible_verbs(process, phase=meeting.phase, wait_reason=meeting.wait_reason, place=place)
    invitation = invitation_of(invitees, actor, is_confidential=meeting.is_confidential)
    is_here = seat is not None and seat.came_at is not None
    opens_seat = invitation is not None and not invitation.account and not invitation.delegate
    checks = actor.ref in {meeting.chair, meeting.checker}
    fits = {
        "answer": invitation is not None and invitation.account != meeting.chair,
        "check_in": not is_here and (seat is not None or opens_seat) and takes_check_ins(meeting, clock.now()),
        "floor": is_here,
        "cast": is_here,
        "check": checks and meeting.checked_at is None,
        "object": checks,
        "close": actor.ref == meeting.chair and meeting.checked_at is not None,
        "call": False,
    }
    return [verb for verb in found if fits.get(verb.verb, True)]


def is_vote_open(name: str) -> bool:
    """True for the name of a ballot box whose vote is open: number of the meeting, dash, number of the vote."""
    code, _dash, number = name.rpartition("-")
    found = Vote.objects.filter(meeting__code=code, state="open")
    return number.isdecimal() and found.filter(number=int(number)).exists()


def guest_view(secret: str) -> Guest:
    """What a guest reads. Raises NotFound for a link that is none or has ended."""
    one = (
        Invitee.objects.filter(secret=secret.replace("\x00", "")).select_related("meeting").first() if secret else None
    )
    if one is None or one.meeting.phase == "received" or one.meeting.outcome == "withdrawn":
        raise NotFound(ABSENT)
    meeting = one.meeting
    return Guest(
        meeting,
        one,
        list(Point.objects.filter(meeting=meeting)),
        list(Paper.objects.filter(meeting=meeting)),
        [speaker for speaker in _speakers(meeting) if speaker.invitee_id == one.pk],
        takes_check_ins(meeting, clock.now()),
    )


class PaperFound(NamedTuple):
    """A document somebody may open: its reference in the vault, how it is called, what it belongs to."""

    ref: str
    name: str
    media_type: str
    about: str


def _paper(meeting: Meeting, number: int) -> PaperFound:
    paper = Paper.objects.filter(meeting=meeting, pk=number).first()
    if paper is None:
        raise NotFound(ABSENT)
    return PaperFound(paper.file, paper.name, paper.media_type, meeting.ref)


def meeting_paper(code: str, number: int, actor: Actor) -> PaperFound:
    """A document for who is of the meeting. Raises NotFound, NotAllowed for who only knows of it."""
    view = meeting_view(code, actor)
    if not view.is_party:
        raise NotAllowed(_PAPERS)
    return _paper(view.meeting, number)


def guest_paper(secret: str, number: int) -> PaperFound:
    """A document for a guest."""
    return _paper(guest_view(secret).meeting, number)


def guest_minutes(secret: str) -> PaperFound:
    """The signed minutes for a guest who was there. Raises NotFound before they are signed, and for who was not."""
    guest = guest_view(secret)
    if not guest.reads_minutes:
        raise NotFound(_("The minutes are not there yet, or not for you."))
    name = f"minutes-{guest.meeting.code}.pdf"
    return PaperFound(guest.meeting.signed_file, name, "application/pdf", guest.meeting.ref)
