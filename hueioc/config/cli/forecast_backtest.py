"""Says how the forecast of a river level would have done on a year that it had not seen."""

import argparse
import os
from pathlib import Path

from django.utils.module_loading import import_string

from hueioc.config.cli._figures import write_figures

NAME = "forecast backtest"
HELP = "learn the levels of a river from one year of a record and score the forecast on another"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The record, its two years, the gauge, the clock of its times, and where the figures go."""
    parser.add_argument("file", type=Path, help="table of hours (CSV, plain or gzip), or the folder it lies in")
    parser.add_argument("--train", type=int, required=True, metavar="YEAR", help="the year to learn from")
    parser.add_argument("--test", type=int, required=True, metavar="YEAR", help="the year to score on")
    parser.add_argument("--ahead", type=float, nargs="+", metavar="HOURS", help="spans (default: 1 to 12)")
    parser.add_argument("--target", default="", metavar="GAUGE", help="one gauge, as le-thuy (default: all)")
    parser.add_argument("--offset", type=float, default=7, metavar="HOURS", help="clock of the times (default: 7)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures to this file (default: here)")


def run(arguments: argparse.Namespace) -> int:
    """Write the figures. Raises FileRefused, whose sentence the command line says."""
    os.nice(10)  # what the city answers meanwhile goes first
    found = import_string("hueioc.forecasts.tried.backtested")(
        arguments.file, arguments.train, arguments.test, arguments.target, arguments.offset, arguments.ahead
    )
    write_figures(found, arguments.json)
    return 0
