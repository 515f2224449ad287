"""Tables of warnings: the message with its two persons, what really happened, and CAP messages of other senders."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from hueioc.workflow.models import Item

_PEOPLE = ("drafted_by", "changed_by", "submitted_by")


def _two_persons() -> Q:
    """Nobody who drafted, last changed or submitted a warning approved or released it, and all of them are people."""
    apart = Q(approved_digest=F("digest"), released_by__startswith="account:", approved_by__startswith="account:")
    apart &= Q(submitted_by__startswith="account:")
    for name in _PEOPLE:
        apart &= ~Q(released_by=F(name)) & ~Q(approved_by=F(name))
    return Q(released_at__isnull=True) | apart


class Alert(Item):
    """One message of warning; `service` is the hazard. Updates, cancellations and all-clears are rows too.

    `message` is alert, update, cancel or all_clear; `follows` is the code of the message it speaks of and `thread` that
    of the first one. `texts` holds headline, description and instruction by language, `given` what was filled into
    them. The area is `area_units` (codes), or `sketch` (kind, points, metres) with the units under it.
    `digest` is the hash of everything that will be sent; an approval holds for one. `cap` is what was sent.
    `source` is the fact or work that caused it, `received` the code of the CAP message it was drafted from.
    """

    REF_KIND = "warning"

    message = models.CharField(max_length=12, default="alert")
    follows = models.CharField(max_length=24, blank=True, db_index=True)
    thread = models.CharField(max_length=24, db_index=True)
    is_exercise = models.BooleanField(default=False)
    level = models.PositiveSmallIntegerField(default=0)
    severity = models.CharField(max_length=12)
    cap_urgency = models.CharField(max_length=12)
    certainty = models.CharField(max_length=12)
    responses = models.JSONField(default=list)
    texts = models.JSONField(default=dict)
    given = models.JSONField(default=dict)
    area_kind = models.CharField(max_length=8)
    area_units = models.JSONField(default=list)
    area_words = models.JSONField(default=dict)
    sketch = models.JSONField(null=True, blank=True)
    onset_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    source = models.CharField(max_length=80, blank=True)
    received = models.CharField(max_length=24, blank=True)
    origin_key = models.CharField(max_length=80, unique=True, null=True, blank=True)
    digest = models.CharField(max_length=64)
    drafted_by = models.CharField(max_length=80)
    changed_by = models.CharField(max_length=80)
    changed_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=80, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=80, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_digest = models.CharField(max_length=64, blank=True)
    released_by = models.CharField(max_length=80, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    identifier = models.CharField(max_length=80, unique=True, null=True, blank=True)
    cap = models.TextField(blank=True)
    sent_back = models.TextField(blank=True)

    class Meta(Item.Meta):
        indexes: ClassVar[Any] = (
            *Item.Meta.indexes,
            models.Index(fields=["phase", "expires_at"], name="alert_phase_expires"),
            models.Index(fields=["released_at"], name="alert_released"),
        )
        constraints = (
            models.CheckConstraint(condition=_two_persons(), name="warning_released_by_a_second_person"),
            models.CheckConstraint(
                condition=~Q(phase="in_work") & Q(is_public=False) | Q(released_at__isnull=False),
                name="warning_in_force_was_released",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | (Q(identifier__isnull=False) & ~Q(cap="")),
                name="warning_released_was_sent",
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> str:
        """An exercise is no warning: it has a kind of its own, so that no count ever takes it for one (ADR 0104)."""
        return f"exercise:{self.code}" if self.is_exercise else f"warning:{self.code}"

    @property
    def is_released(self) -> bool:
        return self.released_at is not None

    @property
    def is_in_force(self) -> bool:
        return self.phase == "in_work"


class Happening(models.Model):
    """What an officer says really happened; the newest row counts. `measured` is what a gauge said, where one did."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="+")
    finding = models.CharField(max_length=12)
    text = models.TextField()
    measured = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)


class Received(models.Model):
    """A CAP message of another sender, as it came; state: new, noted or drafted. It releases nothing by itself."""

    code = models.CharField(max_length=24, unique=True)
    identifier = models.CharField(max_length=300)
    sender = models.CharField(max_length=300)
    sent_at = models.DateTimeField()
    status = models.CharField(max_length=12)
    message_type = models.CharField(max_length=12)
    version = models.CharField(max_length=8)
    event = models.CharField(max_length=300, blank=True)
    headline = models.CharField(max_length=500, blank=True)
    parts = models.JSONField(default=list)
    references = models.JSONField(default=list)
    body = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField(db_index=True)
    received_by = models.CharField(max_length=80)
    state = models.CharField(max_length=8, default="new")
    settled_by = models.CharField(max_length=80, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    draft = models.CharField(max_length=24, blank=True)

    class Meta:
        indexes = (models.Index(fields=["state", "received_at"], name="received_state"),)

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> str:
        return f"alert:{self.code}"
