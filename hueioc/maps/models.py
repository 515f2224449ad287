"""Tables of the map: a pin per piece of work, and counts of open pins per grid cell and level."""

from django.db import models


class Pin(models.Model):
    """Where a piece of work lies, on both axes of the map (0 to 2**26) and as one Morton key."""

    ref = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=32)
    service = models.CharField(max_length=64)
    unit = models.CharField(max_length=64, blank=True)
    area = models.CharField(max_length=64, blank=True)
    phase = models.CharField(max_length=16)
    urgency = models.CharField(max_length=16)
    due_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    x = models.IntegerField()
    y = models.IntegerField()
    morton = models.BigIntegerField()
    is_public = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)

    class Meta:
        indexes = (
            models.Index(fields=["is_open", "morton"]),
            models.Index(fields=["is_open", "is_public", "morton"]),
            models.Index(fields=["unit", "morton"], name="maps_open_of_unit", condition=models.Q(is_open=True)),
        )


class Cell(models.Model):
    """How many open pins lie in a cell of a level, and the sum of their positions, so that clusters sit in the middle.

    `shelf` is `public` for published work and `work` for all of it.
    """

    shelf = models.CharField(max_length=8)
    level = models.PositiveSmallIntegerField()
    cell = models.BigIntegerField()
    pins = models.IntegerField()
    sum_x = models.BigIntegerField()
    sum_y = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shelf", "level", "cell"], name="one_cell"),)
