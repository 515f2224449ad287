"""Preparing a meeting: calling it, its agenda and papers, who is invited, sending the invitations, another time."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.codes import dated_code, secret_token
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed
from hueioc.lib.text import fold, has_broken_characters, tidy
from hueioc.meetings.commands.found import MEETING_FACTS, MeetingDesk, meeting_on_desk
from hueioc.meetings.models import Invitee, Meeting, Paper, Point
from hueioc.meetings.queries.choices import kinds_of_meetings, known_people
from hueioc.meetings.rules.intake import LONGEST_POINT, MOST_POINTS, NewMeeting, check_meeting, check_time
from hueioc.people.commands import forget_files, uploads_in_vault
from hueioc.people.queries import unit as unit_info
from hueioc.people.rules import Actor
from hueioc.workflow.commands import clear, known_reason, move
from hueioc.workflow.queries import catalogue
from hueioc.workflow.rules.deadlines import due

MOST_PAPERS, MOST_INVITED, LONGEST_NAME = 40, 400, 120


class Upload(NamedTuple):
    """A file as it arrived."""

    name: str
    data: bytes


def call_meeting(new: NewMeeting, actor: Actor) -> Meeting:
    """Begin to prepare a meeting; nobody but its hosts knows of it yet. A repeated key returns the first one."""
    at = clock.now()
    if not (actor.has("leader") or actor.units):
        raise NotAllowed(_("Meetings are called by leaders and by staff of a unit."))
    today = catalogue().calendar.local_day(at)
    check_meeting(
        new,
        now=at,
        kinds=[one.code for one in kinds_of_meetings(today)],
        people=known_people({new.chair, new.checker, new.secretary or actor.ref}),
    )
    if new.unit and new.unit not in actor.units:
        raise Invalid(_("Choose a unit of yours."), fields={"unit": _("Choose a unit of yours.")})
    with transaction.atomic():
        key = _key(new.key, actor)
        known = Meeting.objects.filter(origin_key=key).first() if key else None
        if known is not None:
            return known
        desk = _opened(new, actor, at, key)
        clear([desk])
    return desk.item


def _key(key: str | None, actor: Actor) -> str | None:
    """A door's key in a form that fits a column, apart for every person."""
    return hashlib.sha256(f"{actor.ref} {key}".encode("utf-8", "replace")).hexdigest()[:40] if key else None


def _opened(new: NewMeeting, actor: Actor, at: datetime, key: str | None) -> MeetingDesk:
    title, place = tidy(new.title), tidy(new.place)
    known = unit_info(new.unit)
    meeting = Meeting(
        code=dated_code(catalogue().calendar.local_day(at).year),
        service=new.kind,
        channel="staff",
        unit=new.unit,
        area=known.area if known else "",
        title=title,
        place=place,
        about=tidy(new.about),
        words=fold(f"{title} {place}"),
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        chair=new.chair,
        secretary=new.secretary or actor.ref,
        checker=new.checker,
        is_confidential=new.is_confidential,
        door=secret_token(),
        origin_key=key,
        opened_at=at,
        clock_started_at=at,
        updated_at=at,
    )
    meeting.due_at = meeting.first_due_at = _minutes_due(meeting)
    desk = MeetingDesk(item=meeting, actor=actor, facts=MEETING_FACTS, is_new=True, is_reporter=True, at=at)
    desk.touch()
    for number, point in enumerate(filter(None, map(tidy, new.points)), 1):
        desk.add(Point(meeting=meeting, place=number, title=point))
    desk.add(Invitee(meeting=meeting, account=new.chair, may_vote=True, answer="comes", answered_at=at))
    desk.tell(
        MEETING_FACTS.opened(
            service=meeting.service, phase="received", unit=meeting.unit, channel="staff", due_at=meeting.due_at
        )
    )
    return desk


def _minutes_due(meeting: Meeting) -> datetime | None:
    allowed = catalogue().allowance(meeting.service, clock.day_of(meeting.opened_at))
    return due(meeting.ends_at, allowed, catalogue().calendar).at


