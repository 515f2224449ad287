"""Tables of directives: the directive, what was said about it, and requests for more time."""

from typing import Any, ClassVar

from django.db import models

from hueioc.lib.codes import random_code
from hueioc.workflow.models import Item

_DUE = ("due_at", "first_due_at")


def file_code() -> str:
    """A code for the address of a file; it says nothing and cannot be guessed."""
    return random_code(12)


class Directive(Item):
    """One directive; `service` is the field it belongs to, `urgency` its priority.

    `giver` is an account, `giver_unit` the unit whose head gave it (empty for a leader of the city). `above` is the
    code of the directive it was handed down from, `above_giver` who gave that one. `origin_ref` and `origin_path` say
    where on a screen it came from. `percent` is what the lead unit reported last. From `silent_at` on the lead counts
    as silent, at `remind_at` the next reminder is due; both are empty while nobody owes an answer. `words` is title
    and text without diacritics, for the search.
    """

    REF_KIND = "directive"

    title = models.CharField(max_length=200)
    text = models.TextField()
    words = models.TextField(blank=True)
    giver = models.CharField(max_length=80, db_index=True)
    giver_unit = models.CharField(max_length=64, blank=True, db_index=True)
    above = models.CharField(max_length=24, blank=True, db_index=True)
    above_giver = models.CharField(max_length=80, blank=True)
    is_confidential = models.BooleanField(default=False)
    document = models.CharField(max_length=80, blank=True)
    origin = models.CharField(max_length=16, blank=True)
    origin_ref = models.CharField(max_length=80, blank=True)
    origin_path = models.CharField(max_length=300, blank=True)
    origin_key = models.CharField(max_length=80, unique=True, null=True, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    heard_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=32, blank=True)
    questions_open = models.PositiveSmallIntegerField(default=0)
    extension_asked_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    silent_at = models.DateTimeField(null=True, blank=True)
    is_silence_told = models.BooleanField(default=False)

    class Meta(Item.Meta):
        indexes: ClassVar[Any] = (
            *Item.Meta.indexes,
            models.Index(fields=["giver", "phase", "due_at"], name="directive_giver"),
            models.Index(fields=["remind_at"], name="directive_remind"),
            models.Index(fields=["silent_at"], name="directive_silent"),
            # All that the ranking of a month counts, so that it reads no row.
            models.Index(
                fields=["closed_at", "unit", "giver", "outcome", "is_confidential", "resolved_at", *_DUE],
                name="directive_closed_counts",
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def is_withheld(self) -> bool:
        """Its facts are none of the five base facts when it is confidential."""
        return self.is_confidential


class Message(models.Model):
    """One thing said about a directive, in the thread of one unit.

    kind: progress (with `percent`), question, answer, extension, refusal (of an extension), returned, done (a
    supporting part), closing, object, withdrawn.
    """

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    unit = models.CharField(max_length=64, blank=True)
    author = models.CharField(max_length=80)
    text = models.TextField()
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    link = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()


class DirectiveFile(models.Model):
    """One file in the vault: a document of who gave the directive, or evidence beside what a unit said."""

    code = models.CharField(max_length=16, unique=True, default=file_code)
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=120)
    file = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    pages = models.PositiveSmallIntegerField(default=1)
    size_bytes = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)


class TimeAsked(models.Model):
    """A unit asked for more time, and what the giver decided."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="+")
    unit = models.CharField(max_length=64)
    reason = models.CharField(max_length=32)
    until = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    is_granted = models.BooleanField(default=False)
