"""Gives a follower the facts it had to set aside once more, after what was wrong has been mended."""

import argparse
import sys

from hueioc.journal.commands import retry_parked
from hueioc.journal.registry import followers

NAME = "retry"
HELP = "let a follower take in the facts it has parked"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The follower's name."""
    parser.add_argument("follower", help="name of the follower")


def run(arguments: argparse.Namespace) -> int:
    """0 when nothing stays parked."""
    known = followers()
    if arguments.follower not in known:
        sys.stderr.write(f"There is no follower named {arguments.follower}; there are: {', '.join(sorted(known))}.\n")
        return 2
    handled, left = retry_parked(known[arguments.follower])
    sys.stdout.write(f"{handled} facts taken in, {left} still parked.\n")
    return 1 if left else 0
