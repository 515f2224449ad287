"""The table of routing rules that were saved over the pack's own; the latest version in force decides."""

from django.db import models


class SavedRouting(models.Model):
    """One version of the rules, in the form of the pack's `routing.toml`, with the dry-run that was seen before."""

    version_no = models.PositiveIntegerField(unique=True)
    toml = models.TextField()
    reason = models.TextField()
    tried_on = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=80)
