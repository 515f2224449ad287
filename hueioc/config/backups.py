"""Packs a whole installation (database, photos, keys) into one file and brings it back, on both databases."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from hueioc.config.databases import CACHE_TABLE

FORMAT = 1
KEPT = ("*.key", "*.pub", "installed", "demo.json")
SQLITE_COPY, POSTGRESQL_COPY = "database.sqlite3", "database.dump"
# Readings of stations: on SQLite a file of their own beside the main one, and finished days as files everywhere.
READINGS_FILE, READINGS = "readings.sqlite3", "readings"
# Of several servers the one that writes, and how its certificate is checked.
_MORE_WORDS = {"PGTARGETSESSIONATTRS": "target_session_attrs", "PGSSLMODE": "sslmode", "PGSSLROOTCERT": "sslrootcert"}
_MORE_WORDS |= {"PGSSLCERT": "sslcert", "PGSSLKEY": "sslkey"}


class BackupError(ValueError):
    """Why a backup cannot be made or brought back, as a sentence."""


def write_backup(target: Path, at: datetime) -> list[str]:
    """Write one archive, readable by its owner only; returns the names of what is inside. Raises BackupError."""
    with tempfile.TemporaryDirectory(prefix="hueioc-backup-", dir=target.parent) as name:
        place = Path(name)
        # The database first: a photo that arrives meanwhile is then one too many, never one too few.
        _copy_database(place)
        for path in _kept(Path(settings.SHARED)):
            shutil.copy2(path, place / path.name)
        media = Path(settings.MEDIA_ROOT)
        if media.is_dir():
            shutil.copytree(media, place / "media", ignore_dangling_symlinks=True)
        readings = Path(settings.SHARED) / READINGS
        if readings.is_dir():
            shutil.copytree(readings, place / READINGS)
        hashes = {path.relative_to(place).as_posix(): _hash(path) for path in _files(place)}
        manifest = {"format": FORMAT, "engine": connection.vendor, "made_at": at.isoformat(), "files": hashes}
        (place / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        unfinished = target.with_name(target.name + ".part")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as archive:
            archive.add(place, arcname=".")
            archive.close()
            os.fsync(file.fileno())
        unfinished.replace(target)
    return sorted(hashes)


def restore_backup(source: Path, home: Path) -> list[str]:
    """Bring an archive back into an empty home. Raises BackupError before anything there is touched."""
    shared = Path(settings.SHARED)
    for place in (home / "hueioc.sqlite3", shared / "installed"):
        if place.exists():
            raise BackupError(
                f"{place.parent} already holds an installation; restore into an empty directory with --home."
            )
    with tempfile.TemporaryDirectory(prefix="hueioc-restore-", dir=home) as name:
        place = Path(name)
        manifest = _unpack(source, place)
        _restore_database(place, home, manifest["engine"])
        for path in _kept(place):
            shutil.copy2(path, shared / path.name)
            (shared / path.name).chmod(0o600)
        if (place / "media").is_dir():
            shutil.copytree(place / "media", Path(settings.MEDIA_ROOT), dirs_exist_ok=True)
        if (place / READINGS).is_dir():
            shutil.copytree(place / READINGS, shared / READINGS, dirs_exist_ok=True)
    return sorted(manifest["files"])


def _unpack(source: Path, place: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source) as archive:
            archive.extractall(place, filter="data")
        manifest: dict[str, Any] = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
        expected = manifest["files"]
        is_known = manifest["format"] == FORMAT
    except (tarfile.TarError, EOFError, KeyError, ValueError, OSError) as problem:
        raise BackupError(f"{source} is not a backup of HueIOC ({problem}).") from problem
    found = {path.relative_to(place).as_posix(): _hash(path) for path in _files(place) if path.name != "manifest.json"}
    damaged = sorted(name for name in expected if found.get(name) != expected[name])
    if damaged or not is_known:
        raise BackupError(f"{source} is damaged: {', '.join(damaged) or 'unknown format'}; nothing was restored.")
    return manifest


def _copy_database(place: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(place / SQLITE_COPY)
        with copy:
            connection.connection.backup(copy)
        copy.close()
        _copy_readings(place)
        return
    # What is remembered for minutes only is not worth keeping, and says who tried to sign in.
    forgotten = f"--exclude-table-data={CACHE_TABLE}"
    _postgresql("pg_dump", ["--format=custom", "--no-owner", forgotten, "--file", str(place / POSTGRESQL_COPY)])


def _copy_readings(place: Path) -> None:
    beside = Path(str(connection.settings_dict["NAME"])).with_name(READINGS_FILE)
    if beside.exists():
        with closing(sqlite3.connect(beside)) as source, closing(sqlite3.connect(place / READINGS_FILE)) as copy:
            source.backup(copy)


def _restore_database(place: Path, home: Path, engine: str) -> None:
    if engine != connection.vendor:
        raise BackupError(f"This backup is of {engine}; the installation runs on {connection.vendor}.")
    if engine == "sqlite":
        connection.close()
        shutil.copy2(place / SQLITE_COPY, home / "hueioc.sqlite3")
        if (place / READINGS_FILE).exists():
            shutil.copy2(place / READINGS_FILE, home / READINGS_FILE)
        return
    if connection.introspection.table_names():
        raise BackupError("The database is not empty; restore into an empty one.")
    connection.close()
    _postgresql("pg_restore", ["--no-owner", "--exit-on-error", "--single-transaction", str(place / POSTGRESQL_COPY)])


def _postgresql(program: str, options: list[str]) -> None:
    """Run a PostgreSQL program against the installation's database; the password goes by the environment."""
    if not shutil.which(program):
        raise BackupError(f"{program} is not installed; it comes with the PostgreSQL client programs.")
    given = connection.settings_dict
    words = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    surroundings = dict(os.environ) | {name: str(given[key]) for name, key in words.items() if given.get(key)}
    more = {name: str(given["OPTIONS"][key]) for name, key in _MORE_WORDS.items() if given["OPTIONS"].get(key)}
    target = ["--dbname", str(given["NAME"])] if program == "pg_restore" else []
    done = subprocess.run([program, *target, *options], env=surroundings | more, capture_output=True, text=True)
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()[-400:]}")


def _kept(place: Path) -> list[Path]:
    """What lies beside the database and must come back with it: keys, private and public, and the marks of the home."""
    return sorted(path for pattern in KEPT for path in place.glob(pattern))


def _files(place: Path) -> list[Path]:
    return sorted(path for path in place.rglob("*") if path.is_file())


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
