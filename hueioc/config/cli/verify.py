"""Proves that the database is whole and nothing in the journal was changed, or names the first place where it was."""

import argparse
import sys

from django.db import connection

from hueioc.journal.proof import verify
from hueioc.upkeep.commands import check_database

NAME = "verify"
HELP = "check the database (SQLite), recompute the journal's chain and check every signature"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(arguments: argparse.Namespace) -> int:
    """0 when the file of the database, every fact, seal and checkpoint is sound; 1 and the broken place otherwise."""
    if connection.vendor == "sqlite" and not check_database(thoroughly=True):
        sys.stdout.write("Damaged: SQLite finds faults in its file. Stop the city and restore the last sound backup.\n")
        return 1
    verdict = verify()
    if verdict.is_sound:
        sys.stdout.write(f"Sound: {verdict.facts} facts and {verdict.checkpoints} signed checkpoints.\n")
        return 0
    fact = f", fact {verdict.fact_id}" if verdict.fact_id is not None else ""
    sys.stdout.write(f"Broken at place {verdict.seq}{fact}: {verdict.what}\n")
    return 1