def set_agenda(code: str, actor: Actor, *, points: Sequence[str], version: int | None = None) -> Meeting:
    """Replace the agenda."""
    with meeting_on_desk(code, actor, version=version) as desk:
        desk.allow("prepare")
        titles = [tidy(one) for one in points if one.strip()]
        is_wrong = len(titles) > MOST_POINTS or any(len(one) > LONGEST_POINT for one in titles)
        if is_wrong or any(map(has_broken_characters, points)):
            fault = _("At most 60 points of at most 300 characters.")
            raise Invalid(fault, fields={"points": fault})
        Point.objects.filter(meeting=desk.item).delete()
        for number, title in enumerate(titles, 1):
            desk.add(Point(meeting=desk.item, place=number, title=title))
        desk.touch()
        desk.note("prepared", count=len(titles))
    return desk.item


def add_papers(code: str, actor: Actor, *, uploads: Sequence[Upload]) -> Meeting:
    """Add documents, made harmless and kept in the vault; all of them or none. Raises Invalid for a bad file."""
    if not uploads:
        raise Invalid(_("Choose a file."), fields={"documents": _("Choose a file.")})
    with meeting_on_desk(code, actor) as desk:
        # Asked before the files are read: a stranger must not keep a reader busy.
        desk.allow("prepare")
    named = [(one.name, one.data) for one in uploads]
    with uploads_in_vault(named, actor=actor, purpose="meeting") as kept, meeting_on_desk(code, actor) as desk:
        desk.allow("prepare")
        if Paper.objects.filter(meeting=desk.item).count() + len(kept) > MOST_PAPERS:
            raise Conflict(_("At most 40 documents for one meeting."))
        for one in kept:
            columns = {name: value for name, value in one.columns.items() if name != "size_bytes"}
            desk.add(Paper(meeting=desk.item, added_at=desk.at, **columns))
        desk.touch()
        desk.note("prepared", count=len(kept))
    return desk.item


def drop_paper(code: str, actor: Actor, *, paper: int) -> Meeting:
    """Take a document away again; it is erased."""
    with meeting_on_desk(code, actor) as desk:
        desk.allow("prepare")
        found = Paper.objects.filter(meeting=desk.item, pk=paper).first()
        if found is not None:
            forget_files([found.file], actor=actor, reason="taken_away")
            found.delete()
            desk.touch()
            desk.note("prepared")
    return desk.item


def invite(
    code: str,
    actor: Actor,
    *,
    people: Sequence[str] = (),
    units: Sequence[str] = (),
    guests: Sequence[str] = (),
    may_vote: bool = False,
    version: int | None = None,
) -> Meeting:
    """Add who is invited: people by account, units that decide who comes, guests by the name they are greeted with.

    Who is invited already is left as they are. After the invitations went out, these learn of it at once.
    """
    with meeting_on_desk(code, actor, version=version) as desk:
        desk.allow("prepare")
        fresh = _fresh(desk, people, units, guests, may_vote=may_vote)
        if len(desk.invitees) + len(fresh) > MOST_INVITED:
            raise Conflict(_("At most 400 invitations for one meeting."))
        for one in fresh:
            desk.add(one)
        desk.touch()
        desk.note("prepared", count=len(fresh))
        if desk.item.phase != "received":
            tell_invited(desk, fresh)
    return desk.item


def _fresh(
    desk: MeetingDesk, people: Sequence[str], units: Sequence[str], guests: Sequence[str], *, may_vote: bool
) -> list[Invitee]:
    known = known_people(people)
    if missing := set(people) - known:
        raise Invalid(_("Somebody on the list has no account of staff."), fields={"people": ", ".join(sorted(missing))})
    if any(unit_info(code) is None for code in units):
        raise Invalid(_("There is no such unit today."), fields={"units": _("Choose units from the list.")})
    names = [tidy(one) for one in guests if one.strip()]
    if any(len(one) > LONGEST_NAME or has_broken_characters(one) for one in names):
        raise Invalid(_("A name has at most 120 characters."), fields={"guests": _("Correct the names.")})
    had = {one.account for one in desk.invitees} | {one.unit for one in desk.invitees if not one.account}
    return [
        *(
            Invitee(meeting=desk.item, account=ref, may_vote=may_vote)
            for ref in dict.fromkeys(people)
            if ref not in had
        ),
        *(Invitee(meeting=desk.item, unit=code, may_vote=may_vote) for code in dict.fromkeys(units) if code not in had),
        # A guest is no member: guests hear and speak, and never vote.
        *(Invitee(meeting=desk.item, guest=name, secret=secret_token()) for name in names),
    ]


