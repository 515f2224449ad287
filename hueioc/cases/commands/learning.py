"""Learns suggestions anew from the installation's own history of sorted reports."""

from django.db import transaction

from hueioc.cases.events import ModelTrained
from hueioc.cases.queries.suggesting import lessons, model_path
from hueioc.cases.rules.learning import learn
from hueioc.journal.commands import record
from hueioc.people.rules import machine


def train_suggestions() -> ModelTrained:
    """Learn, keep the model in the home, and record how right it was on reports held out.

    Raises ValueError while there are too few sorted reports.
    """
    model = learn(lessons())
    judged = {name: (part.tried, part.right) for name, part in model.parts.items()}
    event = ModelTrained(
        learned_from=model.learned_from,
        tried_on=max(tried for tried, _right in judged.values()),
        category_right=judged.get("category", (0, 0))[1],
        unit_right=judged.get("unit", (0, 0))[1],
        urgency_right=judged.get("urgency", (0, 0))[1],
    )
    with transaction.atomic():
        model.save(model_path())
        record(event, subject="model:suggestions", actor=machine("learner").ref, visibility="internal")
    return event
