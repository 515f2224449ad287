"""Runs everything that must hold before a change goes in: the checks, then every test on SQLite and on PostgreSQL."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from scripts.steps import checks, cluster, ready

ROOT = Path(__file__).resolve().parents[2]
WORKERS = "2"
# File by file in the order of `testpaths`: the long ones of `tests/` first, so that no worker is left alone at the end.
SHARED_OUT = ["--dist", "loadfile", "--no-loadscope-reorder"]
# Programs of the machine by name: their Debian package, and what cannot be tested without them.
PROGRAMS = {
    "chromium-headless-shell": ("chromium-headless-shell", "the tests that need a browser"),
    "nats-server": ("nats-server", "the tests of the relay to NATS"),
    "mosquitto": ("mosquitto", "the tests of readings over MQTT"),
    "nginx": ("nginx-light", "the test of nginx in front of the city"),
    "java": ("default-jre-headless", "the analyses of the history on Spark"),
}
# Java compiles much less this way, which is most of the time of questions this small.
QUICK_JAVA = {"JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
NOTHING_COLLECTED = 5  # pytest's exit code when every chosen test is marked `once`


class LeftOut(Exception):
    """Why a step cannot run on this machine, as a sentence."""


def main(arguments: list[str]) -> int:
    """Run all steps and print one line for each; 0 only when every step that ran was green."""
    signal.signal(signal.SIGTERM, _stop)
    began = time.monotonic()
    _install_what_is_missing()
    results: list[tuple[str, str, float]] = []
    if not arguments:
        results.append(_timed("checks", lambda: checks.main([])))
    results.append(_timed("tests on SQLite", lambda: _pytest(arguments, "")))
    results.append(_timed("tests on PostgreSQL 15", lambda: _on_postgresql(arguments)))
    if not arguments:
        results.append(_timed("history on Spark", _on_spark))
    for name, outcome, seconds in results:
        print(f"{name:26} {outcome:8} {seconds:7.1f} s")
    print(f"{'together':26} {'':8} {time.monotonic() - began:7.1f} s")
    # On a person's machine a part may be left out, and is named; the integration server must have run everything.
    accepted = {"green"} if os.environ.get("CI") else {"green", "LEFT OUT"}
    return 0 if all(outcome in accepted for _, outcome, _ in results) else 1


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt  # so that the server of the tests is stopped on the way out


def _timed(name: str, step: Callable[[], int]) -> tuple[str, str, float]:
    began = time.monotonic()
    print(f"== {name}", flush=True)
    try:
        outcome = "green" if step() == 0 else "RED"
    except (cluster.NoServer, LeftOut) as reason:
        print(f"Left out: {reason}", flush=True)
        outcome = "LEFT OUT"
    return name, outcome, time.monotonic() - began


def _on_postgresql(arguments: list[str]) -> int:
    with cluster.running() as url:
        # What was marked `once` does not depend on the database and has run already.
        code = _pytest(["-m", "not once", *arguments], url)
        return 0 if arguments and code == NOTHING_COLLECTED else code


def _on_spark() -> int:
    if not shutil.which("java"):
        raise LeftOut("Java is not installed (Debian: apt-get install default-jre-headless).")
    try:
        ready.add("spark")
    except ready.SetUpError as reason:
        raise LeftOut(str(reason)) from None
    return _pytest(["-n", "0", "hueioc/history/tests/on_spark.py"], "", **QUICK_JAVA)


def _pytest(arguments: list[str], database_url: str, **more: str) -> int:
    with tempfile.TemporaryDirectory(prefix="hueioc-test-") as home:
        surroundings = {key: value for key, value in os.environ.items() if not key.startswith("HUEIOC_")}
        surroundings |= {"HUEIOC_HOME": home, "HUEIOC_DATABASE_URL": database_url, "PYTHONPATH": str(ROOT)} | more
        command = [sys.executable, "-m", "pytest", "-n", WORKERS, *SHARED_OUT, *arguments]
        return subprocess.run(command, cwd=ROOT, env=surroundings).returncode


def _install_what_is_missing() -> None:
    """PostgreSQL and the PROGRAMS are needed by tests only; a machine that may install them gets them."""
    missing = [] if cluster.programs() else ["postgresql-15"]
    missing += [package for program, (package, _) in PROGRAMS.items() if not shutil.which(program)]
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {' and '.join(missing)} for the tests", flush=True)
        quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        subprocess.run(["apt-get", "update", "-q"], env=quiet, stdout=subprocess.DEVNULL)
        command = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *missing]
        subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL)
    for program, (_, need) in PROGRAMS.items():
        if not shutil.which(program):
            print(f"Without {program} {need} are left out.", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
