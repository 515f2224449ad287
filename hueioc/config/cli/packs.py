"""Checks every pack before it is believed: each room checks what it reads, and the wiring what only two rooms see."""

import argparse
import sys

from django.conf import settings

from hueioc.config.packs_check import problems_of
from hueioc.lib.packs import discover

NAME = "packs check"
HELP = "check the packs of every city"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Names of cities; none means all."""
    parser.add_argument("city", nargs="*", help="names of city packs (default: every city)")


def run(arguments: argparse.Namespace) -> int:
    """Print each problem as a sentence; 0 when there is none."""
    cities = [
        folder for folder in discover(settings.PACKS, "cities") if folder.name in arguments.city or not arguments.city
    ]
    unknown = sorted(set(arguments.city) - {folder.name for folder in cities})
    if unknown or not cities:
        sys.stderr.write(f"There is no city pack named {', '.join(unknown) or 'anything'} under {settings.PACKS}.\n")
        return 2
    found = [f"{folder.name}: {problem}" for folder in cities for problem in problems_of(folder)]
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    sys.stdout.write(f"{len(cities)} city packs, {len(found)} problems.\n")
    return 1 if found else 0
