"""Turns facts into outgoing rows, exactly once each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, ClassVar

from django.conf import settings
from django.utils.module_loading import import_string

from hueioc.journal.commands.rows import new_row
from hueioc.journal.events import Event
from hueioc.journal.follower import Follower, SealedFact
from hueioc.journal.queries import position
from hueioc.lib import clock
from hueioc.notices.models import Choice, Dispatch, Notice, Reach, Subscription, Watch
from hueioc.notices.rules import (
    CHANNELS,
    STALE_AFTER,
    Circle,
    Follows,
    is_stale,
    topic_for_centre,
    topic_for_reporter,
    topic_for_unit,
)
from hueioc.notices.rules.lanes import lane_number
from hueioc.people.queries import absences_between, staff_of, staff_with_role
from hueioc.workflow.events import BASE_FACTS, Noted, Reminded, Withheld, unveiled

# What follows from the fact; the other fields say what became of the row, and no rebuild touches them.
_FROM_FACT = ("topic", "subject", "unit", "outcome", "due_at", "happened_at")


def _asked(doors: Mapping[str, str], subjects: Iterable[str]) -> dict[str, Any]:
    """What the doors named in the settings know of subjects, each asked once for all of its kind."""
    kinds: dict[str, list[str]] = {}
    for subject in dict.fromkeys(subjects):
        kinds.setdefault(subject.partition(":")[0], []).append(subject)
    found: dict[str, Any] = {}
    for kind, some in kinds.items():
        if path := doors.get(kind):
            found |= import_string(path)(some)
    return found


def who_filed(subjects: Iterable[str]) -> dict[str, Follows]:
    """Who filed pieces of work; the settings name, by kind of reference, the door that knows."""
    return _asked(settings.NOTICE_RESOLVERS, subjects)


def who_follows(subjects: Iterable[str]) -> dict[str, list[str]]:
    """Accounts that follow the work of somebody else."""
    return _asked(settings.NOTICE_FOLLOWERS, subjects)


def who_may_know(subjects: Iterable[str]) -> dict[str, Circle]:
    """Who may be told of confidential work at all."""
    return _asked(settings.NOTICE_CIRCLES, subjects)


# What concerns somebody who only follows: that it goes on, and how it ended. Never a question to the reporter.
_FOR_FOLLOWERS = frozenset({"accepted", "answered", "extended", "reopened", "refused", "merged", "closed"})


class NoticeFollower(Follower):
    """Writes a row for every person and channel; the sender does the rest.

    A rebuild writes the rows again from the facts and sends nothing: what was told before it is known by `Reach`, and
    what became of each row stays in it.
    """

    name: ClassVar[str] = "notices"
    follows: ClassVar[tuple[type[Event], ...]] = (*BASE_FACTS, Reminded, Withheld)
    on_failure = "park"

    def handle(self, facts: Sequence[SealedFact]) -> None:
        if not facts:
            return
        reach, _is_new = Reach.objects.get_or_create(defaults={"since": clock.now() - STALE_AFTER})
        news = [fact for fact in facts if not is_stale(fact, reach.since)]
        _take_bulletins(news)
        people = _People(news)
        rows = [row for fact in news for row in _rows(fact, people, is_told=fact.seq <= reach.told_upto)]
        # Somebody may be concerned twice, as a substitute and as a follower; the nearer reason is told.
        first = {(row.fact_seq, row.recipient, row.channel): row for row in reversed(rows)}
        Notice.objects.bulk_create(
            list(first.values())[::-1],
            batch_size=500,
            update_conflicts=True,
            unique_fields=["fact_seq", "recipient", "channel"],
            update_fields=_FROM_FACT,
        )

    def reset(self) -> None:
        """Forget what was read from facts; what became of each row is proof and stays."""
        Reach.objects.update(told_upto=position(self.name))
        # The daily e-mail comes from the clock and from no fact.
        told = Notice.objects.exclude(channel="digest")
        told.update(topic="", subject="", unit="", outcome="", due_at=None)


def _take_bulletins(facts: Sequence[SealedFact]) -> None:
    """Put what was published of kinds that have a door for it on its way, each once; a rebuild changes nothing."""
    told = {
        fact.subject: fact.happened_at
        for fact in facts
        if isinstance(fact.event, Noted)
        and fact.event.verb == "published"
        and fact.subject.partition(":")[0] in settings.BULLETIN_DOORS
    }
    found = _asked(settings.BULLETIN_DOORS, told) if told else {}
    rows = [_dispatch(one, told[subject]) for subject, one in found.items()]
    Dispatch.objects.bulk_create(rows, ignore_conflicts=True)


def _dispatch(bulletin: Any, at: datetime) -> Dispatch:
    sketch = bulletin.sketch
    texts = {
        language: {**said, "headline": bulletin.mark.get(language, "") + said.get("headline", "")}
        for language, said in bulletin.texts.items()
    }
    return Dispatch(
        subject=bulletin.subject,
        lane=lane_number(bulletin.lane),
        hazard=bulletin.hazard,
        is_exercise=bulletin.is_exercise,
        units=bulletin.units,
        sketch={"kind": sketch.kind, "points": sketch.points, "metres": sketch.metres} if sketch else None,
        texts=texts,
        path=bulletin.path,
        made_at=at,
        expires_at=bulletin.expires_at,
    )


class _People:
    """Whom the facts of one batch concern, read with a few questions for all of them."""

    def __init__(self, facts: Sequence[SealedFact]) -> None:
        told = [fact.subject for fact in facts if topic_for_reporter(fact.event)]
        self.circles = who_may_know(fact.subject for fact in facts if isinstance(fact.event, Withheld))
        self.filed, self.follows = who_filed(told), who_follows(told)
        accounts = {one.account for one in self.filed.values() if one.account}
        accounts.update(ref for refs in self.follows.values() for ref in refs)
        self.choices = {one.recipient: one for one in Choice.objects.filter(recipient__in=accounts)} if accounts else {}
        self.browsers: dict[str, list[str]] = {}
        for one in Subscription.objects.filter(account__in=accounts) if accounts else ():
            self.browsers.setdefault(one.account, []).append(one.ref)
        self.watches: dict[str, list[str]] = {}
        for watch in Watch.objects.filter(subject__in=set(told)).select_related("subscription") if told else ():
            self.watches.setdefault(watch.subject, []).append(watch.subscription.ref)
        self.staff = lru_cache(maxsize=None)(
            lambda unit, holds, day: self.and_substitutes(staff_of(unit, role=holds, on=day), day)
        )
        self.coordinators = lru_cache(maxsize=None)(
            lambda day: self.and_substitutes(staff_with_role("coordinator", on=day), day)
        )
        days = [clock.day_of(fact.happened_at) for fact in facts]
        self._away = absences_between(min(days), max(days)) if days else []

    def and_substitutes(self, refs: Iterable[str], day: date) -> list[str]:
        """The same people and, of those away on a day, who stands in for them."""
        known = list(refs)
        away = [one for one in self._away if one.since <= day <= one.until and one.account in known]
        return list(dict.fromkeys([*known, *(one.substitute for one in away)]))

    def meant(self, event: Event, unit: str, day: date) -> list[str]:
        """Who of a unit a fact is meant for: the one it names, those who hold its role, else everybody of it."""
        one = getattr(event, "assignee", "")
        return self.and_substitutes([one], day) if one else list(self.staff(unit, getattr(event, "holds", ""), day))

    def wanted(self, account: str, topic: str) -> set[str]:
        """Channels by which an account wants to hear of a topic; all of them without a choice."""
        choice = self.choices.get(account)
        if choice is None:
            return set(CHANNELS)
        return set() if topic in choice.topics_off else set(CHANNELS) - set(choice.channels_off)


def _rows(fact: SealedFact, people: _People, *, is_told: bool) -> Iterator[Notice]:
    if isinstance(fact.event, Withheld):
        yield from _rows_within(fact, fact.event, people)
        return
    day = clock.day_of(fact.happened_at)
    topic = topic_for_reporter(fact.event)
    filed = people.filed.get(fact.subject) if topic else None
    if filed:
        wanted = people.wanted(filed.account, topic)
        if filed.account and "app" in wanted:
            told = people.and_substitutes([filed.account], day)
            yield from (_row(fact, topic, ref, "app") for ref in told if ref != fact.actor)
        if filed.contact and "direct" in wanted:
            yield _row(fact, topic, filed.contact, "direct", is_told=is_told)
        yield from _rows_of_others(fact, topic, filed.account, people, is_told=is_told)
    unit = getattr(fact.event, "unit", "")
    if unit and (topic := topic_for_unit(fact.event)):
        yield from (_row(fact, topic, ref, "app") for ref in people.meant(fact.event, unit, day) if ref != fact.actor)
    if topic := topic_for_centre(fact.event):
        yield from (_row(fact, topic, ref, "app") for ref in people.coordinators(day) if ref != fact.actor)


def _rows_within(fact: SealedFact, event: Withheld, people: _People) -> Iterator[Notice]:
    """Of confidential work only its circle is told, inside the app: nothing of it leaves the house."""
    circle, base = people.circles.get(fact.subject), unveiled(event)
    if circle is None:
        return
    day, told = clock.day_of(fact.happened_at), dict[str, str]()
    if topic := topic_for_reporter(base):
        told |= dict.fromkeys(people.and_substitutes([circle.account], day), topic)
    if topic := topic_for_unit(base):
        # Whoever opened it may have to act on it too, and then is told like everybody else.
        told = dict.fromkeys(people.and_substitutes(circle.units.get(event.unit, ()), day), topic) | told
    yield from (_row(fact, topic, ref, "app") for ref, topic in told.items() if ref != fact.actor)


def _rows_of_others(fact: SealedFact, topic: str, owner: str, people: _People, *, is_told: bool) -> Iterator[Notice]:
    """Who said "me too", and every browser that asked to be told: of this work, or of all work of its account."""
    follows = people.follows.get(fact.subject, []) if topic in _FOR_FOLLOWERS else []
    others = [ref for ref in follows if ref != owner]
    yield from (_row(fact, topic, ref, "app") for ref in others if "app" in people.wanted(ref, topic))
    pushed = [ref for ref in (owner, *others) if ref and ref != fact.actor and "push" in people.wanted(ref, topic)]
    found = {browser for ref in pushed for browser in people.browsers.get(ref, ())}
    found.update(people.watches.get(fact.subject, ()))
    yield from (_row(fact, topic, ref, "push", is_told=is_told) for ref in sorted(found))


def _row(fact: SealedFact, topic: str, recipient: str, channel: str, *, is_told: bool = False) -> Notice:
    waits = "void" if is_told else "waiting"
    return new_row(
        Notice,
        fact_seq=fact.seq,
        recipient=recipient,
        channel=channel,
        topic=topic,
        subject=fact.subject,
        unit=getattr(fact.event, "unit", ""),
        outcome=getattr(fact.event, "outcome", ""),
        due_at=getattr(fact.event, "due_at", None),
        happened_at=fact.happened_at,
        state="sent" if channel == "app" else waits,
        next_try_at=fact.recorded_at,
        sent_at=fact.recorded_at if channel == "app" else None,
    )


FOLLOWERS = [NoticeFollower()]
