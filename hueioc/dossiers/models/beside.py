"""Tables beside the dossier: papers, supplements, messages, and the last number an agency gave out on a day."""

from django.db import models

from hueioc.dossiers.models.dossier import Dossier
from hueioc.lib.codes import random_code


def file_code() -> str:
    return random_code(14)


class Paper(models.Model):
    """One part of a dossier that was handed in, with how the city has it.

    origin: paper (shown or handed in), file (came as a file), population (taken from the population data),
    vault (taken from the applicant's own papers kept by the city).
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=64)
    origin = models.CharField(max_length=12, default="paper")
    is_digitised = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["dossier", "part"], name="one_row_per_part"),)


class _File(models.Model):
    """A document in the vault: which part it is (empty for none), the name it came with, and how large it is."""

    part = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=120)
    file = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    pages = models.PositiveSmallIntegerField(default=1)
    size_bytes = models.PositiveIntegerField()

    class Meta:
        abstract = True


class DossierFile(_File):
    """One file of a dossier, with who added it and for which unit (empty for the applicant)."""

    code = models.CharField(max_length=16, unique=True, default=file_code)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    unit = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)


class HeldFile(_File):
    """A file uploaded into a form that is not sent yet; `key` is the form's, and only `account` can use it."""

    key = models.CharField(max_length=64)
    account = models.CharField(max_length=16)
    held_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = (models.Index(fields=["key", "account"]),)


class Supplement(models.Model):
    """One request for more papers; several may be open at once, and every open one counts against the agency."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    unit = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.CharField(max_length=80, blank=True)


class Message(models.Model):
    """One thing said about a dossier.

    kind: note (staff only), asked, supplement (of the applicant), answer, refusal, stopped, apology (to the applicant).
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    author = models.CharField(max_length=80)
    unit = models.CharField(max_length=64, blank=True)
    text = models.TextField()
    at = models.DateTimeField()


class IndexFigure(models.Model):
    """What the city reports for an item of an index that this product cannot count; the latest entry holds.

    `unit` is empty for the city; `period` is 2026, 2026-Q4 or 2026-11; `source` says where the figures stand.
    """

    index = models.CharField(max_length=32)
    item = models.CharField(max_length=12)
    unit = models.CharField(max_length=64, blank=True)
    period = models.CharField(max_length=8)
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=80)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["index", "period", "unit", "item"], name="one_figure_per_item"),)


class NumbersGiven(models.Model):
    """The last sequence an agency gave out on one day; its row is locked while the next one is taken."""

    agency = models.CharField(max_length=32)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agency", "day"], name="one_counter_per_day"),)
