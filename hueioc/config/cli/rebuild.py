"""Drops a view and lets it read the journal again: the way out when a view is wrong or has learnt something new."""

import argparse
import sys
import time

from hueioc.journal.queries import follower_states
from hueioc.journal.runner import rebuild

NAME = "rebuild"
HELP = "build views again from the journal"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Names of followers; none means every one that can be rebuilt."""
    parser.add_argument("follower", nargs="*", help="names of followers (default: every view)")


def run(arguments: argparse.Namespace) -> int:
    """Rebuild each and say how long it took."""
    known = [state.name for state in follower_states()]
    unknown = sorted(set(arguments.follower) - set(known))
    if unknown:
        sys.stderr.write(f"There is no follower named {', '.join(unknown)}; there are: {', '.join(known) or 'none'}.\n")
        return 2
    for name in arguments.follower or known:
        began = time.monotonic()
        try:
            facts = rebuild(name)
        except NotImplementedError as reason:
            if arguments.follower:
                raise ValueError(str(reason)) from reason
            continue  # what gives commands or sends cannot be rebuilt, and nobody asked for it by name
        sys.stdout.write(f"{name}: {facts} facts in {time.monotonic() - began:.1f} s\n")
    return 0
