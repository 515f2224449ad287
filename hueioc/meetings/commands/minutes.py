"""The minutes: written, handed in, checked by a second person where one is named, signed by the chair."""

from contextlib import suppress

from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from hueioc.lib.documents import SafeDocument
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed
from hueioc.lib.text import has_broken_characters, tidy
from hueioc.meetings.commands.found import MeetingDesk, meeting_on_desk
from hueioc.meetings.models import Meeting, Vote
from hueioc.people.commands import forget_files, keep_files
from hueioc.people.rules import Actor
from hueioc.workflow.commands import move, written

LONGEST_MINUTES = 30_000


def write_minutes(code: str, actor: Actor, *, text: str, version: int | None = None) -> Meeting:
    """Keep the words of the minutes; attendance, votes and conclusions stand in them by themselves."""
    with meeting_on_desk(code, actor, version=version) as desk:
        desk.allow("write")
        if len(text) > LONGEST_MINUTES or has_broken_characters(text):
            fault = _("At most 30,000 characters that can be stored.")
            raise Invalid(fault, fields={"text": fault})
        desk.item.minutes = "\n".join(tidy(line) for line in text.strip().splitlines())
        desk.touch()
        desk.note("written")
    return desk.item


def hand_in_minutes(code: str, actor: Actor, *, version: int | None = None) -> Meeting:
    """The session is over and the minutes are ready to be checked and signed."""
    with meeting_on_desk(code, actor, version=version) as desk:
        transition = desk.allow("resolve")
        if Vote.objects.filter(meeting=desk.item, state="open").exists():
            raise Conflict(_("A vote is still open. Close it first."))
        if not desk.item.minutes:
            raise Conflict(_("Write the minutes first."))
        desk.item.resolved_at, desk.item.checked_at, desk.item.checked_by = desk.at, None, ""
        desk.item.remark = ""
        move(desk, transition, outcome="held")
    return desk.item


def _as_checker(desk: MeetingDesk) -> None:
    meeting = desk.item
    if desk.actor.ref not in {meeting.chair, meeting.checker}:
        raise NotAllowed(_("The chair checks the minutes, or who was named for it."))


def check_minutes(code: str, actor: Actor, *, version: int | None = None) -> Meeting:
    """Who was named for it has read them and finds them right."""
    with meeting_on_desk(code, actor, version=version) as desk:
        desk.allow("check")
        _as_checker(desk)
        desk.item.checked_at, desk.item.checked_by = desk.at, desk.actor.ref
        desk.touch()
        desk.note("minutes_checked")
    return desk.item


def send_minutes_back(code: str, actor: Actor, *, text: str, version: int | None = None) -> Meeting:
    """The minutes need a change, and why."""
    with meeting_on_desk(code, actor, version=version) as desk:
        transition = desk.allow("object")
        _as_checker(desk)
        desk.item.remark = written(text)
        desk.item.resolved_at = desk.item.checked_at = None
        move(desk, transition, outcome="")
    return desk.item


def sign_minutes(code: str, actor: Actor, *, pdf: bytes, version: int | None = None) -> Meeting:
    """The chair signs the paper as it lies before them; it is kept in the vault as it is, and nobody changes it.

    From here on everybody who was invited reads it. Not within a transaction, because files go first.
    """
    [ref] = keep_files([SafeDocument(pdf, "application/pdf", 0)], actor=actor, purpose="minutes")
    try:
        return _signed(code, actor, ref, version)
    except BaseException:
        with suppress(DatabaseError):
            forget_files([ref], actor=actor, reason="refused")
        raise


def _signed(code: str, actor: Actor, ref: str, version: int | None) -> Meeting:
    with meeting_on_desk(code, actor, version=version) as desk:
        desk.allow("close")
        meeting = desk.item
        if desk.actor.ref != meeting.chair:
            raise NotAllowed(_("Only the chair signs the minutes."))
        if meeting.checked_at is None:
            raise Conflict(_("The minutes were not checked yet."))
        meeting.signed_by, meeting.closed_at, meeting.signed_file = desk.actor.ref, desk.at, ref
        meeting.phase = "closed"
        desk.touch()
        desk.tell(
            desk.facts.closed(
                verb="close",
                from_phase="resolved",
                outcome="held",
                unit=meeting.unit,
                service=meeting.service,
                is_on_time=_is_on_time(meeting),
                resolved_at=meeting.resolved_at,
                due_at=meeting.due_at,
                first_due_at=meeting.first_due_at,
            )
        )
    return desk.item


def _is_on_time(meeting: Meeting) -> bool:
    return meeting.due_at is None or meeting.resolved_at is None or meeting.resolved_at <= meeting.due_at
