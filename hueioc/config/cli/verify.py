"""Proves that nothing in the journal was changed, or names the first place where something was."""

import argparse
import sys

from hueioc.journal.proof import verify

NAME = "verify"
HELP = "recompute the journal's chain and check every signature"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(arguments: argparse.Namespace) -> int:
    """0 when every fact, seal and checkpoint is sound; 1 and the broken place otherwise."""
    verdict = verify()
    if verdict.is_sound:
        sys.stdout.write(f"Sound: {verdict.facts} facts and {verdict.checkpoints} signed checkpoints.\n")
        return 0
    fact = f", fact {verdict.fact_id}" if verdict.fact_id is not None else ""
    sys.stdout.write(f"Broken at place {verdict.seq}{fact}: {verdict.what}\n")
    return 1
