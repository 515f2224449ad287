"""The tables of the journal: facts, their order and proof, and how far each reader got."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from hueioc.journal.rules import moment
from hueioc.lib.geo import Point


class CurrentTransaction(models.Func):
    """Number of the writing transaction on PostgreSQL; 0 on SQLite, where one writer at a time needs none."""

    function = "pg_current_xact_id"

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, tuple[()]]:
        return "0", ()


class TransactionIdField(models.BigIntegerField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A 64-bit transaction number: `xid8` on PostgreSQL, an integer on SQLite."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "xid8" if connection.vendor == "postgresql" else "bigint"

    def from_db_value(self, value: Any, expression: object, connection: BaseDatabaseWrapper) -> int | None:
        return None if value is None else int(value)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        # PostgreSQL casts only text to xid8.
        found = super().get_db_prep_value(value, connection, prepared)
        return str(found) if isinstance(found, int) and connection.vendor == "postgresql" else found


class Fact(models.Model):
    """What happened, once and for ever. Times are microseconds since 1970 so that every bit of them is in the proof."""

    id = models.BigAutoField(primary_key=True)
    xid = TransactionIdField(db_default=CurrentTransaction(), editable=False)
    kind = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=100)
    actor = models.CharField(max_length=100)
    happened_us = models.BigIntegerField()
    recorded_us = models.BigIntegerField()
    area = models.CharField(max_length=64, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    visibility = models.CharField(max_length=10)
    cause = models.CharField(max_length=100, blank=True)
    key = models.CharField(max_length=128, null=True, unique=True)
    data = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["subject"], name="journal_fact_subject")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(visibility__in=["public", "internal", "restricted"]), name="journal_fact_visibility"
            ),
        ]

    @property
    def happened_at(self) -> datetime:
        return moment(self.happened_us)

    @property
    def recorded_at(self) -> datetime:
        return moment(self.recorded_us)

    @property
    def point(self) -> Point | None:
        return None if self.lat is None or self.lon is None else Point(self.lat, self.lon)


class Seal(models.Model):
    """The place of a fact in the one order everybody reads, and the hash chain up to it (hexadecimal SHA-256)."""

    seq = models.BigIntegerField(primary_key=True)
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")
    chain = models.CharField(max_length=64)
    public_chain = models.CharField(max_length=64)


class Checkpoint(models.Model):
    """Both chains at one place, signed, so that nobody who holds a copy can be shown another past."""

    seq = models.BigIntegerField(primary_key=True)
    chain = models.CharField(max_length=64)
    public_chain = models.CharField(max_length=64)
    signed_us = models.BigIntegerField()
    key_id = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)


class Position(models.Model):
    """How far a follower got, saved with its own rows; `failures` and `error` tell why it stands still.

    `rows_version` is the version of the follower that made its rows.
    """

    follower = models.CharField(max_length=80, primary_key=True)
    seq = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=80, blank=True)
    rows_version = models.PositiveIntegerField(default=1)


class Parked(models.Model):
    """A fact that a follower could not handle and went past, kept for a person to look at."""

    follower = models.CharField(max_length=80)
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=80)
    tries = models.PositiveIntegerField()
    parked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["follower", "seal"], name="journal_parked_once")]
