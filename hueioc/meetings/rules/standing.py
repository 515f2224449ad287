"""How somebody stands towards a meeting: host, invited in person, for a unit, or not at all."""

from collections.abc import Iterable

from hueioc.meetings.models import Invitee, Meeting
from hueioc.people.rules import Actor


def headed(actor: Actor) -> frozenset[str]:
    """Units this person is the head of."""
    return frozenset(unit for role, unit in actor.roles if role == "unit_head" and unit)


def is_host(meeting: Meeting, actor: Actor) -> bool:
    """True for the chair and the secretary, who prepare and run it."""
    return actor.kind == "account" and actor.ref in {meeting.chair, meeting.secretary}


def answers_for(invitee: Invitee, actor: Actor, *, is_confidential: bool) -> bool:
    """True for who may answer this invitation: the person, or of a unit its staff, of a confidential one its head."""
    if invitee.account:
        return invitee.account == actor.ref
    units = headed(actor) if is_confidential else actor.units
    return bool(invitee.unit) and not invitee.guest and invitee.unit in units


def seat_of(invitees: Iterable[Invitee], actor: Actor) -> Invitee | None:
    """The invitation under which the actor sits in the meeting: their own, or as whom somebody named."""
    if actor.kind != "account":
        return None
    mine = [one for one in invitees if one.person == actor.ref and one.answer != "declines"]
    return min(mine, key=lambda one: not one.may_vote) if mine else None


def invitation_of(invitees: Iterable[Invitee], actor: Actor, *, is_confidential: bool) -> Invitee | None:
    """The invitation the actor answers: their own first, then one of a unit of theirs."""
    mine = [one for one in invitees if answers_for(one, actor, is_confidential=is_confidential)]
    return min(mine, key=lambda one: not one.account) if mine else None


def sees_all(actor: Actor) -> bool:
    """True for staff who see every meeting that is not confidential, once its invitations are out."""
    return actor.is_centre or actor.has("leader") or actor.has("auditor")


def is_party(meeting: Meeting, actor: Actor, invitees: Iterable[Invitee]) -> bool:
    """True for hosts and, once the invitations are out, for everybody who is invited or was named by who is."""
    if is_host(meeting, actor):
        return True
    if meeting.phase == "received" or actor.kind != "account":
        return False
    return any(
        one.person == actor.ref or answers_for(one, actor, is_confidential=meeting.is_confidential) for one in invitees
    )


def may_see(meeting: Meeting, actor: Actor, invitees: Iterable[Invitee]) -> bool:
    """True when the actor may know of the meeting at all; a draft is known to its hosts only."""
    if is_party(meeting, actor, invitees):
        return True
    if meeting.is_confidential or meeting.phase == "received":
        return False
    return sees_all(actor) or meeting.unit in actor.units


def reads_minutes(meeting: Meeting, actor: Actor, invitees: Iterable[Invitee]) -> bool:
    """True for hosts and the checker always, for who was there once handed in, for the invited once signed."""
    if is_host(meeting, actor) or (meeting.checker and meeting.checker == actor.ref):
        return True
    mine = [one for one in invitees if one.person == actor.ref]
    if meeting.phase == "resolved":
        return any(one.came_at for one in mine)
    return meeting.phase == "closed" and is_party(meeting, actor, invitees)
