"""Tables of questions: the question with its present answer, and everything that was said in its course."""

from typing import Any, ClassVar

from django.db import models

from hueioc.lib.words import WordIndex
from hueioc.workflow.models import Item


class Question(Item):
    """What one unit asks another; `unit` is the one that answers, `service` the field.

    `asked_by` is the asking unit, `account` who of it wrote it. `answer` is the answer as it stands, empty before;
    `close_at` is when it ends by itself, unless the asker speaks first. `asks` counts how often it was asked.
    """

    REF_KIND = "question"

    asked_by = models.CharField(max_length=64)
    account = models.CharField(max_length=16, blank=True, db_index=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    answer = models.TextField(blank=True)
    legal_source = models.CharField(max_length=500, blank=True)
    is_accepted = models.BooleanField(default=False)
    asks = models.PositiveSmallIntegerField(default=1)
    close_at = models.DateTimeField(null=True, blank=True, db_index=True)
    origin_key = models.CharField(max_length=80, unique=True, null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    overdue_told_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Item.Meta):
        indexes: ClassVar[Any] = (
            *Item.Meta.indexes,
            models.Index(fields=["asked_by", "phase", "opened_at"], name="question_asked_by"),
        )

    def __str__(self) -> str:
        return self.code


WORDS = WordIndex("questions_question", ("title", "text", "answer"))


class Said(models.Model):
    """One thing said about a question. kind: answer, again (the asker asks once more), returned (why)."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    author = models.CharField(max_length=80, db_index=True)
    unit = models.CharField(max_length=64, blank=True)
    text = models.TextField()
    legal_source = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
