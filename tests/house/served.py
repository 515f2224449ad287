"""Starts the city as a person does and stops it, for tests that look at it from outside."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Answer(NamedTuple):
    """One whole answer; the names of headers are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


class Served(NamedTuple):
    """A running city: its process, its port, and the seconds it took until it was ready."""

    process: "subprocess.Popen[str]"
    port: int
    seconds: float

    def get(self, path: str, method: str = "GET") -> tuple[int, bytes]:
        """Status and body of one request."""
        answer = self.ask(method, path)
        return answer.status, answer.body

    def ask(self, method: str, path: str, body: bytes | str | None = None, **headers: str) -> Answer:
        """One request; `_` in the names of headers stands for `-`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            return Answer(
                response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
            )
        finally:
            connection.close()

    def memory_mb(self) -> float:
        """Memory of the process in use, in megabytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1000


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """The environment of a process of an installation of its own, on SQLite unless `more` says otherwise."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("HUEIOC_", "PYTEST"))}
    return kept | {"PYTHONPATH": str(ROOT), "HUEIOC_HOME": str(home)} | more


def launch(home: Path, *words: str, **more: str) -> "subprocess.Popen[str]":
    """Start a subcommand that goes on until it is stopped; what it says goes into a log beside the home."""
    log = home.parent / f"{home.name}.log"
    command = [sys.executable, "-m", "hueioc.config.cli", *words]
    with log.open("a") as said:
        return subprocess.Popen(
            command, cwd=home.parent, env=surroundings(home, **more), stdout=said, stderr=subprocess.STDOUT, text=True
        )


def serve(home: Path, *options: str, **more: str) -> Served:
    """Start a process that answers requests, without waiting for it."""
    port = free_port()
    return Served(launch(home, "serve", "--port", str(port), "--no-browser", *options, **more), port, 0.0)


def wait_until_ready(served: Served, home: Path) -> None:
    """Return when it is ready; fails with its output when it does not become so."""
    began = time.monotonic()
    while not _is_ready(served):
        if served.process.poll() is not None or time.monotonic() - began > 120:
            log = (home.parent / f"{home.name}.log").read_text()
            raise AssertionError(f"The city did not become ready ({_last_answer(served)}):\n{log}")
        time.sleep(0.02)


@contextmanager
def city(home: Path, *options: str, **more: str) -> Iterator[Served]:
    """Serve a city from `home` until the block ends; fails with its output when it does not become ready."""
    began = time.monotonic()
    served = serve(home, *options, **more)
    try:
        wait_until_ready(served, home)
        yield served._replace(seconds=time.monotonic() - began)
    finally:
        stop(served.process)


def stop(process: "subprocess.Popen[str]") -> int:
    """Ask the process to end, as an operator would; returns its exit code."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        return process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        raise


def hueioc(home: Path, arguments: Sequence[str], **more: str) -> "subprocess.CompletedProcess[str]":
    """Run one subcommand to its end."""
    command = [sys.executable, "-m", "hueioc.config.cli", *arguments]
    return subprocess.run(command, cwd=home.parent, env=surroundings(home, **more), capture_output=True, text=True)


def _last_answer(served: Served) -> str:
    try:
        return served.get("/readyz")[1].decode()
    except OSError as error:
        return repr(error)


def _is_ready(served: Served) -> bool:
    try:
        return served.get("/readyz")[0] == 200
    except OSError:
        return False
