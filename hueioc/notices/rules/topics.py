"""Which fact is worth telling to whom; pure, so that the table can be read by a clerk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hueioc.journal.events import Event
from hueioc.journal.follower import SealedFact
from hueioc.workflow.events import Closed, Handed, Moved, Noted, Opened, Reminded

# An import brings years of history and a new follower reads it all: nobody is told of what is this old.
STALE_AFTER = timedelta(days=2)
MOST_TRIES = 8
# What a reporter can choose: ways, and topics. A question is always told, because the clock stands until its answer.
CHANNELS = ("app", "direct", "push")
TOPICS_OF_REPORTERS = ("received", "accepted", "answered", "extended", "reopened", "refused", "merged", "closed")


@dataclass(frozen=True)
class Follows:
    """Who filed a piece of work: an account, a contact in the vault, the language, and where they read about it."""

    account: str
    contact: str
    language: str
    path: str


@dataclass(frozen=True)
class Circle:
    """Who alone may be told of a confidential piece of work: the account that opened it, and people by their unit."""

    account: str
    units: Mapping[str, Sequence[str]]


def topic_for_reporter(event: Event) -> str:
    """What the person who reported is told; empty for nothing."""
    if isinstance(event, Opened):
        return "received"
    if isinstance(event, Closed):
        return {"refused": "refused", "duplicate": "merged"}.get(event.outcome, "closed")
    if isinstance(event, Handed):
        return "accepted" if event.step == "accepted" and event.role == "lead" else ""
    if isinstance(event, Moved):
        known = {"ask_citizen": "asked", "resolve": "answered", "extend": "extended", "reopen": "reopened"}
        known |= {"answer_at_centre": "answered", "finish": "answered", "apologise": "extended"}
        known |= {"request_supplement": "asked", "request_payment": "owed"}
        if event.verb == "undo" and event.from_phase in {"resolved", "closed"}:
            return "undone"
        return known.get(event.verb, "")
    if isinstance(event, Noted):
        return _NOTES_FOR_REPORTER.get(event.verb, "")
    return ""


# What a unit says or fails to say to whom it owes something, and that this was told.
_NOTES_FOR_REPORTER = {
    "told": "told",
    "asked_back": "asked",
    "extension_asked": "wish",
    "unit_silent": "silent",
    "escalated": "late",
}


def topic_for_unit(event: Event) -> str:
    """What the staff of the unit named in the fact are told; empty for nothing."""
    if isinstance(event, Handed) and event.step == "offered":
        return "offered"
    if isinstance(event, Handed) and event.step == "withdrawn" and event.reason in {"undone", "taken_back"}:
        return "taken_back"
    if isinstance(event, Noted):
        known = {"due_soon": "due_soon", "overdue": "overdue", "reminded": "reminded"}
        return (known | {"answered_back": "replied", "extension_refused": "not_extended"}).get(event.verb, "")
    if isinstance(event, Reminded):
        return "reminded"
    return "objected" if isinstance(event, Moved) and event.verb == "object" else ""


def topic_for_centre(event: Event) -> str:
    """What coordinators are told; empty for nothing."""
    if isinstance(event, Handed) and event.step in {"returned", "lapsed"}:
        return event.step
    # Work that can go no further until somebody at the centre decides says so with `awaits`.
    return event.verb if isinstance(event, Noted) and event.verb in {"overdue", "awaits"} else ""


def is_stale(fact: SealedFact, since: datetime) -> bool:
    """True for history recorded long after it happened, and for what happened before anybody was to be told."""
    return fact.happened_at < since or fact.recorded_at - fact.happened_at > STALE_AFTER


def next_try(now: datetime, tries: int) -> datetime:
    """When to try again: after 1, 2, 4 … minutes, at most six hours."""
    return now + min(timedelta(minutes=2**tries), timedelta(hours=6))
