"""Silence gets an answer: an offer nobody answers counts as accepted, a question nobody answers stops waiting."""

from collections.abc import Sequence
from datetime import datetime

from hueioc.cases.commands import lapse_offer, lapse_question
from hueioc.cases.queries import offers_in_silence, questions_unanswered
from hueioc.people.rules import rule
from hueioc.playbooks.clock import Playbook, Step

_ACTOR = rule("silence")


def _offers(at: datetime) -> Sequence[Step]:
    return [Step(code, unit) for code, unit in offers_in_silence(at)]


def _questions(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in questions_unanswered(at)]


PLAYBOOKS = [
    Playbook(
        "silence-of-a-unit",
        "Count an unanswered offer as accepted and call the coordinator.",
        _offers,
        lambda step: lapse_offer(step.subject, _ACTOR, unit=step.detail),
    ),
    Playbook(
        "silence-of-a-reporter",
        "Go on without an answer when the time for it is over.",
        _questions,
        lambda step: lapse_question(step.subject, _ACTOR),
    ),
]
