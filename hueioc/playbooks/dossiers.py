"""Dossiers have the same clock as reports: a warning, a call when it is late, and an answer to silence, each once."""

from collections.abc import Sequence
from datetime import datetime

from hueioc.dossiers.commands import lapse_hand_over, mark_dossier_told
from hueioc.dossiers.queries import dossiers_due_soon, dossiers_in_silence, dossiers_overdue
from hueioc.lib import clock
from hueioc.people.rules import rule
from hueioc.playbooks.clock import Playbook, Step
from hueioc.workflow.queries import catalogue

_ACTOR = rule("dossiers")
_SHARE = "tell_when_share_left"


def _share_left(at: datetime) -> float:
    sets = [rules for rules in catalogue().rule_sets.values() if any(n.code == _SHARE for n in rules.number)]
    return min((rules.number_on(_SHARE, clock.day_of(at)) for rules in sets), default=0.0)


def _soon(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in dossiers_due_soon(at, _share_left(at))]


def _over(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in dossiers_overdue(at)]


def _silent(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in dossiers_in_silence(at)]


PLAYBOOKS = [
    Playbook(
        "dossier-due-soon",
        "Warn the agency when little of a dossier's time is left.",
        _soon,
        lambda step: mark_dossier_told(step.subject, _ACTOR, what="due_soon"),
    ),
    Playbook(
        "dossier-overdue",
        "Tell the head of the agency when the day of a dossier has passed.",
        _over,
        lambda step: mark_dossier_told(step.subject, _ACTOR, what="overdue"),
    ),
    Playbook(
        "dossier-silence",
        "Count an unanswered hand-over as taken over, and call the coordinator.",
        _silent,
        lambda step: lapse_hand_over(step.subject, _ACTOR),
    ),
]