def drop_invitee(code: str, actor: Actor, *, invitee: int) -> Meeting:
    """Take an invitation back, of nobody who came; a guest's link ends with it."""
    with meeting_on_desk(code, actor) as desk:
        desk.allow("prepare")
        found = desk.invitee(invitee)
        if found.came_at is not None or found.account == desk.item.chair:
            raise Conflict(_("Who came, and the chair, stay on the list."))
        if found.unit and desk.item.phase != "received":
            desk.tell(desk.facts.handed(step="withdrawn", unit=found.unit, role="support", reason="taken_back"))
        found.delete()
        desk.invitees.remove(found)
        desk.touch()
        desk.note("prepared")
    return desk.item


def send_invitations(code: str, actor: Actor, *, version: int | None = None) -> Meeting:
    """Everybody who is invited learns of the meeting and can answer."""
    with meeting_on_desk(code, actor, version=version) as desk:
        desk.allow("invite")
        if len(desk.invitees) < 2:
            raise Conflict(_("Nobody but the chair is invited yet."))
        _open(desk)
        # What people follow is told when the unit that holds it takes the lead, as of all work.
        desk.tell(desk.facts.handed(step="accepted", unit=desk.item.unit, role="lead", phase="assigned"))
        tell_invited(desk, desk.invitees)
    return desk.item


def _open(desk: MeetingDesk) -> None:
    """To everybody else the meeting begins to exist here: what was told of the draft, no view has followed."""
    meeting = desk.item
    meeting.phase, meeting.opened_at, meeting.clock_started_at = "assigned", desk.at, desk.at
    desk.touch()
    desk.tell(
        desk.facts.opened(
            service=meeting.service, phase="assigned", unit=meeting.unit, channel="staff", due_at=meeting.due_at
        )
    )


def tell_invited(desk: MeetingDesk, invitees: Sequence[Invitee]) -> None:
    """One fact for each unit that is invited; of a confidential meeting one for the people as well."""
    meeting = desk.item
    within = due(desk.at, desk.catalogue.accept_within(meeting.service), desk.catalogue.calendar).at
    answer_due_at = min(filter(None, (within, meeting.starts_at)))
    units = [one.unit for one in invitees if one.unit]
    if meeting.is_confidential and any(one.account for one in invitees):
        units.append("")
    for code in units:
        desk.tell(
            desk.facts.handed(
                step="offered", unit=code, role="support", answer_due_at=answer_due_at, phase=meeting.phase
            )
        )


def move_meeting(
    code: str, actor: Actor, *, starts_at: datetime, ends_at: datetime, version: int | None = None
) -> Meeting:
    """Another time; answers are asked anew, and the minutes are due later."""
    with meeting_on_desk(code, actor, version=version) as desk:
        transition, meeting = desk.allow("extend"), desk.item
        if wrong := check_time(starts_at, ends_at, now=desk.at):
            raise Invalid(next(iter(wrong.values())), fields=wrong)
        meeting.starts_at, meeting.ends_at, meeting.asked_again_at = starts_at, ends_at, None
        meeting.due_at = _minutes_due(meeting)
        for one in desk.invitees:
            if one.account != meeting.chair and one.answer:
                one.answer, one.delegate, one.note, one.answered_at = "", "", "", None
                desk.change(one)
        move(desk, transition)
    return desk.item


def cancel_meeting(code: str, actor: Actor, *, reason: str, note: str = "", version: int | None = None) -> Meeting:
    """The meeting does not take place; everybody who is invited learns of it."""
    with meeting_on_desk(code, actor, version=version) as desk:
        transition, meeting = desk.allow("withdraw"), desk.item
        known = known_reason(desk, transition, reason, note)
        before = meeting.phase
        meeting.reason, meeting.remark = known.code, tidy(note)[:4000]
        for one in desk.invitees:
            if one.unit and before != "received":
                desk.tell(desk.facts.handed(step="withdrawn", unit=one.unit, role="support", reason="cancelled"))
        desk.tell(
            desk.facts.closed(
                verb="withdraw",
                from_phase=before,
                outcome="withdrawn",
                unit=meeting.unit,
                reason=known.code,
                service=meeting.service,
                resolved_at=desk.at,
                due_at=meeting.due_at,
                first_due_at=meeting.first_due_at,
            )
        )
        # After it was told: what nobody knew of is not told when it ends either.
        meeting.phase, meeting.outcome = "closed", "withdrawn"
        meeting.closed_at = meeting.resolved_at = desk.at
        desk.touch()
    return desk.item
