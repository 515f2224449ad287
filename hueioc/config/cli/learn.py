"""Learns from the installation's own history: the desk's suggestions, and early warning of what will be late."""

import argparse
import os
import sys

from django.utils.module_loading import import_string

NAME = "learn"
HELP = "learn from the history: suggestions for the triage desk, early warning of what will be late"
POLITENESS = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to learn."""
    parser.add_argument("--only", choices=["suggestions", "warnings"], help="learn this alone (default: both)")


def run(arguments: argparse.Namespace) -> int:
    """0 when everything wished was learned and kept; 1 while there is too little to learn suggestions from."""
    os.nice(POLITENESS)
    code = 0
    if arguments.only != "warnings":
        code = _learn_suggestions()
    if arguments.only != "suggestions":
        _learn_warnings()
    return code


def _learn_suggestions() -> int:
    try:
        # By name: every subcommand is loaded with the city, and the city does without the learner's libraries.
        event = import_string("hueioc.cases.commands.learning.train_suggestions")()
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(
        f"Learned from {event.learned_from} reports. Right on {event.tried_on} held out: category "
        f"{event.category_right}, unit {event.unit_right}, urgency {event.urgency_right}.\n"
    )
    return 0


def _learn_warnings() -> None:
    for kind, lesson in import_string("hueioc.portal.warning.learning.learn_warnings")().items():
        if lesson.model is None:
            reason = {"too_little": "too little to learn from", "no_better": "no better than the base rate"}
            sys.stdout.write(f"Early warning of {kind}: {lesson.come_due} came due, {reason[lesson.reason]}.\n")
            continue
        judged = lesson.model.judged
        sys.stdout.write(
            f"Early warning of {kind}: {lesson.come_due} came due, {lesson.late_share:.1%} late. Judged on "
            f"{judged.cases}: Brier {judged.brier:.3f} (base rate {judged.base_brier:.3f}), AUC {judged.auc:.2f}, "
            f"largest gap of a tenth {judged.gap:.1%}.\n"
        )
