"""Tables of returns: what one unit owes for one period, and every edition of it that was given."""

from typing import Any, ClassVar

from django.db import models

from hueioc.workflow.models import Item


class Return(Item):
    """One return of one unit for one period; `form` is the pack's, `service` the field it belongs to.

    `collector` is the unit that collects it. `draft` is what is being filled in, cell by cell with who put it there
    and when; `values` is the edition that stands, as kept texts by field, empty before the first; `accepted` is the one
    that was accepted last, which figures and open data are made from. `remind_at` is the next step of the ladder,
    `settle_at` when it counts as accepted.
    """

    REF_KIND = "return"

    form = models.CharField(max_length=64)
    period = models.CharField(max_length=12)
    first_on = models.DateField()
    last_on = models.DateField(db_index=True)
    collector = models.CharField(max_length=64, blank=True)
    draft = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    accepted = models.JSONField(default=dict)
    remark = models.TextField(blank=True)
    edition = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=32, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True, db_index=True)
    settle_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta(Item.Meta):
        indexes: ClassVar[Any] = (
            *Item.Meta.indexes,
            models.Index(fields=["collector", "phase"], name="return_collector_phase"),
        )
        constraints = (
            models.UniqueConstraint(fields=["form", "period", "unit"], name="one_return_per_unit_and_period"),
        )

    def __str__(self) -> str:
        return self.code


class Edition(models.Model):
    """A return as it was given; a later one never changes an earlier one.

    kind: given (the first, or again after it was given back), corrected. `reason` is why it was corrected.
    """

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    values = models.JSONField()
    remark = models.TextField(blank=True)
    reason = models.CharField(max_length=32, blank=True)
    note = models.TextField(blank=True)
    author = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["of", "number"], name="one_edition_per_number"),)


class Said(models.Model):
    """Why a return was given back, or is not owed."""

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    reason = models.CharField(max_length=32)
    text = models.TextField(blank=True)
    author = models.CharField(max_length=80)
    at = models.DateTimeField()
