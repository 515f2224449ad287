"""Votes: put, opened for those who are here, cast once by each, closed with a result that stands."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.meetings.commands.box import BoxLost, destroy_key, make_key, opened, sealed
from hueioc.meetings.commands.found import BALLOT_BOX, MeetingDesk, meeting_on_desk
from hueioc.meetings.models import Ballot, Vote, Voter
from hueioc.meetings.queries.choices import number_of_rules
from hueioc.meetings.queries.counting import quorum_of, voters_here
from hueioc.meetings.rules.voting import check_opening, check_vote, tells_result
from hueioc.people.rules import Actor

MOST_VOTES = 60


def put_vote(code: str, actor: Actor, *, question: str, options: Sequence[str], is_secret: bool) -> Vote:
    """Prepare a question with its answers; nobody votes yet."""
    asked, choices = check_vote(question, options)
    with meeting_on_desk(code, actor) as desk:
        desk.allow("put_vote")
        had = Vote.objects.filter(meeting=desk.item).count()
        if had >= MOST_VOTES:
            raise Conflict(_("At most 60 votes in one meeting."))
        vote = Vote(meeting=desk.item, number=had + 1, question=asked, options=choices, is_secret=is_secret)
        desk.add(vote)
        desk.note("vote_put", count=vote.number)
    return vote


def open_vote(code: str, actor: Actor, *, number: int) -> Vote:
    """Let those vote who have a vote and are here now; who comes later does not. Raises Conflict without a quorum."""
    with meeting_on_desk(code, actor) as desk:
        desk.allow("open_vote")
        vote = _vote(desk, number, "put")
        if Vote.objects.filter(meeting=desk.item, state="open").exists():
            raise Conflict(_("Another vote is open. Close it first."))
        voters = voters_here(desk.invitees)
        least = _least(desk)
        check_opening(len(voters), quorum_of(desk.item, desk.invitees), is_secret=vote.is_secret, least=least)
        vote.state, vote.opened_at, vote.may_vote = "open", desk.at, len(voters)
        if vote.is_secret:
            make_key(_box_name(vote))
            vote.box = sealed(_box_name(vote), [0] * len(vote.options))
        desk.change(vote)
        for person in voters:
            desk.add(Voter(vote=vote, person=person))
        desk.note("vote_opened", count=len(voters))
    return vote


def cast_ballot(code: str, actor: Actor, *, number: int, choice: int) -> None:
    """Vote once; a second ballot is refused, also one that arrives in the same moment: the meeting's row is locked.

    A ballot of a secret vote leaves no row: the sums are sealed anew, and the fact names the box as its actor.
    """
    with meeting_on_desk(code, actor) as desk:
        desk.allow("cast")
        vote = _vote(desk, number, "open")
        voter = Voter.objects.select_for_update().filter(vote=vote, person=actor.ref).first()
        if voter is None:
            raise NotAllowed(_("Those vote who had a vote and were here when the vote opened."))
        if voter.has_voted:
            raise Conflict(_("You have voted already."))
        if not 0 <= choice < len(vote.options):
            raise Invalid(_("Choose an answer."), fields={"choice": _("Choose an answer.")})
        voter.has_voted = True
        desk.change(voter)
        if vote.is_secret:
            _into_box(vote, choice)
            desk.change(vote)
            desk.actor = BALLOT_BOX
        else:
            desk.add(Ballot(vote=vote, person=actor.ref, choice=choice))
        desk.note("ballot_cast")


def _into_box(vote: Vote, choice: int) -> None:
    try:
        sums = opened(_box_name(vote), bytes(vote.box))
    except BoxLost:
        raise Conflict(_("The ballot box was lost. The chair must hold the vote again.")) from None
    sums[choice] += 1
    vote.box = sealed(_box_name(vote), sums)


def close_vote(code: str, actor: Actor, *, number: int) -> Vote:
    """Count and say the result; it is never opened again. Of a secret vote with too few ballots nothing is told."""
    with meeting_on_desk(code, actor) as desk:
        desk.allow("close_vote")
        vote = _vote(desk, number, "open")
        given = Voter.objects.filter(vote=vote, has_voted=True).count()
        sums = _sums(vote)
        vote.given = given
        # A box that does not hold one ballot for each who voted was lost or put back from a copy.
        vote.state = "closed" if sums is not None and sum(sums) == given else "void"
        is_told = tells_result(given, is_secret=vote.is_secret, least=_least(desk))
        vote.result = sums if sums is not None and vote.state == "closed" and is_told else []
        _end(desk, vote)
        desk.note("vote_closed", count=given)
    return vote


def call_off_vote(code: str, actor: Actor, *, number: int) -> Vote:
    """End an open vote without counting it; what was cast is destroyed."""
    with meeting_on_desk(code, actor) as desk:
        desk.allow("close_vote")
        vote = _vote(desk, number, "open")
        Ballot.objects.filter(vote=vote).delete()
        vote.state = "void"
        _end(desk, vote)
        desk.note("vote_closed")
    return vote


def _end(desk: MeetingDesk, vote: Vote) -> None:
    vote.closed_at, vote.box = desk.at, b""
    desk.change(vote)
    if vote.is_secret:
        name = _box_name(vote)
        transaction.on_commit(lambda: destroy_key(name))


def _sums(vote: Vote) -> list[int] | None:
    """Ballots by option; None when the box cannot be opened."""
    if vote.is_secret:
        try:
            return opened(_box_name(vote), bytes(vote.box))
        except BoxLost:
            return None
    choices = list(Ballot.objects.filter(vote=vote).values_list("choice", flat=True))
    return [choices.count(place) for place in range(len(vote.options))]


def _box_name(vote: Vote) -> str:
    return f"{vote.meeting.code}-{vote.number}"


def _least(desk: MeetingDesk) -> int:
    return int(number_of_rules("least_secret_ballots", desk.item.service, clock.day_of(desk.at)))


def _vote(desk: MeetingDesk, number: int, state: str) -> Vote:
    found = Vote.objects.select_for_update().filter(meeting=desk.item, number=number).first()
    if found is None:
        raise NotFound(_("There is no such vote."))
    if found.state != state:
        closed = _("This vote is closed, or not open yet.")
        raise Conflict(closed if state == "open" else _("This vote was opened before."))
    # The meeting on the desk is the locked one; the vote's own would be read anew.
    found.meeting = desk.item
    return found
