"""The table of reports."""

from typing import Any, ClassVar

from django.db import models

from hueioc.lib.codes import secret_token
from hueioc.workflow.models import Item


class Case(Item):
    """A citizen's report. `description` is what was said; `public_text` is what everybody may read.

    `reporter` refers to the vault, `account` to who filed it when signed in; both are for the centre only.
    """

    REF_KIND = "case"

    secret = models.CharField(max_length=40, default=secret_token, unique=True)
    description = models.TextField()
    address = models.CharField(max_length=300, blank=True)
    accuracy_m = models.FloatField(null=True, blank=True)
    language = models.CharField(max_length=8, default="vi")
    reporter = models.CharField(max_length=80, blank=True)
    account = models.CharField(max_length=16, blank=True, db_index=True)
    # Who at the centre has it on their desk: whoever acted on it last.
    keeper = models.CharField(max_length=80, blank=True)
    origin_key = models.CharField(max_length=80, unique=True, null=True, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    public_text = models.TextField(blank=True)
    public_address = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    is_repeat = models.BooleanField(default=False)
    is_sensitive = models.BooleanField(default=False)
    reopened = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=32, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    acted_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    objection_until = models.DateTimeField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)
    routing_why = models.JSONField(default=list)
    warned_at = models.DateTimeField(null=True, blank=True)
    overdue_told_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Item.Meta):
        indexes: ClassVar[Any] = (
            *Item.Meta.indexes,
            models.Index(fields=["phase", "opened_at"], name="case_phase_opened"),
            models.Index(fields=["keeper", "phase", "due_at"], name="case_keeper"),
            models.Index(
                fields=["phase", "due_at"], name="case_waits_coordinator", condition=models.Q(needs_coordinator=True)
            ),
            models.Index(fields=["reporter"], name="case_reporter"),
            models.Index(fields=["morton", "opened_at"], name="case_place", condition=models.Q(morton__isnull=False)),
        )

    def __str__(self) -> str:
        return self.code
