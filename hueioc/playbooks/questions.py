"""Questions have the clock of all work: a warning, a call when late, an answer to silence on either side, each once."""

from collections.abc import Sequence
from datetime import datetime

from hueioc.lib import clock
from hueioc.people.rules import rule
from hueioc.playbooks.clock import Playbook, Step
from hueioc.questions.commands import close_question, lapse_question_offer, mark_question_told
from hueioc.questions.queries import (
    questions_due_soon,
    questions_in_silence,
    questions_overdue,
    questions_to_close,
)
from hueioc.workflow.queries import catalogue

_ACTOR = rule("questions")
_SHARE = "tell_when_share_left"


def _share_left(at: datetime) -> float:
    known = catalogue()
    kinds = [service.about.rules for service in known.services.values() if service.about.kind == "question"]
    return known.rule_sets[kinds[0]].number_on(_SHARE, clock.day_of(at)) if kinds else 0.0


def _soon(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in questions_due_soon(at, _share_left(at))]


def _over(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in questions_overdue(at)]


def _silent(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in questions_in_silence(at)]


def _unopposed(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in questions_to_close(at)]


PLAYBOOKS = [
    Playbook(
        "question-due-soon",
        "Warn the unit when little of a question's time is left.",
        _soon,
        lambda step: mark_question_told(step.subject, _ACTOR, what="due_soon"),
    ),
    Playbook(
        "question-overdue",
        "Tell the unit and the centre when a question's time has passed.",
        _over,
        lambda step: mark_question_told(step.subject, _ACTOR, what="overdue"),
    ),
    Playbook(
        "question-silence",
        "Count an unanswered offer of a question as taken.",
        _silent,
        lambda step: lapse_question_offer(step.subject, _ACTOR),
    ),
    Playbook(
        "question-settled",
        "Close an answered question when nobody asked again in time.",
        _unopposed,
        lambda step: close_question(step.subject, _ACTOR),
    ),
]
