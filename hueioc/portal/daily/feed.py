"""A person's calendar as iCalendar (RFC 5545): meetings they sit in, and the deadlines of what they owe.

It is read by programs and services outside the house, so it names numbers and kinds; titles and places only of
meetings that are not confidential, people never.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from hueioc.lib import clock
from hueioc.meetings.queries import diary_of
from hueioc.people.rules import Actor
from hueioc.portal.daily.dues import DueLine, dues_of
from hueioc.workflow.queries import catalogue, page_of, said

_BACK = timedelta(days=30)
_MOST_DUES = 500


def feed_of(actor: Actor) -> bytes:
    """The calendar of a person, with what they may see now; in the active language, in the city's time."""
    city = catalogue().pack.city
    calendar = Calendar()
    calendar.add("prodid", "-//HueIOC//calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("%(city)s: my work") % {"city": said(city.names)})
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    zone, now = ZoneInfo(city.time_zone), clock.now()
    for event in [*_meetings(actor, now, zone), *_dues(actor, now, zone)]:
        calendar.add_component(event)
    # Programs that do not know the zone by its name find its rules in the file.
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(mark: str, summary: str, at: datetime, now: datetime, zone: ZoneInfo) -> Event:
    event = Event()
    # The same thing keeps its place in the calendar, and its mark tells nobody which one it is.
    event.add("uid", f"{salted_hmac('calendar', mark).hexdigest()[:32]}@{settings.EMAIL_DOMAIN}")
    event.add("dtstamp", now.replace(microsecond=0))
    event.add("dtstart", at.astimezone(zone).replace(microsecond=0))
    event.add("summary", summary)
    return event


def _meetings(actor: Actor, now: datetime, zone: ZoneInfo) -> list[Event]:
    events = []
    for one in diary_of(actor, now - _BACK):
        hidden = one.is_confidential
        event = _event(one.ref, _("Meeting (confidential)") if hidden else one.title, one.starts_at, now, zone)
        event.add("dtend", one.ends_at.astimezone(zone).replace(microsecond=0))
        if not hidden:
            _add_place(event, one.place, page_of(one.ref))
        events.append(event)
    return events


def _dues(actor: Actor, now: datetime, zone: ZoneInfo) -> list[Event]:
    events = []
    for one in dues_of(actor)[:_MOST_DUES]:
        if one.due_at is None:
            continue
        event = _event(f"due {one.ref}", _due_words(one), one.due_at, now, zone)
        # A deadline takes no time of the day: it is an instant, and nobody is busy then.
        event.add("transp", "TRANSPARENT")
        if not one.is_withheld:
            _add_place(event, "", one.page)
        events.append(event)
    return events


def _due_words(one: DueLine) -> str:
    if one.is_withheld:
        return _("Due (confidential)")
    return _("Due: %(kind)s %(number)s") % {"kind": one.kind, "number": one.number}


def _add_place(event: Event, place: str, page: str) -> None:
    if place:
        event.add("location", place)
    if page:
        event.add("url", f"{settings.PUBLIC_ADDRESS.rstrip('/')}{page}")
