"""What notices and search need of meetings: whom they concern, sentences by topic, lines of the search box."""

from collections.abc import Collection
from typing import NamedTuple

from django.utils.translation import gettext as _

from hueioc.meetings.models import Invitee, Meeting
from hueioc.meetings.queries.lists import find_meetings
from hueioc.meetings.queries.looks import span_words
from hueioc.people.queries import staff_of
from hueioc.people.rules import Actor
from hueioc.workflow.queries import FoundLine, page_of


class Telling(NamedTuple):
    """Whom a notice about a meeting concerns: its chair, and everybody who sits in it or was asked to."""

    code: str
    chair: str
    people: list[str]


class Circle(NamedTuple):
    """Who may know of a confidential meeting: its chair, by unit its heads and whom they named; "" is for people."""

    code: str
    chair: str
    units: dict[str, list[str]]


def told_of_many(codes: Collection[str]) -> list[Telling]:
    """For doors that address notices; never shown. Unknown, confidential and guests are left out."""
    found = Meeting.objects.filter(code__in=codes, is_confidential=False).exclude(phase="received")
    return [Telling(one.code, one.chair, list(dict.fromkeys(_people(one)))) for one in found]


def _people(meeting: Meeting) -> list[str]:
    pairs = Invitee.objects.filter(meeting=meeting).values_list("account", "delegate")
    return [ref for pair in pairs for ref in pair if ref]


def circles_of_many(codes: Collection[str]) -> list[Circle]:
    """The circles of confidential meetings; unknown and open ones are left out."""
    circles = []
    for one in Meeting.objects.filter(code__in=codes, is_confidential=True):
        units: dict[str, list[str]] = {"": [], one.unit: []}
        for row in Invitee.objects.filter(meeting=one):
            if row.unit:
                units[row.unit] = list(
                    dict.fromkeys([*staff_of(row.unit, role="unit_head"), *filter(None, [row.delegate])])
                )
            elif row.account:
                units[""] += [ref for ref in (row.account, row.delegate) if ref]
        # What is told of the unit that holds it is for its hosts alone, and never for the whole unit.
        units[one.unit] = list(dict.fromkeys([*units.get(one.unit, []), one.secretary]))
        circles.append(Circle(one.code, one.chair, units))
    return circles


def find_lines(text: str, actor: Actor, most: int) -> list[FoundLine]:
    """Meetings for the search box of staff."""
    return [
        FoundLine(page_of(one.ref), one.code, one.title, " · ".join((one.code, span_words(one.starts_at, one.ends_at))))
        for one in find_meetings(text, actor, most)
    ]


def notice_words() -> dict[str, str]:
    """What notices about meetings say, by topic, in the active language."""
    return {
        "received": _("The invitations to meeting %(number)s are out; you chair it."),
        "accepted": _("You are invited to meeting %(number)s. Answer whether you come."),
        "answered": _("The minutes of meeting %(number)s were handed in; they are checked and signed now."),
        "extended": _("Meeting %(number)s was moved to another time. Answer anew whether you come."),
        "closed": _("Meeting %(number)s is closed: read its minutes, or that it was cancelled."),
        "offered": _("Your unit is invited to meeting %(number)s. Answer who comes."),
        "reminded": _("Your unit is reminded of meeting %(number)s: who comes, or the minutes are missing."),
        "taken_back": _("Your unit is not invited to meeting %(number)s any more."),
        "objected": _("The minutes of meeting %(number)s need a change."),
    }


def kept_of(actor: Actor) -> list[dict[str, object]]:
    """What the rows of meetings say of a person, for the person: never how they voted."""
    rows = Invitee.objects.filter(account=actor.ref) | Invitee.objects.filter(delegate=actor.ref)
    return [
        {
            "meeting": one.meeting.code,
            "title": one.meeting.title,
            "answer": one.answer,
            "note": one.note,
            "was_there": one.came_at is not None,
        }
        for one in rows.select_related("meeting").exclude(meeting__phase="received").order_by("id")[:1000]
    ]
