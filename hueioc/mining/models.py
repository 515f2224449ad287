"""The city's own work as an event log: a small row for each step, with names and traces in tables of their own."""

from django.db import models


class Trace(models.Model):
    """One piece of work: what the field calls a case. `opened_at` is microseconds since 1970 in UTC.

    Its number is the place of its first fact in the journal, so that a rebuild gives the same numbers.
    """

    number = models.BigIntegerField(primary_key=True)
    ref = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=16)
    service = models.CharField(max_length=64, blank=True)
    opened_at = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["kind", "opened_at"]),)

    def __str__(self) -> str:
        return self.ref


class StepName(models.Model):
    """A name that occurs in many steps: an activity (even) or a unit (odd), numbered by its first fact."""

    number = models.BigIntegerField(primary_key=True)
    column = models.CharField(max_length=8)
    name = models.CharField(max_length=140)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["column", "name"], name="mining_named_once"),)

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """One fact of a piece of work, at its place in the journal. `activity` and `unit` are numbers of step names."""

    seq = models.BigIntegerField(primary_key=True)
    trace = models.BigIntegerField()
    activity = models.BigIntegerField()
    unit = models.BigIntegerField(null=True)
    at = models.BigIntegerField()

    class Meta:
        # Everything a log needs stands in the index, in the order in which it is needed.
        indexes = (models.Index(fields=["trace", "seq", "activity", "unit", "at"], name="mining_step_of_trace"),)

    def __str__(self) -> str:
        return f"{self.trace}: {self.activity}"
