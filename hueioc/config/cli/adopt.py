"""Notes that a remedy is tried somewhere, so that the pages of mining measure its effect."""

import argparse
import sys
from datetime import date

from django.utils.module_loading import import_string

from hueioc.lib import clock

NAME = "adopt"
HELP = "note that a unit tries a remedy from a day on: its effect is measured beside other units"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, where, from when, and which unit decided it."""
    parser.add_argument(
        "remedy", help="REASSIGN, MORE_STAFF, MORE_DAYS, SPLIT_QUEUE, LOWER_ALLOWANCE, FIX_THE_FORM, NAME_AN_OWNER …"
    )
    parser.add_argument("--log", required=True, help="a kind of work, or import:CODE")
    parser.add_argument("--from", dest="start", required=True, metavar="ACTIVITY", help="the activity before the wait")
    parser.add_argument("--to", dest="end", required=True, metavar="ACTIVITY", help="the activity after the wait")
    parser.add_argument("--unit", required=True, help="who works otherwise from then on, as the log calls it")
    parser.add_argument("--since", type=date.fromisoformat, required=True, metavar="DATE", help="the first day")
    parser.add_argument("--by", required=True, metavar="UNIT", help="the unit that decided it (a code)")


def run(arguments: argparse.Namespace) -> int:
    """Note it, and say where its effect is shown."""
    names = ("remedy", "log", "start", "end", "unit", "since", "by")
    told = import_string("hueioc.mining.shelf.Adopted")(
        noted_at=clock.now(), **{name: getattr(arguments, name) for name in names}
    )
    import_string("hueioc.mining.commands.adopt_remedy")(told)
    sys.stdout.write(f"Noted; see /mining/remedies/?log={arguments.log}\n")
    return 0
