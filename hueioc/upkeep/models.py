"""The one row of upkeep: which key this database's personal data are sealed with."""

from django.db import models


class KeyMark(models.Model):
    """What tells the vault's key from every other one, and nothing of the key itself."""

    name = models.CharField(max_length=16, unique=True)
    mark = models.CharField(max_length=64)
