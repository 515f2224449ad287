"""Tables of the triage desk: steps that can be undone, saved filters, wishes of a person, judged suggestions."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from hueioc.cases.models.case import Case
from hueioc.lib.codes import random_code


def step_code() -> str:
    return random_code(14)


class Step(models.Model):
    """What one action changed, on one report or on forty, so that it can be taken back as a whole.

    `states` holds for each report the values from before and how it looked afterwards (see commands/steps.py).
    """

    code = models.CharField(max_length=16, unique=True, default=step_code)
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=24)
    many = models.PositiveIntegerField(default=1)
    states = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    at = models.DateTimeField(db_index=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["actor", "-id"], name="step_latest", condition=models.Q(undone_at=None)),)


class SavedFilter(models.Model):
    """A view of the queue with a name; `query` is what stands in the address."""

    code = models.CharField(max_length=16, unique=True, default=step_code)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    owner = models.CharField(max_length=80, db_index=True)
    is_shared = models.BooleanField(default=False)
    made_at = models.DateTimeField()


class DeskWish(models.Model):
    """How somebody likes the desk: with or without keys, with or without the map."""

    account = models.CharField(max_length=80, unique=True)
    has_keys = models.BooleanField(default=True)
    has_map = models.BooleanField(default=True)


class Suggested(models.Model):
    """A suggestion that a person took or corrected, kept to say how often it is right."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=12)
    category = models.CharField(max_length=64)
    lead = models.CharField(max_length=64, blank=True)
    urgency = models.CharField(max_length=16)
    is_category_taken = models.BooleanField()
    is_lead_taken = models.BooleanField()
    is_urgency_taken = models.BooleanField()
    at = models.DateTimeField(db_index=True)
