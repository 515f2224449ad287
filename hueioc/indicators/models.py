"""Tables of the figures: a row per piece of work, and sums per day that are kept while facts arrive."""

from django.db import models


class WorkRow(models.Model):
    """One piece of work as its facts tell it; the fields are those of `workflow.rules.life.Life`.

    `stands` is true while it is open or promised and null afterwards: little beside what was ever received, in an index
    of its own. SQLite takes every state for equally frequent and would walk through the years.
    """

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
    stands = models.BooleanField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["state", "ended_on"]),
            models.Index(fields=["opened_on"]),
            models.Index(fields=["due_at"], condition=models.Q(stands__isnull=False), name="indicators_standing"),
            # The few whose day has come: what is late today is told by the hour.
            models.Index(fields=["due_on"], condition=models.Q(stands__isnull=False), name="indicators_due_on"),
            models.Index(
                fields=["first_due_at"], condition=models.Q(stands__isnull=False), name="indicators_first_due"
            ),
        )

    def __str__(self) -> str:
        return self.ref


class _Sums(models.Model):
    """Where sums of one day and kind are kept: at a level, with what it tells apart; `key` joins them."""

    key = models.CharField(max_length=240, unique=True)
    level = models.CharField(max_length=8)
    day = models.DateField()
    kind = models.CharField(max_length=16)
    unit = models.CharField(max_length=64, blank=True)
    service = models.CharField(max_length=64)
    area = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True
        indexes = (models.Index(fields=["level", "day"]),)

    def __str__(self) -> str:
        return self.key


class DayCount(_Sums):
    """Sums of one day and kind; each column counts on the day its definition names.

    `level` says for what else: `each` for every unit, service and area that occur together, `unit`, `service` and
    `area` for one of them with the other two empty, `all` for the whole. A page reads the coarsest that answers it.
    """

    received = models.IntegerField(default=0)
    owed = models.IntegerField(default=0)
    answered = models.IntegerField(default=0)
    reopened = models.IntegerField(default=0)
    returned = models.IntegerField(default=0)
    ended = models.IntegerField(default=0)
    dated = models.IntegerField(default=0)
    on_time = models.IntegerField(default=0)
    on_time_first = models.IntegerField(default=0)
    fixed = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    left_out = models.IntegerField(default=0)
    rateable = models.IntegerField(default=0)
    rated = models.IntegerField(default=0)
    satisfied = models.IntegerField(default=0)
    acceptable = models.IntegerField(default=0)
    score_sum = models.IntegerField(default=0)
    ended_late = models.IntegerField(default=0)
    fell_late = models.IntegerField(default=0)


class StandCount(_Sums):
    """Sums of what stands, open or promised, by kind and by the day that matters for each column.

    Columns are `OF_STANDING` of the figures; levels are those of `DayCount` without `each`, for what stands in two
    places at once is little enough to be counted from its rows.
    """

    open = models.IntegerField(default=0)
    promised = models.IntegerField(default=0)
    due = models.IntegerField(default=0)
    due_urgent = models.IntegerField(default=0)
    due_first = models.IntegerField(default=0)
    planned = models.IntegerField(default=0)


class CountedCode(models.Model):
    """A code that occurs in the sums, so that nobody has to look through them for the few there are."""

    column = models.CharField(max_length=8)
    code = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["column", "code"], name="indicators_counted_once"),)

    def __str__(self) -> str:
        return f"{self.column} {self.code}"
