"""Turns the database setting into Django's form; SQLite and PostgreSQL are equals here."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import connection

# FULL: an acknowledged report survives a power cut. No mmap: see docs/adr/0003-two-databases.md.
_SQLITE_START = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000;"

_PAGES_OF_AN_IMPORT = "PRAGMA cache_size=-65536"  # 64 MB


def keep_pages_in_memory() -> None:
    """Let this connection to SQLite keep the indexes of a long import in memory; 2 MB are the rule, for many threads.

    PostgreSQL keeps its own memory, so nothing happens there.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(_PAGES_OF_AN_IMPORT)


def database_settings(url: str, home: Path) -> dict[str, Any]:
    """Django's settings for one database. Raises ValueError when the address is of another kind."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(home / "hueioc.sqlite3"),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _SQLITE_START},
            "CONN_MAX_AGE": None,
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("HUEIOC_DATABASE_URL must begin with postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": False},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
