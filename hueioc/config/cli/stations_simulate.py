"""Sends invented readings of every station through the public doors, for demos and trials; says so on its face."""

import argparse
import sys
import time
from datetime import timedelta
from importlib import import_module

from hueioc.lib import clock

NAME = "stations simulate"
HELP = "send invented readings of every station to a city (says so on its face)"
_STEP = timedelta(minutes=10)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, with which key, how much of the past, how often."""
    parser.add_argument("--to", default="http://localhost:8000", help="http(s)://host:port or mqtt://host:port")
    parser.add_argument("--key", default="demo-readings", help="bearer key of a machine (default: that of a demo)")
    parser.add_argument("--past-hours", type=float, default=0.0, help="begin so many hours ago, every ten minutes")
    parser.add_argument("--every", type=float, default=60.0, metavar="SECONDS", help="then go on; 0 ends instead")


def run(arguments: argparse.Namespace) -> int:
    """Send until stopped."""
    # By name: every subcommand is loaded with the city, and the city has no use for a simulator.
    simulator = import_module("hueioc.connectors.mqtt.simulator")
    sys.stdout.write(f"{simulator.FACE}\n")
    now = clock.now()
    at = now - timedelta(hours=arguments.past_hours)
    try:
        while at < now and arguments.past_hours:
            simulator.send(simulator.readings_at(at), arguments.to, arguments.key)
            at += _STEP
        while True:
            said = simulator.send(simulator.readings_at(clock.now()), arguments.to, arguments.key)
            sys.stdout.write(f"{said}\n")
            sys.stdout.flush()
            if not arguments.every:
                return 0
            time.sleep(arguments.every)
    except OSError as away:
        sys.stderr.write(f"{arguments.to} does not answer ({type(away).__name__}).\n")
        return 1
    except KeyboardInterrupt:
        return 0
