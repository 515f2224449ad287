"""Reads of notices: mine, and how many are new."""

from django.db.models import QuerySet

from hueioc.notices.models import Choice, Notice, Subscription
from hueioc.notices.rules import CHANNELS, TOPICS_OF_REPORTERS
from hueioc.people.rules import Actor


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


def browsers_of(actor: Actor) -> int:
    """How many browsers are told of this account's reports."""
    return Subscription.objects.filter(account=actor.ref).count() if actor.kind == "account" else 0
