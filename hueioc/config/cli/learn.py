"""Learns the desk's suggestions from the reports that were sorted so far."""

import argparse
import os
import sys

from django.utils.module_loading import import_string

NAME = "learn"
HELP = "learn suggestions for the triage desk from sorted reports"
POLITENESS = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(arguments: argparse.Namespace) -> int:
    """0 when a model was learned and kept; 1 while there is too little to learn from."""
    os.nice(POLITENESS)
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
