"""Says a water level in the official words of bulletins, in Vietnamese and in English."""

import argparse
import sys

from hueioc.lib import clock
from hueioc.sensors.queries import stations
from hueioc.sensors.rules.levels import phrase

NAME = "level"
HELP = "say a water level of a station in the official words"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """A station by its code or name, and metres."""
    parser.add_argument("station", help="code or name of a station")
    parser.add_argument("value", help="level in metres, 2.71 or 2,71")
    parser.add_argument("--language", choices=["vi", "en"], help="only this one (default: both, a line each)")


def run(arguments: argparse.Namespace) -> int:
    """Print the phrase; 1 where no thresholds are published."""
    try:
        level_m = float(arguments.value.replace(",", "."))
    except ValueError:
        raise ValueError(f"{arguments.value} is no level; write metres as 2.71 or 2,71.") from None
    wanted = arguments.station.casefold()
    known = stations()
    found = next(
        (
            series
            for code, series in known.items()
            if wanted.replace(" ", "-") == code or wanted == series[0].station.name.casefold()
        ),
        None,
    )
    if found is None:
        raise ValueError(
            f"There is no station {arguments.station}. Its code stands in the pack and at /api/v1/stations."
        )
    limits = next((one.levels(clock.now().date()) for one in found if one.quantity.code == "level"), None)
    if limits is None:
        sys.stderr.write(f"No alarm levels are published for {found[0].station.name}.\n")
        return 1
    for language in [arguments.language] if arguments.language else ["vi", "en"]:
        sys.stdout.write(f"{phrase(level_m, limits, language)}\n")
    return 0
