"""The one table of this room in the main database: alarms, with who took note; readings lie apart (`storage`)."""

from typing import Any, ClassVar

from django.db import models

from hueioc.workflow.models import Item


class Alarm(Item):
    """One alarm of one station; `kind` is `level` (water has reached an alarm level) or `stale` (it is silent).

    `level` is 1 to 3 (0 for a silent station), `highest` the highest it reached, `value` and `measured_at` what it
    stood at when it changed last.
    """

    REF_KIND = "alarm"

    station = models.CharField(max_length=48)
    series = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=8)
    level = models.PositiveSmallIntegerField(default=0)
    highest = models.PositiveSmallIntegerField(default=0)
    value = models.FloatField(null=True, blank=True)
    peak = models.FloatField(null=True, blank=True)
    measured_at = models.DateTimeField(null=True, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)
    overdue_told_at = models.DateTimeField(null=True, blank=True)

    class Meta(Item.Meta):
        indexes: ClassVar[Any] = (
            *Item.Meta.indexes,
            models.Index(fields=["station", "opened_at"], name="alarm_station_opened"),
        )
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(
                fields=["station", "kind"], condition=~models.Q(phase="closed"), name="one_open_alarm_per_station"
            ),
        )

    def __str__(self) -> str:
        return self.code


class Remark(models.Model):
    """What somebody wrote when taking note of an alarm or dismissing it; for staff."""

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="+")
    verb = models.CharField(max_length=16)
    author = models.CharField(max_length=80, db_index=True)
    reason = models.CharField(max_length=32, blank=True)
    text = models.TextField(blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
