"""Starts the city in one process: database, packs, the one port, and the background work unless others do it."""

import argparse
import fcntl
import json
import signal
import sys
import threading
import webbrowser
from pathlib import Path
from types import FrameType
from typing import IO, Any

import uvicorn
from django.conf import settings
from django.db import connection
from django.urls import get_resolver

from hueioc.config import background, env, rooms
from hueioc.config.installation import prepare, settle
from hueioc.config.worker import work_in_turn

NAME = "serve"
HELP = "start the city on one port (this is what scripts/run does)"
DEMO_FILE = "demo.json"
EXERCISE_FILE = "exercise.json"
# By name, so that the other subcommands do not load the whole site.
APPLICATION = "hueioc.config.asgi:application"
SECONDS_FOR_OPEN_REQUESTS = 3
# Connections that may wait to be accepted; the system allows fewer (net.core.somaxconn), and resets the others.
MOST_ARRIVING = 65_535
_held: IO[str] | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `scripts/run`."""
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--empty", action="store_true", help="start without the demo")
    parser.add_argument(
        "--no-background",
        action="store_true",
        help="answer requests only; another process does the rest: scripts/hueioc work (PostgreSQL)",
    )
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")


def run(arguments: argparse.Namespace) -> int:
    """Serve until a signal says stop; then finish what is open and end the background work."""
    home = Path(settings.HOME)
    if arguments.empty and (settings.SHARED / DEMO_FILE).exists():
        sys.stderr.write(f"{home} holds a demo; choose an empty directory with --home, or start without --empty.\n")
        return 1
    if arguments.no_background and connection.vendor == "sqlite":
        sys.stderr.write("On SQLite one process does everything; several need HUEIOC_DATABASE_URL.\n")
        return 1
    if (exercise := env.read("HUEIOC_EXERCISE").strip()) and (fault := refused_exercise(exercise)):
        sys.stderr.write(f"{fault}\n")
        return 1
    config = uvicorn.Config(
        APPLICATION,
        host=arguments.host,
        port=arguments.port,
        # Its own set-up would write errors past ours, with their words.
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.PROXIES,
        backlog=MOST_ARRIVING,
        timeout_graceful_shutdown=SECONDS_FOR_OPEN_REQUESTS,
    )
    if not _alone_at(home):
        sys.stderr.write(f"Another process serves {home}; stop it first, or choose another directory with --home.\n")
        return 1
    try:
        listening = config.bind_socket()
    except SystemExit:
        sys.stderr.write(f"Port {arguments.port} is in use; choose another one with --port.\n")
        return 1
    prepare()
    work = background.Background([_load_pages, *_work(has_background=not arguments.no_background)])
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _go_on_to_the_end)
    is_quiet = arguments.no_browser or arguments.no_background
    address = f"http://{'localhost' if arguments.host == '127.0.0.1' else arguments.host}:{arguments.port}/"
    _announce(address, None if is_quiet else address)
    work.start()
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        work.stop()
    return 0


def refused_exercise(code: str) -> str:
    """Why this home is no place for an exercise; empty when it is, and then it is one for good."""
    if connection.vendor != "sqlite":
        return "An exercise has a database of its own in its home; start it without HUEIOC_DATABASE_URL."
    marker = Path(settings.SHARED) / EXERCISE_FILE
    if marker.exists():
        return ""
    if (Path(settings.HOME) / "hueioc.sqlite3").exists() or (Path(settings.SHARED) / "installed").exists():
        return f"{settings.HOME} holds something already; an exercise needs an empty directory, give one with --home."
    marker.write_text(f"{code}\n", encoding="utf-8")
    return ""


def _alone_at(home: Path) -> bool:
    """Take the home for this process until it ends.

    Two writers on one SQLite file are slow and can harm it; two processes on one spool would take each other's reports.
    """
    global _held
    _held = (home / "serving.lock").open("w")
    try:
        fcntl.flock(_held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _work(*, has_background: bool) -> list[background.Task]:
    """What this process does besides answering; on PostgreSQL its share of the city's work comes by turn."""
    own, of_the_city = background.tasks_of_a_node(), background.tasks()
    if not has_background:
        return own
    if connection.vendor == "sqlite":
        return [*own, *of_the_city]

    def stand_by(stopping: threading.Event) -> None:
        work_in_turn(of_the_city, stopping)

    return [*own, stand_by]


def _load_pages(stopping: threading.Event) -> None:
    """Load every page while the port already answers, rather than for the first visitor."""
    get_resolver().url_patterns  # noqa: B018
    settle()


def _go_on_to_the_end(number: int, frame: FrameType | None) -> None:
    """uvicorn stops by itself and then repeats the signal, which must not end the background work half-way."""


def _announce(address: str, open_in_browser: str | None) -> None:
    lines = [f"HueIOC answers at {address}"]
    if settings.DEMO:
        demo: dict[str, Any] = {"demo": True, "address": address}
        for module in rooms.modules("demo"):
            demo |= module.prepare()
        path = settings.SHARED / DEMO_FILE
        path.write_text(json.dumps(demo, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        lines.append(f"This is a demo with invented people; its accounts also stand in {path}")
        lines += [f"  {_line(account)}" for account in demo.get("accounts", [])]
        if "one_time_code" in demo:
            lines.append(f"  one-time code for citizens: {demo['one_time_code']}")
    lines.append("Stop with Ctrl-C.")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    if open_in_browser:
        threading.Timer(1.0, webbrowser.open, [open_in_browser]).start()


def _line(account: dict[str, str]) -> str:
    return "  ".join(f"{key}: {value}" for key, value in account.items())
