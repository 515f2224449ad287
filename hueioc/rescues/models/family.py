"""What families tell beside a call: that they are safe, whom they look for, what they got and what they lost."""

from django.db import models

from hueioc.lib.codes import random_code, secret_token


def family_code() -> str:
    return random_code(10)


class Told(models.Model):
    """Something a person told, reached by a secret link; its personal data are erased by rule."""

    code = models.CharField(max_length=16, unique=True, default=family_code)
    secret = models.CharField(max_length=40, unique=True, default=secret_token)
    contact = models.CharField(max_length=80, blank=True)
    area = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=8, default="vi")
    at = models.DateTimeField(db_index=True)
    origin_key = models.CharField(max_length=80, unique=True, null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Safe(Told):
    """Somebody is safe; `note` is where, in their own words, for those they allow to know."""

    note = models.TextField(blank=True)

    @property
    def ref(self) -> str:
        return f"safe:{self.code}"


class Search(Told):
    """Somebody looks for a relative; `sought` is that person's name and phone in the vault."""

    sought = models.CharField(max_length=80, blank=True)
    relation = models.CharField(max_length=120, blank=True)

    @property
    def ref(self) -> str:
        return f"search:{self.code}"


class Match(models.Model):
    """A search met a message of safety or a call. Who was found decides; until then the seeker learns nothing.

    state: asked, yes, no.
    """

    search = models.ForeignKey(Search, on_delete=models.CASCADE, related_name="+")
    found = models.CharField(max_length=80, db_index=True)
    state = models.CharField(max_length=8, default="asked")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["search", "found"], name="one_match_of_a_search"),)


class Handout(models.Model):
    """Relief goods that a household got; the household is a keyed hash of its phone or card, never its name."""

    household = models.CharField(max_length=66, db_index=True)
    contact = models.CharField(max_length=80, blank=True)
    goods = models.CharField(max_length=24)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=64, db_index=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)


class Damage(Told):
    """What a household lost, by kind of the pack; open data tell counts by ward only."""

    lines = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    photos = models.JSONField(default=list)

    @property
    def ref(self) -> str:
        return f"damage:{self.code}"
