"""Erases personal data when their time is over: what counts and when it happened stays, who and where goes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from hueioc.journal.commands import Entry, record, record_many
from hueioc.lib import clock
from hueioc.people.commands import erase_contacts, forget_files
from hueioc.people.rules import Actor
from hueioc.rescues.commands.found import only_clock
from hueioc.rescues.events import DataErased, RescueNoted
from hueioc.rescues.models import Damage, Handout, Mark, Match, Rescue, Safe, Search
from hueioc.rescues.queries.packs import span
from hueioc.rescues.rules.intake import KINDS

_TOGETHER = 500
_CALL: dict[str, Any] = {
    "text": "", "address": "", "accuracy_m": None, "lat": None, "lon": None, "morton": None, "account": "",
    "contacts": [], "name_marks": [], "photos": [], "needs": [], "level_reason": "", "end_note": "", "depth": "",
    "score_parts": [],
}  # fmt: skip


def erase_expired(actor: Actor) -> int:
    """Erase everything whose time is over by the rules; returns how many calls and messages. A clock gives it."""
    only_clock(actor)
    now = clock.now()
    done = 0
    while codes := _expired_calls(now):
        done += _erase_calls(codes, actor, now)
    for model, days in ((Safe, "safe_days"), (Search, "safe_days"), (Damage, "retention_days")):
        done += _erase_told(model, actor, now, days)
    return done + _erase_handouts(actor, now)


def _expired_calls(now: datetime) -> list[int]:
    closed = Q(phase="closed", closed_at__lt=now - span("retention_days"))
    old = Q(opened_at__lt=now - span("longest_days"))
    found = Rescue.objects.filter(closed | old, erased_at=None).order_by("id")
    return list(found.values_list("pk", flat=True)[:_TOGETHER])


def _erase_calls(keys: Sequence[int], actor: Actor, now: datetime) -> int:
    with transaction.atomic():
        calls = list(Rescue.objects.select_for_update().filter(pk__in=keys, erased_at=None).order_by("id"))
        erase_contacts([ref for call in calls for ref in call.contacts], actor=actor, reason="rescue_over")
        forget_files([ref for call in calls for ref in call.photos], actor=actor, reason="rescue_over")
        Mark.objects.filter(subject__in=[call.ref for call in calls]).delete()
        Match.objects.filter(found__in=[call.ref for call in calls]).delete()
        fields = {**_CALL, **dict.fromkeys(KINDS, 0), "erased_at": now}
        for call in calls:
            for name, value in fields.items():
                setattr(call, name, list(value) if isinstance(value, list) else value)
        Rescue.objects.bulk_update(calls, [*fields], batch_size=100)
        entries = [
            Entry(event=RescueNoted(verb="erased"), subject=call.ref, actor=actor.ref, visibility="internal")
            for call in calls
        ]
        record_many(entries)
    return len(calls)


def _erase_told(model: Any, actor: Actor, now: datetime, days: str) -> int:
    with transaction.atomic():
        rows = list(model.objects.filter(at__lt=now - span(days), erased_at=None).order_by("id")[: 10 * _TOGETHER])
        refs = [ref for row in rows for ref in (row.contact, getattr(row, "sought", ""))]
        erase_contacts(refs, actor=actor, reason="rescue_over")
        forget_files([ref for row in rows for ref in getattr(row, "photos", ())], actor=actor, reason="rescue_over")
        subjects = [row.ref for row in rows]
        Mark.objects.filter(subject__in=subjects).delete()
        Match.objects.filter(Q(found__in=subjects) | Q(search__in=rows if model is Search else [])).delete()
        names = {"note": "", "relation": "", "text": "", "address": "", "photos": []}
        own = {field.name for field in model._meta.concrete_fields}
        fields = {name: value for name, value in names.items() if name in own}
        for row in rows:
            for name, value in fields.items():
                setattr(row, name, value)
            row.erased_at = now
        model._default_manager.bulk_update(rows, [*fields, "erased_at"], batch_size=200)
        if rows:
            _tell(model.__name__.lower(), len(rows), actor)
    return len(rows)


def _erase_handouts(actor: Actor, now: datetime) -> int:
    with transaction.atomic():
        old = Handout.objects.filter(at__lt=now - span("retention_days"), erased_at=None)
        rows = list(old.order_by("id")[: 10 * _TOGETHER])
        erase_contacts([row.contact for row in rows], actor=actor, reason="rescue_over")
        for row in rows:
            row.household, row.reason, row.erased_at = "", "", now
        Handout.objects.bulk_update(rows, ["household", "reason", "erased_at"], batch_size=200)
        if rows:
            _tell("handout", len(rows), actor)
    return len(rows)


def _tell(what: str, count: int, actor: Actor) -> None:
    event = DataErased(what=what, count=count)
    record(event, subject=f"rescues:{what}", actor=actor.ref, visibility="internal")
