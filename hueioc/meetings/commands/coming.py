"""Who comes: answers to the invitation, and who was there, by QR code, by link or by the hand of the secretary."""

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Conflict, Invalid, NotAllowed
from hueioc.lib.text import has_broken_characters, tidy
from hueioc.meetings.commands.found import MeetingDesk, guest_on_desk, meeting_on_desk
from hueioc.meetings.models import Invitee, Meeting
from hueioc.meetings.queries.choices import known_people
from hueioc.meetings.queries.counting import takes_check_ins
from hueioc.meetings.rules.standing import answers_for, invitation_of, seat_of
from hueioc.people.queries import staff_of
from hueioc.people.rules import Actor

ANSWERS = ("comes", "substitute", "declines")
LONGEST_NOTE = 300


def answer_invitation(
    code: str,
    actor: Actor,
    *,
    answer: str,
    delegate: str = "",
    note: str = "",
    invitee: int | None = None,
    version: int | None = None,
) -> Meeting:
    """Comes, sends a substitute (`delegate`, an account of staff), or declines with a reason in words.

    Who answers for a unit and names nobody comes themselves.
    """
    with meeting_on_desk(code, actor, version=version) as desk:
        desk.allow("answer")
        one = _invitation(desk, invitee)
        if answer not in ANSWERS:
            raise Invalid(_("Choose an answer."), fields={"answer": _("Choose an answer.")})
        words = _note(note)
        if answer == "declines" and not words:
            raise Invalid(_("Say why nobody comes."), fields={"note": _("Say why nobody comes.")})
        one.delegate = _delegate(desk, one, answer, delegate)
        one.answer, one.note, one.answered_at = answer, words, desk.at
        desk.change(one)
        desk.touch()
        if one.unit:
            step = "withdrawn" if answer == "declines" else "accepted"
            desk.tell(desk.facts.handed(step=step, unit=one.unit, role="support", reason=answer))
        desk.note("answered", unit=one.unit)
    return desk.item


def _invitation(desk: MeetingDesk, number: int | None) -> Invitee:
    is_confidential = desk.item.is_confidential
    if number is not None:
        found: Invitee | None = desk.invitee(number)
        if found is not None and not answers_for(found, desk.actor, is_confidential=is_confidential):
            found = None
    else:
        found = invitation_of(desk.invitees, desk.actor, is_confidential=is_confidential)
    if found is None:
        raise NotAllowed(_("You are not invited to this meeting."))
    return found


def _delegate(desk: MeetingDesk, one: Invitee, answer: str, delegate: str) -> str:
    if answer == "declines":
        return ""
    if answer == "comes":
        return desk.actor.ref if one.unit else ""
    if delegate not in known_people([delegate]) or delegate == one.account:
        raise Invalid(_("Choose who comes instead."), fields={"delegate": _("Choose a person of staff.")})
    if one.unit and delegate not in staff_of(one.unit):
        raise Invalid(_("This person does not work for the unit."), fields={"delegate": _("Choose a colleague.")})
    if any(other.person == delegate and other.pk != one.pk for other in desk.invitees):
        raise Conflict(_("This person is invited already."))
    return delegate


def _note(note: str) -> str:
    words = tidy(note)
    if len(words) > LONGEST_NOTE or has_broken_characters(note):
        raise Invalid(_("At most 300 characters."), fields={"note": _("At most 300 characters.")})
    return words


def check_in(code: str, actor: Actor, *, door: str = "") -> Meeting:
    """The actor is here. With the token of the code on the wall, or without it by the link of the meeting's page.

    Of a unit that named nobody, the colleague who comes is its person from here on.
    """
    with meeting_on_desk(code, actor) as desk:
        desk.allow("check_in")
        _not_too_early(desk)
        if door and door != desk.item.door:
            raise Conflict(_("This code is of another meeting."))
        one = seat_of(desk.invitees, actor)
        if one is None:
            one = _open_seat(desk)
            one.delegate = actor.ref
        _came(desk, one, "qr" if door else "link")
    return desk.item


def _not_too_early(desk: MeetingDesk) -> None:
    if not takes_check_ins(desk.item, desk.at):
        raise Conflict(_("It is too early to check in."))


def _open_seat(desk: MeetingDesk) -> Invitee:
    """The invitation of a unit of the actor for which nobody was named."""
    is_confidential = desk.item.is_confidential
    for one in desk.invitees:
        is_theirs = answers_for(one, desk.actor, is_confidential=is_confidential)
        if not one.account and not one.delegate and is_theirs:
            return one
    raise NotAllowed(_("You are not invited to this meeting, or somebody comes for you."))


def check_in_by_hand(code: str, actor: Actor, *, invitee: int, is_here: bool = True) -> Meeting:
    """The secretary marks who is here, or takes a mark back."""
    with meeting_on_desk(code, actor) as desk:
        desk.allow("check_in_by_hand")
        one = desk.invitee(invitee)
        if is_here:
            if one.unit and not one.delegate:
                raise Conflict(_("Say first who comes for the unit."))
            _came(desk, one, "hand")
        else:
            one.came_at, one.came_by = None, ""
            desk.change(one)
            desk.note("checked_in")
    return desk.item


def check_in_guest(secret: str) -> Meeting:
    """A guest says that they are here, by their own link."""
    with guest_on_desk(secret) as (desk, one):
        desk.allow("check_in")
        _not_too_early(desk)
        _came(desk, one, "link")
    return desk.item


def _came(desk: MeetingDesk, one: Invitee, how: str) -> None:
    if one.came_at is not None:
        return
    one.came_at, one.came_by = desk.at, how
    if one.answer != "substitute":
        one.answer = "comes"
    one.answered_at = one.answered_at or desk.at
    desk.change(one)
    desk.note("checked_in", unit=one.unit, count=sum(one.came_at is not None for one in desk.invitees))
