"""Holds an exercise: replays it through the public doors, and says afterwards how the centre did."""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings

from hueioc.config import env
from hueioc.config.cli._figures import write_figures
from hueioc.lib import clock
from hueioc.lib.packs import open_city

NAME = "exercise"
HELP = "replay an exercise through the public doors (says so on its face), then report how the centre did"
_READY_S, _SORTED_S, _MOST_HOURS = 180.0, 30.0, 10_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which exercise, how fast, which part of it, where."""
    parser.add_argument("exercise", help="code of an exercise of the city, as october-2025")
    parser.add_argument("--speed", type=float, default=600.0, help="how many times as fast (default: 600)")
    parser.add_argument("--address", default="", help="http://host:port of an installation set up for it")
    parser.add_argument("--port", type=int, default=8010, help="without an address: port of its own installation")
    parser.add_argument("--skip-hours", type=float, default=0.0, help="leave out so many hours at the beginning")
    parser.add_argument("--limit-hours", type=float, metavar="N", help="replay only so many hours")
    parser.add_argument("--readings-key", default="demo-readings", help="key of a machine (default: that of a demo)")
    parser.add_argument("--cap-key", default="demo", help="key for CAP messages (default: that of a demo)")
    parser.add_argument("--stay", action="store_true", help="without an address: serve on afterwards, until Ctrl-C")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the report to this file too")


def run(arguments: argparse.Namespace) -> int:
    """Replay and report; 1 when a door lost or refused something."""
    if not 1 <= arguments.speed <= 100_000:
        raise ValueError("--speed must be from 1 to 100000.")
    # By name: every subcommand is loaded with the city, and the city has no use for a replay.
    pack = import_module("hueioc.exercises.pack")
    found = pack.find_exercise(open_city(settings.PACKS / "cities" / settings.CITY), arguments.exercise)
    if arguments.address:
        return _hold(found, arguments.address, arguments)
    with _own_installation(arguments) as address:
        outcome = _hold(found, address, arguments)
        if arguments.stay:
            sys.stdout.write(f"The exercise stays at {address} until Ctrl-C.\n")
            sys.stdout.flush()
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
        return outcome


def _hold(found: Any, address: str, arguments: argparse.Namespace) -> int:
    play, tell = import_module("hueioc.exercises.replay"), import_module("hueioc.exercises.report")
    doors = import_module("hueioc.connectors.doors").HttpDoors(address)
    play.refuse_beside_real_data(doors, found.exercise.code)
    line = _line(found.exercise, arguments)
    keys = {"readings": arguments.readings_key, "cap": arguments.cap_key}
    planned = tell.acts(found, line, keys)
    sys.stdout.write(f"{found.exercise.mark} {len(planned)} requests until {line.due(line.ends):%H:%M:%S} UTC\n")
    sys.stdout.flush()
    sent = play.replay(planned, doors, clock.now, time.sleep)
    told = tell.report(found, line, sent, _figures(doors, line), play.asked(doors, "/api/v1/stations"))
    sys.stdout.writelines(f"{one}\n" for one in tell.lines(told))
    if arguments.json:
        write_figures(told, arguments.json)
    return 1 if sent.lost or sent.refused else 0


def _line(exercise: Any, arguments: argparse.Namespace) -> Any:
    timeline = import_module("hueioc.exercises.rules.timeline")
    if not (0 <= arguments.skip_hours <= _MOST_HOURS and 0 < (arguments.limit_hours or _MOST_HOURS) <= _MOST_HOURS):
        raise ValueError(f"Hours must be from 0 to {_MOST_HOURS}.")
    begins = exercise.begins + timedelta(hours=arguments.skip_hours)
    ends = exercise.ends
    if arguments.limit_hours is not None:
        ends = min(ends, begins + timedelta(hours=arguments.limit_hours))
    if begins >= ends:
        raise ValueError("Nothing is left of the exercise with these hours.")
    return timeline.Timeline(begins, ends, clock.now(), arguments.speed)


def _figures(doors: Any, line: Any) -> dict[str, Any]:
    """The figures once every call is sorted, which takes the city some seconds."""
    asked = import_module("hueioc.exercises.replay").asked
    until = time.monotonic() + _SORTED_S
    while True:
        found: dict[str, Any] = asked(doors, f"/api/v1/exercise/figures?since={quote(line.started.isoformat())}")
        if not found["unsorted"] or time.monotonic() > until:
            return found
        time.sleep(1)


@contextmanager
def _own_installation(arguments: argparse.Namespace) -> Iterator[str]:
    """A city in a temporary home, with a database of its own, that ends with the block."""
    address = f"http://127.0.0.1:{arguments.port}"
    with tempfile.TemporaryDirectory(prefix="hueioc-exercise-") as home:
        # Nothing may lead to the data, or the outside systems, of an installation it is started beside.
        ours = {setting.name for setting in env.SETTINGS}
        kept = {name: value for name, value in os.environ.items() if name not in ours}
        own = {"HUEIOC_HOME": home, "HUEIOC_EXERCISE": arguments.exercise}
        own |= {"HUEIOC_CITY": settings.CITY, "HUEIOC_PACKS": str(settings.PACKS)}
        command = [sys.executable, "-m", "hueioc.config.cli", "serve", "--no-browser", "--port", str(arguments.port)]
        process = subprocess.Popen(command, env=kept | own)
        try:
            _wait_until_ready(process, address)
            yield address
        finally:
            process.terminate()
            process.wait(30)


def _wait_until_ready(process: "subprocess.Popen[bytes]", address: str) -> None:
    doors = import_module("hueioc.connectors.doors").HttpDoors(address)
    until = time.monotonic() + _READY_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if doors.ask("GET", "/readyz")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise ValueError("The installation for the exercise did not start; its own words stand above.")
