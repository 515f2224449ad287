"""Reads of notices: mine, how many are new, and how delivery goes."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from hueioc.notices.models import Choice, Digest, Notice, Subscription, WarnedPlace
from hueioc.notices.proof import kept_places
from hueioc.notices.rules import CHANNELS, TOPICS_OF_REPORTERS
from hueioc.people.rules import Actor

_MOST_TOLD = 5000
_MOST_COUNTED = 10_000
_SENT_BY = ("direct", "push", "digest")


class Delivery(NamedTuple):
    """Notices that wait to be sent and that were given up (both at most 10,000), and since when the oldest is due."""

    waiting: int
    failed: int
    due_since: datetime | None


def delivery() -> Delivery:
    """How the sender goes; reads an index."""
    sent = Notice.objects.filter(channel__in=_SENT_BY)
    waiting = sent.filter(state__in=("waiting", "sending"))
    return Delivery(
        waiting=waiting[:_MOST_COUNTED].count(),
        failed=sent.filter(state="failed")[:_MOST_COUNTED].count(),
        due_since=waiting.order_by("next_try_at").values_list("next_try_at", flat=True).first(),
    )


def my_notices(actor: Actor, limit: int = 100) -> list[Notice]:
    """The latest notices inside the app for this person."""
    return list(_mine(actor).order_by("-fact_seq")[:limit])


def unread(actor: Actor) -> int:
    """How many of them are new."""
    return _mine(actor).filter(read_at=None).count()


def _mine(actor: Actor) -> QuerySet[Notice]:
    return Notice.objects.filter(recipient=actor.ref, channel="app").exclude(topic="")


def chosen(actor: Actor) -> tuple[list[str], list[str]]:
    """Channels and topics an account is told by and of."""
    choice = Choice.objects.filter(recipient=actor.ref).first()
    off = (choice.channels_off, choice.topics_off) if choice else ([], [])
    return [c for c in CHANNELS if c not in off[0]], [t for t in TOPICS_OF_REPORTERS if t not in off[1]]


def digest_hour(actor: Actor) -> int | None:
    """At which hour of the city somebody gets their daily e-mail; None for none."""
    return Digest.objects.filter(recipient=actor.ref).values_list("hour", flat=True).first()


def kept_about(actor: Actor) -> dict[str, Any]:
    """What the notices keep about a person, for their own copy: choices, browsers and what they were told.

    The address of a browser is shown to its owner; the keys that seal its messages are nobody's reading.
    """
    channels, topics = chosen(actor)
    browsers = (
        Subscription.objects.filter(account=actor.ref) if actor.kind == "account" else Subscription.objects.none()
    )
    told = Notice.objects.filter(recipient=actor.ref).exclude(topic="").order_by("-fact_seq")
    return {
        "told_by": channels,
        "told_of": topics,
        "places": kept_places(actor),
        "browsers": [
            {"address": one.endpoint, "language": one.language, "since": one.made_at.isoformat()} for one in browsers
        ],
        "notices": [
            {
                "about": one.subject,
                "what": one.topic,
                "at": one.happened_at.isoformat(),
                "read": one.read_at.isoformat() if one.read_at else None,
            }
            for one in told[:_MOST_TOLD]
        ],
    }


def people_warned_in(areas: Collection[str]) -> int:
    """How many people have a place in these areas of which they want to be warned."""
    return WarnedPlace.objects.filter(area__in=areas).values("recipient").distinct().count()


def browsers_of(actor: Actor) -> int:
    """How many browsers are told of this account's reports."""
    return Subscription.objects.filter(account=actor.ref).count() if actor.kind == "account" else 0
