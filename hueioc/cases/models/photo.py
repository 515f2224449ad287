"""The table of photos, as re-encoded by us; the original file is never kept."""

from django.db import models

from hueioc.cases.models.case import Case


class Photo(models.Model):
    """One picture of a report or of its result. Time and place come from the picture's own data, when it had any."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=12, default="report")
    file_key = models.CharField(max_length=120)
    thumb_key = models.CharField(max_length=120)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    unit = models.CharField(max_length=64, blank=True)
    is_public = models.BooleanField(default=False)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_lat = models.FloatField(null=True, blank=True)
    taken_lon = models.FloatField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)
