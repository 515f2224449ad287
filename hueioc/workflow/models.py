"""The abstract item that every work room extends, and the rows all work shares: parts, pauses, extensions, links."""

from typing import Any

from django.db import models

from hueioc.lib.geo import Point


class Item(models.Model):
    """A piece of work. State is (phase, outcome, wait_reason); `due_at` is the clock to the citizen, in UTC.

    `first_due_at` is the first promise and never changes; `due_at` is empty while the clock stands.
    """

    REF_KIND = ""

    code = models.CharField(max_length=24, unique=True)
    service = models.CharField(max_length=64, db_index=True)
    phase = models.CharField(max_length=16, default="received")
    outcome = models.CharField(max_length=24, blank=True)
    wait_reason = models.CharField(max_length=24, blank=True)
    urgency = models.CharField(max_length=16, default="normal")
    channel = models.CharField(max_length=24, blank=True)
    unit = models.CharField(max_length=64, blank=True)
    area = models.CharField(max_length=64, blank=True, db_index=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    morton = models.BigIntegerField(null=True, blank=True)
    is_public = models.BooleanField(default=False)
    needs_coordinator = models.BooleanField(default=False)
    returns = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(db_index=True)
    clock_started_at = models.DateTimeField(null=True, blank=True)
    first_due_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    due_trace = models.JSONField(default=list)
    planned_until = models.DateField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        indexes = (
            models.Index(fields=["phase", "due_at"], name="%(class)s_phase_due"),
            models.Index(fields=["unit", "phase", "due_at"], name="%(class)s_unit_phase_due"),
            models.Index(fields=["service", "phase"], name="%(class)s_service_phase"),
            models.Index(fields=["is_public", "opened_at"], name="%(class)s_public_opened"),
        )

    @property
    def ref(self) -> str:
        return f"{self.REF_KIND}:{self.code}"

    @property
    def point(self) -> Point | None:
        return None if self.lat is None or self.lon is None else Point(self.lat, self.lon)

    @property
    def is_withheld(self) -> bool:
        """True for confidential work, whose facts no view follows (ADR 0083)."""
        return False

    @property
    def is_open(self) -> bool:
        return self.phase not in {"resolved", "closed"}

    def snapshot(self) -> dict[str, Any]:
        """The state an undo must bring back."""
        return {name: getattr(self, name) for name in ("phase", "outcome", "wait_reason", "unit", "service", "urgency")}


class Part(models.Model):
    """What one unit owes of one item: an offer, its answer, its own clock. Rows are added, never reused.

    state: offered, accepted, returned, lapsed, withdrawn, done. One lead at most, any number of supports.
    """

    subject = models.CharField(max_length=80)
    unit = models.CharField(max_length=64)
    role = models.CharField(max_length=8, default="lead")
    state = models.CharField(max_length=12, default="offered")
    task = models.TextField(blank=True)
    offered_at = models.DateTimeField()
    offered_by = models.CharField(max_length=80)
    answer_due_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=32, blank=True)
    note = models.TextField(blank=True)
    first_due_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    assignee = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["subject"]),
            models.Index(fields=["unit", "state", "due_at"]),
            models.Index(fields=["state", "answer_due_at"]),
            models.Index(fields=["assignee", "state"], name="workflow_part_given"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["subject", "unit"],
                condition=models.Q(state__in=["offered", "accepted"]),
                name="one_live_part_per_unit",
            ),
            models.UniqueConstraint(
                fields=["subject"],
                condition=models.Q(role="lead", state__in=["offered", "accepted"]),
                name="one_live_lead_per_item",
            ),
        )

    @property
    def is_live(self) -> bool:
        return self.state in {"offered", "accepted"}


class Pause(models.Model):
    """The work waits, for a reason the law or the service knows; the flags say which clocks stand."""

    subject = models.CharField(max_length=80, db_index=True)
    reason = models.CharField(max_length=32)
    wait_reason = models.CharField(max_length=24)
    rests_citizen = models.BooleanField(default=False)
    rests_unit = models.BooleanField(default=False)
    legal_basis = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True, blank=True)


class Extension(models.Model):
    """A later deadline, as a row of its own with its reason; the first deadline stays for ever."""

    subject = models.CharField(max_length=80, db_index=True)
    unit = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=32)
    note = models.TextField(blank=True)
    working_days = models.PositiveSmallIntegerField()
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)


class Link(models.Model):
    """A relation between two pieces of work; undoing keeps the row and says when."""

    kind = models.CharField(max_length=16)
    source = models.CharField(max_length=80, db_index=True)
    target = models.CharField(max_length=80, db_index=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "source", "target"], condition=models.Q(undone_at=None), name="one_live_link"
            ),
        )
