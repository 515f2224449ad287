"""Tables of the handbook: pages as they read now, every version of them, and what readers found not helpful."""

from django.db import models

from hueioc.lib.words import WordIndex


class Page(models.Model):
    """One page as it reads now. state: draft (the owner's only), published, dropped (a draft nobody wants).

    `unit` owns it: its staff write it. `checked_at` is when the owner last said it is true; `origin` refers to
    the work it was written from. Days of validity are included on both sides; an empty one is open.
    """

    code = models.CharField(max_length=16, unique=True)
    unit = models.CharField(max_length=64)
    state = models.CharField(max_length=12, default="draft")
    is_public = models.BooleanField(default=False)
    title = models.CharField(max_length=200)
    body = models.TextField()
    legal_source = models.CharField(max_length=500, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    origin = models.CharField(max_length=80, blank=True)
    checked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["state", "title"], name="handbook_by_title"),
            models.Index(fields=["state", "checked_at"], name="handbook_by_check"),
            models.Index(fields=["origin"], name="handbook_by_origin"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["origin"],
                condition=~models.Q(origin="") & ~models.Q(state="dropped"),
                name="one_page_per_origin",
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> str:
        return f"handbook:{self.code}"

    @property
    def is_draft(self) -> bool:
        return self.state == "draft"


WORDS = WordIndex("handbook_page", ("title", "body", "legal_source"))


class Version(models.Model):
    """What a page said once; rows are added and never changed. `by` is the account that saved it."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField()
    legal_source = models.CharField(max_length=500, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    is_public = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["page", "number"], name="one_row_per_version"),)


class Remark(models.Model):
    """Why one person found one version not helpful; saying it again replaces what they said before."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    reason = models.CharField(max_length=32)
    text = models.CharField(max_length=1000, blank=True)
    by = models.CharField(max_length=80)
    unit = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["page", "version", "by"], name="one_remark_per_person"),)
        indexes = (models.Index(fields=["by"], name="handbook_remarks_of"),)
