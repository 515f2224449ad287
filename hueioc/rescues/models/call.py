"""The table of calls for rescue, and the marks by which two calls for the same people find each other."""

from typing import Any, ClassVar

from django.db import models

from hueioc.lib.codes import secret_token
from hueioc.lib.geo import Point, rounded
from hueioc.rescues.models.register import Shelter, Team
from hueioc.workflow.models import Item


class Rescue(Item):
    """One call for rescue, as one person made it once; `unit` is whose team has it, before that the ward's own.

    `text`, `address`, the position and the counts are personal data of this row, name and phones lie in the vault; all
    are erased by rule (`erased_at`). `lead` is the code of the call it was merged into; `told` how many calls speak of
    these people. `rank` orders the board: the counted `score`, or the points of a level that a person set by hand.
    """

    REF_KIND = "rescue"

    text = models.TextField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    accuracy_m = models.FloatField(null=True, blank=True)
    people = models.PositiveSmallIntegerField(default=0)
    depth = models.CharField(max_length=16, blank=True)
    children = models.PositiveSmallIntegerField(default=0)
    elderly = models.PositiveSmallIntegerField(default=0)
    sick = models.PositiveSmallIntegerField(default=0)
    pregnant = models.PositiveSmallIntegerField(default=0)
    disabled = models.PositiveSmallIntegerField(default=0)
    needs = models.JSONField(default=list)
    # References into the vault: one holds the name and the first phone, each of the others one phone more.
    contacts = models.JSONField(default=list)
    name_marks = models.JSONField(default=list)
    photos = models.JSONField(default=list)
    secret = models.CharField(max_length=40, unique=True, default=secret_token)
    account = models.CharField(max_length=16, blank=True, db_index=True)
    language = models.CharField(max_length=8, default="vi")
    home_unit = models.CharField(max_length=64, blank=True)
    origin_key = models.CharField(max_length=80, unique=True, null=True, blank=True)
    score = models.IntegerField(default=0)
    score_parts = models.JSONField(default=list)
    scored_at = models.DateTimeField(null=True, blank=True)
    level = models.CharField(max_length=12, blank=True)
    level_reason = models.TextField(blank=True)
    level_by = models.CharField(max_length=80, blank=True)
    level_at = models.DateTimeField(null=True, blank=True)
    rank = models.IntegerField(default=0)
    progress = models.CharField(max_length=12, blank=True)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    shelter = models.ForeignKey(Shelter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    stop = models.PositiveSmallIntegerField(default=0)
    first_assigned_at = models.DateTimeField(null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)
    end_note = models.TextField(blank=True)
    lead = models.CharField(max_length=24, blank=True, db_index=True)
    told = models.PositiveSmallIntegerField(default=1)
    is_doubtful = models.BooleanField(default=False)
    sorted_at = models.DateTimeField(null=True, blank=True)
    overdue_told_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta(Item.Meta):
        indexes: ClassVar[Any] = (
            *Item.Meta.indexes,
            models.Index(fields=["lead", "phase", "-rank", "id"], name="rescue_board"),
            models.Index(fields=["morton"], name="rescue_morton"),
            models.Index(fields=["home_unit", "phase"], name="rescue_home_phase"),
            models.Index(fields=["sorted_at", "id"], name="rescue_sorted"),
            models.Index(fields=["erased_at", "closed_at"], name="rescue_erased"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def point(self) -> Point | None:
        """What facts and views may know of the place: about a kilometre; the journal keeps it for ever (ADR 0108)."""
        exact = self.exact_point
        return rounded(exact, 2) if exact else None

    @property
    def exact_point(self) -> Point | None:
        return None if self.lat is None or self.lon is None else Point(self.lat, self.lon)

    @property
    def is_board(self) -> bool:
        return self.phase != "closed" and not self.lead


class Mark(models.Model):
    """A keyed hash of something a call or a message said (a phone, a whole name, a house), so that equals meet.

    It tells nothing without the key of the vault, and goes with the personal data. `subject` is whose it is.
    """

    subject = models.CharField(max_length=80, db_index=True)
    mark = models.CharField(max_length=66, db_index=True)


class Apart(models.Model):
    """An officer looked at two calls and said that they are about different people; `one` is the smaller code."""

    one = models.CharField(max_length=24, db_index=True)
    other = models.CharField(max_length=24, db_index=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
