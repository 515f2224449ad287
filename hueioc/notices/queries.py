"""Reads of notices: mine, and how many are new."""

from hueioc.notices.models import Notice
from hueioc.people.rules import Actor


def my_notices(actor: Actor, limit: int = 100) -> list[Notice]:
    """The latest notices inside the app for this person."""
    return list(Notice.objects.filter(recipient=actor.ref, channel="app").order_by("-id")[:limit])


def unread(actor: Actor) -> int:
    """How many of them are new."""
    return Notice.objects.filter(recipient=actor.ref, channel="app", read_at=None).count()
