"""Answers whether the process lives and whether it can work, for people, watchers and load balancers."""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from hueioc.journal.queries import follower_states

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

# One thread of its own: a question about health must not wait behind the pages, nor open a connection per question.
_asking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="health")
_seen_migrated: set[str] = set()


def readiness() -> dict[str, str]:
    """Each condition of work with `ok` or a sentence; blocking."""
    database = _database()
    if database != "ok":
        return {"database": database}
    migrations = _migrations()
    return {"database": "ok", "migrations": migrations} | ({"followers": _followers()} if migrations == "ok" else {})


def pending_migrations() -> list[str]:
    """Names of the migrations that the database still lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _database() -> str:
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()
        return "The database does not answer."
    return "ok"


def _migrations() -> str:
    if "yes" not in _seen_migrated:
        pending = pending_migrations()
        if pending:
            return f"{len(pending)} migrations are not applied yet."
        _seen_migrated.add("yes")
    return "ok"


def _followers() -> str:
    stopped = [state for state in follower_states() if state.is_stopped]
    return "; ".join(f"{state.name} stopped at fact {state.seq}" for state in stopped) or "ok"


async def healthz(scope: Scope, receive: Receive, send: Send) -> None:
    """The process answers."""
    await answer(send, 200, {"status": "ok"})


async def readyz(scope: Scope, receive: Receive, send: Send) -> None:
    """The process can do its work; otherwise 503 and the reason."""
    conditions = await asyncio.get_running_loop().run_in_executor(_asking, readiness)
    is_ready = all(state == "ok" for state in conditions.values())
    await answer(send, 200 if is_ready else 503, {"status": "ok" if is_ready else "not ready", **conditions})


async def answer(send: Send, status: int, body: dict[str, str]) -> None:
    """Send one small JSON document that nobody may keep."""
    content = json.dumps(body).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(content)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
