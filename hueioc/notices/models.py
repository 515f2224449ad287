"""The table of outgoing notices: one row per fact, recipient and channel, whatever happens in between."""

from django.db import models


class Notice(models.Model):
    """One thing to tell somebody. Addresses are looked up when it is sent and never stood here.

    state: waiting, sent, failed (given up, visible), void (there is nobody to tell any more).
    """

    fact_seq = models.BigIntegerField()
    recipient = models.CharField(max_length=80, db_index=True)
    channel = models.CharField(max_length=8)
    topic = models.CharField(max_length=32)
    subject = models.CharField(max_length=80)
    unit = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=24, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    happened_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="waiting")
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["fact_seq", "recipient", "channel"], name="told_once"),)
        indexes = (models.Index(fields=["channel", "state", "next_try_at"]),)
