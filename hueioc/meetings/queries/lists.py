"""Lists of meetings, each person only those they may know of."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from hueioc.lib.codes import clean_code
from hueioc.lib.text import fold
from hueioc.meetings.models import Invitee, Meeting
from hueioc.meetings.rules.standing import headed, sees_all
from hueioc.people.rules import Actor

TABS = ("coming", "minutes", "past", "all")
PAGE = 40


def hosted_by(actor: Actor) -> Q:
    """Meetings this person chairs or keeps the minutes of."""
    return Q(chair=actor.ref) | Q(secretary=actor.ref) if actor.kind == "account" else Q(pk__in=())


def invites(actor: Actor) -> Q:
    """Meetings to which the actor is invited in person, as a substitute, or through a unit; drafts are none."""
    if actor.kind != "account":
        return Q(pk__in=())
    rows = Invitee.objects.filter(Q(account=actor.ref) | Q(delegate=actor.ref)).values("meeting")
    mine = Q(pk__in=rows)
    if actor.units:
        through = Invitee.objects.filter(unit__in=actor.units, guest="").values("meeting")
        mine |= Q(pk__in=through, is_confidential=False)
    if headed(actor):
        mine |= Q(pk__in=Invitee.objects.filter(unit__in=headed(actor), guest="").values("meeting"))
    return mine & ~Q(phase="received")


def seen_by(actor: Actor) -> QuerySet[Meeting]:
    """All meetings of which this actor may know."""
    mine = hosted_by(actor) | invites(actor)
    plain = Q(is_confidential=False) & ~Q(phase="received")
    if sees_all(actor):
        mine |= plain
    elif actor.units:
        mine |= plain & Q(unit__in=actor.units)
    return Meeting.objects.filter(mine)


@dataclass(frozen=True)
class Listed:
    """One page of a list: the rows, how many there are in all, and the page's number from 1."""

    meetings: list[Meeting]
    total: int
    page: int
    pages: int


def board(actor: Actor, *, tab: str = "coming", words: str = "", number: int = 1) -> Listed:
    """Meetings of a tab: mine that come, mine whose minutes are open, mine that are over, and all I may know of."""
    found = seen_by(actor)
    if tab != "all":
        found = found.filter(hosted_by(actor) | invites(actor))
    found = {
        "coming": found.filter(phase__in=("received", "assigned", "in_work")).order_by("starts_at", "id"),
        "minutes": found.filter(phase__in=("in_work", "resolved")).order_by("due_at", "id"),
        "past": found.filter(phase="closed").order_by("-starts_at", "-id"),
    }.get(tab, found.order_by("-starts_at", "-id"))
    if words.strip():
        found = found.filter(Q(words__contains=fold(words.strip())) | Q(code__iexact=words.strip()))
    total = found.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, number), pages)
    return Listed(list(found[(page - 1) * PAGE : page * PAGE]), total, page, pages)


def find_meetings(text: str, actor: Actor, limit: int) -> list[Meeting]:
    """Meetings with this number, or with these words in title or place."""
    try:
        code = clean_code(text)
    except ValueError:
        code = ""
    wanted = Q(code=code) if code else Q(words__contains=fold(text.strip()))
    return list(seen_by(actor).filter(wanted).order_by("-starts_at")[:limit]) if actor.is_staff else []


def diary_of(actor: Actor, since: datetime, most: int = 500) -> list[Meeting]:
    """Meetings this person sits in or hosts that end after an instant, the first first; no drafts, none cancelled."""
    mine = Q(pk__in=Invitee.objects.filter(account=actor.ref, delegate="").exclude(answer="declines").values("meeting"))
    mine |= Q(pk__in=Invitee.objects.filter(delegate=actor.ref).values("meeting"))
    found = seen_by(actor).filter(mine | hosted_by(actor), ends_at__gt=since)
    found = found.exclude(phase="received").exclude(outcome="withdrawn")
    return list(found.order_by("starts_at", "id")[:most])
