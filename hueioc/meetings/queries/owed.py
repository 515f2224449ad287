"""What people owe of meetings, as lines of the inbox: answers to invitations, minutes to write, check and sign."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.meetings.models import Invitee, Meeting
from hueioc.meetings.queries.looks import chips_of, span_words
from hueioc.meetings.rules.standing import headed
from hueioc.people.rules import Actor
from hueioc.workflow.queries import Chip, OwedLine, catalogue, page_of
from hueioc.workflow.queries import span_words as span_of_time
from hueioc.workflow.rules.deadlines import due

_ENOUGH = 40


def owed_lines(actor: Actor, most: int) -> list[OwedLine]:
    """What waits for this person: an answer, minutes. Nearest first."""
    if actor.kind != "account":
        return []
    lines = [*_answers(actor), *_minutes(actor)]
    lines.sort(key=lambda one: (one.due_at is None, one.due_at or clock.now()))
    return lines[: min(most, _ENOUGH)]


def _answers(actor: Actor) -> list[OwedLine]:
    """Invitations nobody answered to meetings that are still to come."""
    # One question for each way to be invited: each reads its own index, one with "or" would read them all.
    ways = [Q(account=actor.ref)]
    if actor.units:
        ways.append(Q(unit__in=actor.units, account="", guest="", meeting__is_confidential=False))
    if headed(actor):
        ways.append(Q(unit__in=headed(actor), account="", guest="", meeting__is_confidential=True))
    coming = Q(answer="", meeting__phase="assigned", meeting__starts_at__gt=clock.now())
    keys = [
        Invitee.objects.filter(way, coming).annotate(at=F("meeting__starts_at")).values_list("at", "meeting")
        for way in ways
    ]
    return [_line(one, _("to answer"), "inbox", _answer_due(one)) for one in _read(keys)]


def _read(ways: Sequence[QuerySet[Any]]) -> list[Meeting]:
    """Meetings whose keys any of these finds, the nearest first; in two questions however many the ways are."""
    first, *others = [way.order_by() for way in ways]
    keys = [key for _at, key in first.union(*others).order_by("at")[:_ENOUGH]]
    found = Meeting.objects.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _answer_due(meeting: Meeting) -> datetime | None:
    within = due(meeting.updated_at, catalogue().accept_within(meeting.service), catalogue().calendar).at
    return min(filter(None, (within, meeting.starts_at)))


def _minutes(actor: Actor) -> list[OwedLine]:
    """Minutes to write of meetings that are over, to check, to sign."""
    over = Q(secretary=actor.ref, phase="in_work", ends_at__lte=clock.now())
    ways = [over, Q(phase="resolved", checker=actor.ref, checked_at=None), Q(phase="resolved", chair=actor.ref)]
    lines = []
    for one in _read([Meeting.objects.filter(way).annotate(at=F("starts_at")).values_list("at", "pk") for way in ways]):
        if one.phase == "in_work":
            lines.append(_line(one, _("minutes to write"), "pencil", one.due_at))
        elif one.checked_at is None and (one.checker == actor.ref or (not one.checker and one.chair == actor.ref)):
            lines.append(_line(one, _("minutes to check"), "eye", one.due_at))
        elif one.checked_at is not None:
            lines.append(_line(one, _("minutes to sign"), "pencil", one.due_at))
    return lines


def _deadline(due_at: datetime) -> Chip:
    """The remaining or exceeded time of what one person owes, which is not that of the meeting."""
    now = clock.now()
    span = {"span": span_of_time(abs(due_at - now))}
    if due_at < now:
        return Chip("s-breach", "filled/alert-triangle", str(_("%(span)s over") % span))
    return Chip("s-ok", "clock", str(_("%(span)s left") % span))


def _line(meeting: Meeting, words: str | Promise, icon: str, due_at: datetime | None) -> OwedLine:
    return OwedLine(
        ref=meeting.ref,
        page=page_of(meeting.ref),
        title=f"{meeting.title} · {span_words(meeting.starts_at, meeting.ends_at)}",
        chips=[*chips_of(meeting), Chip("s-new", icon, str(words))],
        deadline=_deadline(due_at) if due_at else None,
        due_at=due_at,
        group=str(_("Meetings")),
        board="/meetings/",
        is_withheld=meeting.is_withheld,
    )
