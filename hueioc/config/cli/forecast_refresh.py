"""Makes the forecasts of all rivers anew, as the city does by itself each hour."""

import argparse
import os
import sys

from django.utils.module_loading import import_string

NAME = "forecast refresh"
HELP = "learn from what was read until now and foretell the levels of all rivers"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: which rivers there are stands in the packs."""


def run(arguments: argparse.Namespace) -> int:
    """0 when at least one river could be foretold, 1 while too little was read."""
    os.nice(10)  # what the city answers meanwhile goes first
    queries, refresh = "hueioc.forecasts.queries", import_string("hueioc.forecasts.keeping.refresh_forecast")
    known, made = import_string(f"{queries}.known")(), 0
    for river in import_string(f"{queries}.rivers")():
        told = refresh(river, known)
        made += told is not None
        words = f"foretold {len(told.lines)} spans" if told else "too little was read"
        sys.stdout.write(f"{river.code}: {words}\n")
    return 0 if made else 1
