"""The table behind the downloads: a row per piece of work, with nothing in it that somebody wrote."""

from django.db import models


class PublicRow(models.Model):
    """One piece of work as its facts tell it; the fields are those of `workflow.rules.life.Life`."""

    ref = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=16)
    service = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    unit = models.CharField(max_length=64, blank=True)
    area = models.CharField(max_length=64, blank=True)
    phase = models.CharField(max_length=64)
    outcome = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=64, blank=True)
    wait_reason = models.CharField(max_length=64, blank=True)
    channel = models.CharField(max_length=64, blank=True)
    urgency = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=16)
    due_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    first_due_at = models.DateTimeField(null=True)
    planned_until = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    seconds = models.BigIntegerField(null=True)
    is_fixed = models.BooleanField(default=False)
    is_rateable = models.BooleanField(default=False)
    score = models.SmallIntegerField(default=0)
    reopened = models.PositiveIntegerField(default=0)
    returns = models.PositiveIntegerField(default=0)
    extended = models.PositiveIntegerField(default=0)
    is_public = models.BooleanField(default=False)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)

    class Meta:
        indexes = (models.Index(fields=["kind", "opened_on", "ref"], name="opendata_by_day"),)

    def __str__(self) -> str:
        return self.ref
