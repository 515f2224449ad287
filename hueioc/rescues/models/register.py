"""The registers of rescue: teams, their boats and vehicles, shelters and hospitals."""

from django.db import models

from hueioc.lib.codes import random_code
from hueioc.lib.geo import Point


def register_code() -> str:
    return random_code(8)


class Place(models.Model):
    """Something with a name and a position, kept by a unit."""

    code = models.CharField(max_length=16, unique=True, default=register_code)
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=64, db_index=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def point(self) -> Point | None:
        return None if self.lat is None or self.lon is None else Point(self.lat, self.lon)


class Team(Place):
    """A crew. state: free, on_the_way, there, back, out (of service). `mark` is a hash of its phone's key.

    `contact` is its phone in the vault; `seen_at` is when its position was told.
    """

    crew = models.PositiveSmallIntegerField(default=0)
    has_doctor = models.BooleanField(default=False)
    state = models.CharField(max_length=12, default="free", db_index=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    contact = models.CharField(max_length=80, blank=True)
    mark = models.CharField(max_length=64, blank=True, db_index=True)

    @property
    def ref(self) -> str:
        return f"team:{self.code}"


class Vehicle(Place):
    """A boat or vehicle: its kind (of the pack), how many people it takes beside its crew, and who has it now."""

    kind = models.CharField(max_length=24)
    capacity = models.PositiveSmallIntegerField(default=0)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    @property
    def ref(self) -> str:
        return f"vehicle:{self.code}"


class Shelter(Place):
    """Where people are brought. kind: shelter or hospital; `places` in all, `taken` of them now."""

    kind = models.CharField(max_length=12, default="shelter")
    area = models.CharField(max_length=64, blank=True, db_index=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    places = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)

    @property
    def ref(self) -> str:
        return f"shelter:{self.code}"

    @property
    def left(self) -> int:
        return max(0, self.places - self.taken)
