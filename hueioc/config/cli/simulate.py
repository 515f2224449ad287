"""Runs a simulator of another system, for trying out a connector without the real other side."""

import argparse
import sys
import threading
from importlib import import_module

NAME = "simulate"
HELP = "run a simulator of another system (says so on its face): onestop"
ACCOUNT = "hueioc"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which system, where, and what lies there."""
    parser.add_argument("system", choices=["onestop"], help="a one-stop system that synchronises dossiers")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--secret", default="secret", help="what the city signs in with (default: secret)")
    parser.add_argument(
        "--filed", type=int, default=3, metavar="N", help="invented dossiers waiting there (default: 3)"
    )
    parser.add_argument("--agency", default="H57.02", help="agency they are filed with (default: H57.02)")
    parser.add_argument("--procedure", default="1.001193", help="procedure they are of (default: 1.001193)")


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped."""
    # By name: every subcommand is loaded with the city, and the city has no use for a simulator.
    simulator = import_module("hueioc.connectors.onestop.simulator")
    filed = simulator.invented(arguments.filed, arguments.agency, arguments.procedure)
    other = simulator.OtherSide(filed, arguments.secret)
    try:
        server = simulator.serve(other, arguments.port)
    except OSError:
        sys.stderr.write(f"Port {arguments.port} is in use; choose another one with --port.\n")
        return 1
    address = f"127.0.0.1:{server.server_address[1]}"
    sys.stdout.write(
        f"{simulator.FACE}\nStart the city with HUEIOC_ONESTOP_URL=http://{ACCOUNT}:{arguments.secret}@{address}\n"
        f"What it knows: http://{address}/   Stop with Ctrl-C.\n"
    )
    sys.stdout.flush()
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        server.shutdown()
    return 0
