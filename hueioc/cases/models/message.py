"""The table of everything that is said about a report: notes, questions, replies, answers, objections."""

from django.db import models

from hueioc.cases.models.case import Case


class Message(models.Model):
    """One thing said. `public_text` is a field of its own; empty until somebody published it.

    kind: note (staff only), question (to the reporter), reply (of the reporter), answer (of a unit, the result),
    refusal, objection, rating.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    author = models.CharField(max_length=80)
    unit = models.CharField(max_length=64, blank=True)
    text = models.TextField()
    public_text = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()
