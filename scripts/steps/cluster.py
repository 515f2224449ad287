"""A private PostgreSQL server for one run of the tests, in a temporary place, stopped and removed in every case."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

VERSION = "15"
# The tests kill processes, never the machine: without fsync the server still survives them, and is much faster.
SPEED = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=120", "shared_buffers=128MB"]


class NoServer(Exception):
    """Why there is no PostgreSQL, as a sentence."""


def programs() -> Path | None:
    """Directory of the PostgreSQL 15 programs, or None when they are not installed."""
    places = [Path(f"/usr/lib/postgresql/{VERSION}/bin"), Path(f"/usr/pgsql-{VERSION}/bin")]
    found = shutil.which("initdb")
    places += [Path(found).resolve().parent] if found else []
    return next((place for place in places if (place / "initdb").exists()), None)


class Server:
    """A server that can be stopped as by a power cut, and started again."""

    def __init__(self, place: Path, port: int, more: Sequence[str] = ()) -> None:
        bin_ = programs()
        if bin_ is None:
            raise NoServer("PostgreSQL 15 is not installed (Debian: apt-get install postgresql-15).")
        self.port = port
        self.data, self._bin, self._user = place / "data", bin_, _as_ordinary_user()
        self.url = f"postgresql://hueioc@127.0.0.1:{port}/postgres"
        given = [f"-c {item}" for item in ("listen_addresses=127.0.0.1", *SPEED, *more)]
        self._options = " ".join([f"-p {port} -k {place}", *given])
        self._control = [*self._command("pg_ctl"), "-D", str(self.data), "-l", str(place / "log")]

    def make(self) -> None:
        """An empty server."""
        _run([*self._command("initdb"), "-D", str(self.data), "-U", "hueioc", "-A", "trust", "-E", "UTF8", "--no-sync"])

    def copy(self, of: "Server") -> None:
        """A standby that follows another server, made while that one runs."""
        source = ["-h", "127.0.0.1", "-p", str(of.port), "-U", "hueioc"]
        how = ["-D", str(self.data), "--write-recovery-conf", "--checkpoint=fast", "--no-sync"]
        _run([*self._command("pg_basebackup"), *source, *how])

    def promote(self) -> None:
        """Let a standby become a server that is written to."""
        _run([*self._control, "-w", "promote"])

    def start(self) -> None:
        """Start it and wait until it answers. Raises NoServer."""
        _run([*self._control, "-w", "-t", "60", "-o", self._options, "start"])

    def stop(self) -> None:
        """Stop it at once, without a word to anybody who is connected."""
        subprocess.run([*self._control, "-m", "immediate", "-w", "stop"], capture_output=True, cwd="/")

    def _command(self, program: str) -> list[str]:
        return [*self._user, str(self._bin / program)]


@contextmanager
def running() -> Iterator[str]:
    """Run a fresh server and give its address as a `postgresql://` URL. Raises NoServer when that cannot be done."""
    with started() as server:
        yield server.url


@contextmanager
def started(*more: str) -> Iterator[Server]:
    """The same, with the means to stop and start it; `more` are settings as `name=value`."""
    with _place() as place:
        server = Server(place, _free_port(), more)
        server.make()
        with _run_for_a_while(server):
            yield server


@contextmanager
def standby(of: Server) -> Iterator[Server]:
    """A server that follows another one by streaming."""
    with _place() as place:
        server = Server(place, _free_port())
        server.copy(of)
        with _run_for_a_while(server):
            yield server


@contextmanager
def _place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hueioc-pg-", ignore_cleanup_errors=True) as name:
        if _as_ordinary_user():
            shutil.chown(name, user="postgres")
        yield Path(name)


@contextmanager
def _run_for_a_while(server: Server) -> Iterator[None]:
    try:
        server.start()
        yield
    finally:
        server.stop()


def _as_ordinary_user() -> list[str]:
    """PostgreSQL refuses to run as root; the Debian package brings the user for it."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        raise NoServer("PostgreSQL does not run as root and there is no user named postgres.") from None
    return ["runuser", "-u", "postgres", "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/")
    if done.returncode:
        raise NoServer(f"PostgreSQL did not start: {(done.stderr or done.stdout).strip()[-500:]}")
