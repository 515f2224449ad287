"""Law 7: the database itself refuses to change what happened."""

import pytest
from django.db import DatabaseError, connection, transaction

from hueioc.journal.commands import checkpoint
from hueioc.journal.models import Checkpoint, Fact, Seal
from hueioc.journal.runner import catch_up
from hueioc.journal.tests.conftest import Install
from hueioc.journal.tests.demo import write

TABLES = ["journal_fact", "journal_seal", "journal_checkpoint"]
COLUMN = {"journal_fact": "area", "journal_seal": "chain", "journal_checkpoint": "signature"}


@pytest.fixture
def _written(db: None, install: Install) -> None:
    install()
    write(1, key="k1")
    catch_up()
    checkpoint()
    assert (Fact.objects.count(), Seal.objects.count(), Checkpoint.objects.count()) == (1, 1, 1)


def refused(statement: str) -> None:
    before = list(Fact.objects.values()), list(Seal.objects.values()), list(Checkpoint.objects.values())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert (list(Fact.objects.values()), list(Seal.objects.values()), list(Checkpoint.objects.values())) == before


@pytest.mark.usefixtures("_written")
@pytest.mark.parametrize("table", TABLES)
def test_a_row_cannot_be_changed(table: str) -> None:
    refused(f"UPDATE {table} SET {COLUMN[table]} = 'x'")


@pytest.mark.usefixtures("_written")
@pytest.mark.parametrize("table", TABLES)
def test_a_row_cannot_be_deleted(table: str) -> None:
    refused(f"DELETE FROM {table}")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_written")
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL knows TRUNCATE")
def test_a_table_cannot_be_emptied(table: str) -> None:
    refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.usefixtures("_written")
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite knows INSERT OR REPLACE")
def test_a_row_cannot_be_replaced(table: str) -> None:
    refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.usefixtures("_written")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite knows INSERT OR REPLACE")
def test_a_row_cannot_be_replaced_through_its_unique_key() -> None:
    columns = "kind, version, subject, actor, happened_us, recorded_us, area, visibility, cause, key, data"
    refused(f"INSERT OR REPLACE INTO journal_fact ({columns}) SELECT {columns} FROM journal_fact")
