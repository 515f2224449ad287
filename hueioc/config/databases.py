"""Turns the database setting into Django's form; SQLite and PostgreSQL are equals here."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.module_loading import import_string

# FULL: an acknowledged report survives a power cut. No mmap: see docs/adr/0003-two-databases.md; a library may have
# been built with another default.
_SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000; "
    "PRAGMA mmap_size=0;"
)

# A process of ours that hangs within a transaction must not hold all facts back for ever. The longest pause between two
# statements of one transaction is the work on a batch of facts: seconds.
_NO_IDLE_TRANSACTIONS = "idle_in_transaction_session_timeout=300000"
# The server asks after 15 s of silence whether a node is still there, and gives it up after 15 s more; its own rule is
# two hours. Until then what a machine without power left open holds facts back, and its place as the worker is taken.
_STILL_THERE = {"tcp_keepalives_idle": 15, "tcp_keepalives_interval": 5, "tcp_keepalives_count": 3}
# The same the other way round: a server without power must not keep a node waiting.
_ANSWERS = {"connect_timeout": 10, "tcp_user_timeout": 30_000}
_ANSWERS |= {"keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3}

CACHE_TABLE = "hueioc_cache"


def database_settings(url: str, home: Path) -> dict[str, Any]:
    """Django's settings for one database. Raises ValueError when the address is of another kind."""
    if not url:
        return {
            "ENGINE": "hueioc.lib.sqlite",
            "NAME": str(home / "hueioc.sqlite3"),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _SQLITE_START},
            "CONN_MAX_AGE": None,
        }
    if urlsplit(url).scheme not in {"postgres", "postgresql"}:
        raise ValueError("HUEIOC_DATABASE_URL must begin with postgresql://")
    given = _read(url)
    of_server = [_NO_IDLE_TRANSACTIONS, *(f"{name}={number}" for name, number in _STILL_THERE.items())]
    rest = " ".join([str(given.pop("options", "")), *(f"-c {item}" for item in of_server)]).strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname", ""),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": given.pop("port", ""),
        "OPTIONS": {"pool": False, "application_name": "hueioc", **_ANSWERS, **given, "options": rest},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def cache_settings(database: dict[str, Any]) -> dict[str, Any]:
    """Django's settings for what is remembered for minutes (tries to sign in, used codes, who looks at what).

    On PostgreSQL all nodes must know it, so it lies in the database; SQLite has one process, whose memory is enough.
    """
    if "postgresql" in database["ENGINE"]:
        backend, where = "django.core.cache.backends.db.DatabaseCache", CACHE_TABLE
    else:
        backend, where = "django.core.cache.backends.locmem.LocMemCache", ""
    return {"BACKEND": backend, "LOCATION": where, "OPTIONS": {"MAX_ENTRIES": 20_000}}


def _read(url: str) -> dict[str, Any]:
    """The parts of an address as libpq reads it: several hosts, TLS and whatever else it knows."""
    # By name: the driver costs memory that a city on SQLite keeps.
    try:
        return dict(import_string("psycopg.conninfo.conninfo_to_dict")(url))
    except import_string("psycopg.ProgrammingError"):
        raise ValueError("HUEIOC_DATABASE_URL cannot be read as an address of PostgreSQL.") from None
