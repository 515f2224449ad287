"""A private PostgreSQL server for one run of the tests, in a temporary place, stopped and removed in every case."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
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


@contextmanager
def running() -> Iterator[str]:
    """Run a fresh server and give its address as a `postgresql://` URL. Raises NoServer when that cannot be done."""
    bin_ = programs()
    if bin_ is None:
        raise NoServer("PostgreSQL 15 is not installed (Debian: apt-get install postgresql-15).")
    prefix = _as_ordinary_user()
    with tempfile.TemporaryDirectory(prefix="hueioc-pg-", ignore_cleanup_errors=True) as name:
        place = Path(name)
        if prefix:
            shutil.chown(place, user="postgres")
        data, port = place / "data", _free_port()
        _run([*prefix, str(bin_ / "initdb"), "-D", str(data), "-U", "hueioc", "-A", "trust", "-E", "UTF8", "--no-sync"])
        options = f"-p {port} -k {place} -c listen_addresses=127.0.0.1 " + " ".join(f"-c {item}" for item in SPEED)
        control = [*prefix, str(bin_ / "pg_ctl"), "-D", str(data), "-l", str(place / "log")]
        try:
            _run([*control, "-w", "-t", "60", "-o", options, "start"])
            yield f"postgresql://hueioc@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "-w", "stop"], capture_output=True, cwd="/")


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
