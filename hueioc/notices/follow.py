"""Turns facts into outgoing rows, exactly once each."""

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from django.conf import settings
from django.utils.module_loading import import_string

from hueioc.journal.events import Event
from hueioc.journal.follower import Follower, SealedFact
from hueioc.notices.models import Notice
from hueioc.notices.rules import Follows, is_stale, topic_for_centre, topic_for_reporter, topic_for_unit
from hueioc.people.queries import staff_of, staff_with_role
from hueioc.workflow.events import BASE_FACTS


def who_filed(subject: str) -> Follows | None:
    """Who filed a piece of work; the settings name, by kind of reference, the door that knows."""
    path = settings.NOTICE_RESOLVERS.get(subject.partition(":")[0])
    if path is None:
        return None
    resolve: Callable[[str], Follows | None] = import_string(path)
    return resolve(subject)


class NoticeFollower(Follower):
    """Writes a row for every person and channel; the sender does the rest."""

    name: ClassVar[str] = "notices"
    follows: ClassVar[tuple[type[Event], ...]] = BASE_FACTS
    on_failure = "park"

    def handle(self, facts: Sequence[SealedFact]) -> None:
        rows = [row for fact in facts if not is_stale(fact) for row in _rows(fact)]
        Notice.objects.bulk_create(rows, ignore_conflicts=True)


def _rows(fact: SealedFact) -> Iterator[Notice]:
    topic = topic_for_reporter(fact.event)
    filed = who_filed(fact.subject) if topic else None
    if filed and filed.account and filed.account != fact.actor:
        yield _row(fact, topic, filed.account, "app")
    if filed and filed.contact:
        yield _row(fact, topic, filed.contact, "email")
    unit = getattr(fact.event, "unit", "")
    if unit and (topic := topic_for_unit(fact.event)):
        yield from (_row(fact, topic, ref, "app") for ref in staff_of(unit) if ref != fact.actor)
    if topic := topic_for_centre(fact.event):
        yield from (_row(fact, topic, ref, "app") for ref in staff_with_role("coordinator") if ref != fact.actor)


def _row(fact: SealedFact, topic: str, recipient: str, channel: str) -> Notice:
    return Notice(
        fact_seq=fact.seq,
        recipient=recipient,
        channel=channel,
        topic=topic,
        subject=fact.subject,
        unit=getattr(fact.event, "unit", ""),
        outcome=getattr(fact.event, "outcome", ""),
        due_at=getattr(fact.event, "due_at", None),
        happened_at=fact.happened_at,
        state="sent" if channel == "app" else "waiting",
        next_try_at=fact.recorded_at,
        sent_at=fact.recorded_at if channel == "app" else None,
    )


FOLLOWERS = [NoticeFollower()]
