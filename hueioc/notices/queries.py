"""Reads of notices: mine, and how many are new."""

from django.db.models import QuerySet

from hueioc.notices.models import Notice
from hueioc.people.rules import Actor


def my_notices(actor: Actor, limit: int = 100) -> list[Notice]:
    """The latest notices inside the app for this person."""
    return list(_mine(actor).order_by("-fact_seq")[:limit])


def unread(actor: Actor) -> int:
    """How many of them are new."""
    return _mine(actor).filter(read_at=None).count()


def _mine(actor: Actor) -> QuerySet[Notice]:
    return Notice.objects.filter(recipient=actor.ref, channel="app").exclude(topic="")
