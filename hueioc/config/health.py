"""Answers whether the process lives and whether it can work, for people, watchers and load balancers."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from hueioc.journal.queries import follower_states
from hueioc.upkeep.queries import holders, worker

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

# One thread of its own: a question about health must not wait behind the pages, nor open a connection per question.
_asking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="health")
_seen_migrated: set[str] = set()
# A worker that takes over needs a second or two, and one that starts the time to load.
_WITHOUT_WORKER_S = 15.0
_worked = [time.monotonic()]


def readiness() -> dict[str, str]:
    """Each condition of work with `ok` or a sentence; blocking."""
    database = _database()
    if database != "ok":
        return {"database": database}
    migrations = _migrations()
    return {"database": "ok", "migrations": migrations} | ({"followers": _followers()} if migrations == "ok" else {})


def warning() -> dict[str, str]:
    """What does not keep this process from its work and still needs somebody soon; empty when all is well; blocking."""
    try:
        holder, is_worked = holders()[0], _is_worked()
    except DatabaseError:
        return {}
    sentences = []
    if holder is not None and holder.seconds >= settings.LONG_TRANSACTION_S:
        held = f"A transaction open for {holder.seconds:.0f} s holds all facts back (process {holder.pid})."
        sentences.append(held)
    if not is_worked:
        sentences.append("No process does the background work: start scripts/hueioc work.")
    return {"warning": " ".join(sentences)} if sentences else {}


def _is_worked() -> bool:
    """False when nobody has done the background work for a while."""
    now = time.monotonic()
    if connection.vendor != "postgresql" or worker():
        _worked[0] = now
    return now - _worked[0] < _WITHOUT_WORKER_S


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


def _state() -> tuple[dict[str, str], dict[str, str]]:
    # A database that is away has no transactions to warn of, and asking it again would wait for it a second time.
    conditions = readiness()
    return conditions, warning() if conditions["database"] == "ok" else {}


async def healthz(scope: Scope, receive: Receive, send: Send) -> None:
    """The process answers."""
    await answer(send, 200, {"status": "ok"})


async def readyz(scope: Scope, receive: Receive, send: Send) -> None:
    """The process can do its work; otherwise 503 and the reason."""
    conditions, more = await asyncio.get_running_loop().run_in_executor(_asking, _state)
    is_ready = all(state == "ok" for state in conditions.values())
    await answer(send, 200 if is_ready else 503, {"status": "ok" if is_ready else "not ready", **conditions, **more})


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
