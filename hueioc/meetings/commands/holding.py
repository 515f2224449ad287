"""The meeting itself: it begins, people ask for the floor and are called, conclusions are written down."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Conflict, Invalid, NotFound
from hueioc.lib.text import has_broken_characters, tidy
from hueioc.meetings.commands.found import MeetingDesk, guest_on_desk, meeting_on_desk
from hueioc.meetings.models import Conclusion, Invitee, Meeting, Speaker
from hueioc.people.queries import unit as unit_info
from hueioc.people.rules import Actor
from hueioc.workflow.commands import move, written

LONGEST_ABOUT, MOST_CONCLUSIONS = 120, 60


def begin_meeting(code: str, actor: Actor, *, version: int | None = None) -> Meeting:
    """The chair or the secretary opens the session."""
    with meeting_on_desk(code, actor, version=version) as desk:
        move(desk, desk.allow("begin"))
    return desk.item


def ask_floor(code: str, actor: Actor, *, about: str = "") -> Meeting:
    """The actor, who is here, asks to speak."""
    with meeting_on_desk(code, actor) as desk:
        desk.allow("floor")
        _ask(desk, desk.seat(), about)
    return desk.item


def ask_floor_as_guest(secret: str, *, about: str = "") -> Meeting:
    """A guest who is here asks to speak."""
    with guest_on_desk(secret) as (desk, one):
        desk.allow("floor")
        _ask(desk, one, about)
    return desk.item


def _ask(desk: MeetingDesk, one: Invitee, about: str) -> None:
    words = tidy(about)
    if len(words) > LONGEST_ABOUT or has_broken_characters(about):
        raise Invalid(_("At most 120 characters."), fields={"about": _("At most 120 characters.")})
    if one.came_at is None:
        raise Conflict(_("Check in first."))
    if Speaker.objects.filter(invitee=one, state__in=("waiting", "speaking")).exists():
        raise Conflict(_("You are on the list already."))
    desk.add(Speaker(meeting=desk.item, invitee=one, about=words, asked_at=desk.at))
    desk.note("floor_asked")


def leave_floor(code: str, actor: Actor) -> Meeting:
    """The actor does not want to speak any more."""
    with meeting_on_desk(code, actor) as desk:
        desk.allow("floor")
        found = Speaker.objects.filter(meeting=desk.item, invitee=desk.seat(), state="waiting").first()
        if found is not None:
            found.state = "dropped"
            desk.change(found)
            desk.note("floor_asked")
    return desk.item


def call_speaker(code: str, actor: Actor, *, speaker: int) -> Meeting:
    """Give somebody the floor; who spoke before is done."""
    with meeting_on_desk(code, actor) as desk:
        desk.allow("call_speaker")
        found = Speaker.objects.filter(meeting=desk.item, pk=speaker, state="waiting").first()
        if found is None:
            raise NotFound(_("This person does not wait for the floor any more."))
        _finish(desk)
        found.state, found.called_at = "speaking", desk.at
        desk.change(found)
        desk.note("speaker_called")
    return desk.item


def end_speech(code: str, actor: Actor) -> Meeting:
    """Nobody has the floor any more."""
    with meeting_on_desk(code, actor) as desk:
        desk.allow("call_speaker")
        _finish(desk)
        desk.note("speaker_done")
    return desk.item


def _finish(desk: MeetingDesk) -> None:
    for one in Speaker.objects.filter(meeting=desk.item, state="speaking"):
        one.state, one.done_at = "done", desk.at
        desk.change(one)


def conclude(
    code: str, actor: Actor, *, text: str, unit: str = "", due_on: date | None = None, version: int | None = None
) -> Conclusion:
    """Write down a conclusion; with a unit and a day it can be given as a directive."""
    with meeting_on_desk(code, actor, version=version) as desk:
        desk.allow("conclude")
        calendar = desk.catalogue.calendar
        if unit and unit_info(unit) is None:
            raise Invalid(_("There is no such unit today."), fields={"unit": _("Choose a unit from the list.")})
        if bool(unit) != bool(due_on):
            fault = _("A conclusion for a unit needs a day, and a day needs a unit.")
            raise Invalid(fault, fields={"due_on": fault})
        if due_on and (due_on < calendar.local_day(desk.at) or not calendar.is_working_day(due_on)):
            raise Invalid(_("Choose a working day to come."), fields={"due_on": _("Choose a working day to come.")})
        if Conclusion.objects.filter(meeting=desk.item).count() >= MOST_CONCLUSIONS:
            raise Conflict(_("At most 60 conclusions."))
        row = Conclusion(meeting=desk.item, text=written(text), unit=unit, due_on=due_on)
        desk.add(row)
        desk.note("concluded", unit=unit)
    return row


def drop_conclusion(code: str, actor: Actor, *, conclusion: int) -> Meeting:
    """Strike a conclusion that was not given as a directive."""
    with meeting_on_desk(code, actor) as desk:
        desk.allow("conclude")
        Conclusion.objects.filter(meeting=desk.item, pk=conclusion, directive="").delete()
        desk.note("concluded")
    return desk.item


def note_directive(code: str, actor: Actor, *, conclusion: int, directive: str) -> Meeting:
    """Remember the directive (its reference) that a conclusion became; given by the door that joins both rooms."""
    with meeting_on_desk(code, actor) as desk:
        desk.allow("direct")
        row = Conclusion.objects.filter(meeting=desk.item, pk=conclusion).first()
        if row is None:
            raise NotFound(_("There is no such conclusion."))
        if row.directive and row.directive != directive:
            raise Conflict(_("This conclusion was given as a directive already."))
        row.directive = directive
        desk.change(row)
        desk.tell(desk.facts.noted(verb="directed", other=directive))
    return desk.item
