"""Tables of the register of places: areas with their days, what became of them, assets by layer, and names."""

from django.db import models


class Boxed(models.Model):
    """Where something lies: bounding box and a point inside, in degrees; all empty when no outline is known."""

    south = models.FloatField(null=True)
    west = models.FloatField(null=True)
    north = models.FloatField(null=True)
    east = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    geometry = models.BinaryField(null=True)  # well-known binary, x = longitude, EPSG:4326

    class Meta:
        abstract = True


class Dated(models.Model):
    """First and last day of validity, both included; empty is open."""

    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        abstract = True


class Area(Boxed, Dated):
    """A city, district, ward or commune in one period of its life."""

    code = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=64)
    level = models.SmallIntegerField()
    names = models.JSONField()
    folded = models.TextField()
    parent = models.CharField(max_length=64, blank=True)
    coverage = models.CharField(max_length=8, default="whole")
    approximate = models.BooleanField(default=False)
    source = models.TextField(blank=True)


class AreaChange(models.Model):
    """On that day one area became another, wholly or in part."""

    old_code = models.CharField(max_length=64)
    new_code = models.CharField(max_length=64)
    part = models.CharField(max_length=8)
    happened_on = models.DateField()
    source = models.TextField(blank=True)
    status = models.CharField(max_length=16)


class Place(models.Model):
    """A name people use for a spot: a market, a bridge, a street."""

    code = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=64)
    names = models.JSONField()
    folded = models.TextField()
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    area = models.CharField(max_length=64, blank=True)
    approximate = models.BooleanField(default=True)


class SectorLayer(models.Model):
    """A layer of assets as its manifest describes it."""

    code = models.CharField(max_length=64, unique=True)
    visibility = models.CharField(max_length=16)
    manifest = models.JSONField()


class Asset(Boxed, Dated):
    """A thing in the street that somebody owns: a road, a lamp, a tree, works in progress."""

    layer = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    owner = models.CharField(max_length=64)
    names = models.JSONField(default=dict)
    attributes = models.JSONField(default=dict)
    morton = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["layer", "code"], name="asset_code_is_unique_in_its_layer")]
        indexes = [
            models.Index(fields=["south", "north", "west", "east"], name="asset_box"),
            models.Index(fields=["layer", "morton"], name="asset_tile"),
        ]


class LoadedPack(models.Model):
    """What was read last, so that an unchanged pack changes no row and records no fact."""

    name = models.CharField(max_length=80, unique=True)
    fingerprint = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
