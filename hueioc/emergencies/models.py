"""Tables of emergencies: each time the city went over to flood night, and what officers said of places meanwhile."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Mode(models.Model):
    """One flood night: who switched it on and why, and who ended it. At most one is open."""

    began_at = models.DateTimeField()
    began_by = models.CharField(max_length=80)
    reason = models.CharField(max_length=500)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=80, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-began_at"]
        constraints = (
            models.UniqueConstraint(
                models.Value(1), condition=Q(ended_at__isnull=True), name="emergency_one_mode_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M}"

    @property
    def ref(self) -> str:
        return f"emergency:{self.pk}"


class Condition(models.Model):
    """How something stands for everybody, as an officer said it; `depth_cm` is water over the road or the ground."""

    code = models.CharField(max_length=16, unique=True)
    what = models.CharField(max_length=32)
    area = models.CharField(max_length=64)
    unit = models.CharField(max_length=64)
    place = models.CharField(max_length=200)
    depth_cm = models.PositiveSmallIntegerField(null=True, blank=True)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-said_at"]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> str:
        return f"condition:{self.code}"
