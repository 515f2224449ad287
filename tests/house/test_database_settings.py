"""The address of the database is read as PostgreSQL's own programs read it, and both databases start as they must."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from hueioc.config.databases import CACHE_TABLE, cache_settings, database_settings

PLACE = "postgresql://city:p%40ss@one.example:5432,two.example:5433/hue?target_session_attrs=read-write&sslmode=require"


@pytest.mark.once
def test_several_servers_are_named_in_one_address() -> None:
    found = database_settings(PLACE, Path())
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("hue", "city", "p@ss")
    assert (found["HOST"], found["PORT"]) == ("one.example,two.example", "5432,5433")
    assert found["OPTIONS"]["target_session_attrs"] == "read-write"
    assert found["OPTIONS"]["sslmode"] == "require"


@pytest.mark.once
@pytest.mark.parametrize("wrong", ["mysql://host/name", "postgresql://host/name?colour=red", "host/name"])
def test_an_address_that_cannot_be_read_is_told_without_its_password(wrong: str) -> None:
    with pytest.raises(ValueError, match="^HUEIOC_DATABASE_URL "):
        database_settings(wrong, Path())


@pytest.mark.once
def test_what_all_nodes_must_know_for_minutes_lies_where_all_see_it() -> None:
    def kept(url: str) -> dict[str, Any]:
        return cache_settings(database_settings(url, Path()))

    assert kept("")["BACKEND"].endswith("LocMemCache")
    assert (kept(PLACE)["BACKEND"].rpartition(".")[2], kept(PLACE)["LOCATION"]) == ("DatabaseCache", CACHE_TABLE)


def test_a_connection_begins_as_the_database_needs_it(db: None) -> None:
    asked = ["tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            assert [cursor.execute(f"SHOW {name}").fetchone()[0] for name in asked] == ["15", "5", "3"]
        else:
            # Mapped memory makes the reset fault of SQLite's log worse (ADR 0003).
            assert cursor.execute("PRAGMA mmap_size").fetchone() in (None, (0,))
            assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
