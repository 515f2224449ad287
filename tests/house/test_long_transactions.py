"""A transaction that stays open on PostgreSQL holds all facts back: whatever watches says so, and work goes on."""

import json
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.house.served import Served, city
from tests.house.test_metrics import REPORT, TOKEN, figures
from tests.waiting import until


def readiness(served: Served) -> tuple[int, dict[str, str]]:
    status, body = served.get("/readyz")
    return status, json.loads(body)


def test_a_long_transaction_is_told_everywhere_and_its_end_lets_facts_through(
    tmp_path: Path, databases: list[dict[str, str]]
) -> None:
    url = databases[0].get("HUEIOC_DATABASE_URL")
    if not url:
        pytest.skip("on SQLite nobody can hold facts back")
    more = {"HUEIOC_METRICS_TOKEN": TOKEN, "HUEIOC_LONG_TRANSACTION_S": "1", **databases[0]}
    with city(tmp_path / "home", "--empty", **more) as served:
        log = tmp_path / "home.log"
        with psycopg.connect(url, application_name="a-forgotten-console") as holding:
            [pid] = holding.execute("SELECT pg_backend_pid() FROM pg_current_xact_id()").fetchone() or [0]
            sent = served.ask("POST", "/api/v1/reports", json.dumps(REPORT), Content_Type="application/json")
            assert sent.status == 201
            # Tests beside this one have transactions on the same server; the oldest is named.
            until(lambda: f"(process {pid})" in readiness(served)[1].get("warning", ""))
            assert (readiness(served)[0], readiness(served)[1]["status"]) == (200, "ok")
            found = figures(served)
            assert found['hueioc_oldest_transaction_seconds{holds="facts"}'] >= 1
            assert found["hueioc_journal_unsealed"] >= 1
            assert found["hueioc_journal_oldest_unsealed_seconds"] > 0
            until(lambda: f"process {pid} of the database, idle in transaction" in log.read_text())
            assert "program a-forgotten-console" in log.read_text()
        until(lambda: f"(process {pid})" not in readiness(served)[1].get("warning", ""))
        until(lambda: figures(served)["hueioc_journal_unsealed"] == 0)
        until(lambda: f"process {pid} that held facts back has ended" in log.read_text())


def test_our_own_connections_do_not_hang_within_a_transaction(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("a setting of PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("5min",)
