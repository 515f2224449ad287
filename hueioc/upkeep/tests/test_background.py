"""The alarm of long transactions: said once, repeated after as long again, and taken back; red on the page."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection

from hueioc.lib.notes import read_note
from hueioc.upkeep.background import Alarm, is_time_to_check, warn_of_library, warn_of_settings
from hueioc.upkeep.commands import check_database
from hueioc.upkeep.queries import CHECK_NOTE, state, unsafe_settings
from hueioc.upkeep.rules import BAD, Holder, Version
from hueioc.upkeep.wording import Line, groups
from tests.waiting import until


def test_one_transaction_fills_no_log(caplog: pytest.LogCaptureFixture) -> None:
    alarm = Alarm(60)
    with caplog.at_level(logging.WARNING, logger="hueioc"):
        for seconds in (10, 59, 60, 65, 119, 121, 130):
            alarm.look(Holder(7, seconds, "idle in transaction", "console"))
        assert [record.getMessage().split(" s ")[0] for record in caplog.records] == [
            "A transaction open for 60",
            "A transaction open for 121",
        ]
        alarm.look(Holder(8, 61, "active", ""))
        assert "process 8 of the database, active, program unknown" in caplog.records[-1].getMessage()
        alarm.look(None)
        alarm.look(None)
    ended = [record.getMessage() for record in caplog.records if "has ended" in record.getMessage()]
    assert ended == [f"The transaction of process {pid} that held facts back has ended" for pid in (7, 8)]


def test_a_transaction_open_for_long_is_red_on_the_page(
    transactional_db: None, somebody_works: None, settings: Any
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite nobody can hold facts back")
    given = connection.settings_dict
    where = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "dbname": given["NAME"]}
    with psycopg.connect(**where, application_name="console") as holding:
        [pid] = holding.execute("SELECT pg_backend_pid() FROM pg_current_xact_id()").fetchone() or [0]
        settings.LONG_TRANSACTION_S = 0.0
        # Tests beside this one have transactions on the same server; the oldest is named.
        line = until(lambda: named(pid))
        assert line.level == BAD
    assert named(pid) is None


def named(pid: int) -> Line | None:
    """The line of the page that advises to end the transaction of this process."""
    return next((line for line in groups(state())[0].lines if f"pg_terminate_backend({pid})" in line.advice), None)


def test_the_check_comes_once_a_night() -> None:
    night = datetime(2026, 11, 27, 2, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert is_time_to_check(night, None)
    assert not is_time_to_check(night + timedelta(hours=8), None)
    assert not is_time_to_check(night, {"at": (night - timedelta(minutes=30)).isoformat()})
    assert is_time_to_check(night, {"at": (night - timedelta(days=1)).isoformat()})
    assert is_time_to_check(night, {"at": "nonsense"})


@pytest.mark.django_db
def test_the_check_leaves_a_note(settings: Any, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has checks of its own")
    settings.HOME = tmp_path
    assert check_database()
    assert check_database(thoroughly=True)
    note = read_note(tmp_path / CHECK_NOTE)
    assert note is not None
    assert note["is_sound"] is True


@pytest.mark.parametrize(("version", "is_told"), [((3, 40, 1), True), ((3, 51, 3), False)])
def test_the_fault_of_the_library_is_told_at_every_start(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, version: Version, is_told: bool
) -> None:
    monkeypatch.setattr("hueioc.upkeep.background.sqlite_version", lambda: version)
    with caplog.at_level(logging.WARNING, logger="hueioc"):
        warn_of_library(Event())
    on_sqlite = connection.vendor == "sqlite"
    assert ["reset fault" in record.getMessage() for record in caplog.records] == [True] * (is_told and on_sqlite)


@pytest.mark.django_db
def test_a_server_that_may_lose_what_it_confirmed_is_told_at_every_start(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="hueioc"):
        warn_of_settings(Event())
    told = [record.getMessage() for record in caplog.records]
    if connection.vendor == "sqlite":
        assert told == []
        return
    # The server of the tests is fast because it is unsafe (scripts/steps/cluster.py).
    assert told[0].startswith("PostgreSQL runs with fsync=off, full_page_writes=off, synchronous_commit=off")


@pytest.mark.django_db
def test_what_a_connection_asks_for_itself_counts() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("settings of PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = 'remote_apply'")
    assert "synchronous_commit=off" not in unsafe_settings()
