"""Tables of work processes: the editions of their packs, instances, what was done in each step, running numbers."""

from typing import Any, ClassVar

from django.db import models

from hueioc.workflow.models import Item


class Edition(models.Model):
    """A process as its pack stood when something was started with it; instances run with it to their end.

    `body` is the whole definition as JSON, `fingerprint` its hash, `number` counts the editions of one process.
    """

    process = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    body = models.TextField()
    first_used_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["process", "number"], name="edition_number"),
            models.UniqueConstraint(fields=["process", "fingerprint"], name="edition_content"),
        )

    def __str__(self) -> str:
        return f"{self.process} {self.number}"


class Instance(Item):
    """One run of a process; `service` is the process.

    `step` is where it stands, `by` who of `unit` may take it, `holder` the one person it lies with (who started it
    or a colleague). `step_due_at` is the deadline of the step, `due_at` of the whole. `starter` is an account
    code. `values` is the form as filled so far, `official_number` the number the pack counts out.
    """

    REF_KIND = "process"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    starter = models.CharField(max_length=16)
    started_unit = models.CharField(max_length=64)
    subject = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    values = models.JSONField(default=dict)
    step = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=12, blank=True)
    holder = models.CharField(max_length=80, blank=True)
    step_due_at = models.DateTimeField(null=True, blank=True)
    official_number = models.CharField(max_length=80, blank=True)
    visible = models.CharField(max_length=8, default="parties")
    is_confidential = models.BooleanField(default=False)
    reason = models.CharField(max_length=32, blank=True)
    origin_key = models.CharField(max_length=80, unique=True, null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    overdue_told_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Item.Meta):
        indexes: ClassVar[Any] = (
            *Item.Meta.indexes,
            models.Index(fields=["unit", "by", "phase", "step_due_at"], name="process_owed"),
            models.Index(fields=["holder", "phase", "step_due_at"], name="process_holder"),
            models.Index(fields=["phase", "step_due_at"], name="process_step_due"),
            models.Index(fields=["starter", "opened_at"], name="process_started"),
            models.Index(fields=["started_unit", "phase", "opened_at"], name="process_of_unit"),
            models.Index(fields=["phase", "opened_at"], name="process_phase_opened"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def is_withheld(self) -> bool:
        """Its facts are none of the five base facts when it is confidential."""
        return self.is_confidential


class Deed(models.Model):
    """One thing done in a step. kind: done, sent_back, given (to a colleague), moved (to another unit), ended.

    `by` is who of the unit the step asked for, so that whoever fills that today may still read what it did.
    """

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    step = models.CharField(max_length=64)
    to_step = models.CharField(max_length=64, blank=True)
    unit = models.CharField(max_length=64, db_index=True)
    by = models.CharField(max_length=12, blank=True)
    author = models.CharField(max_length=80, db_index=True)
    reason = models.CharField(max_length=32, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()


class Counter(models.Model):
    """The last number given in a series of a year; numbers of a series have no gap."""

    series = models.CharField(max_length=160)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["series", "year"], name="counter_series_year"),)
