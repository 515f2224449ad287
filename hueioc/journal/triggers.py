"""Triggers that make facts, seals and checkpoints append-only in the database itself (law 7)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("journal_fact", "journal_seal", "journal_checkpoint")
_KEYS = {"journal_fact": "id", "journal_seal": "seq", "journal_checkpoint": "seq"}

_PG_FUNCTION = """
CREATE OR REPLACE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _postgresql(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION journal_append_only()",
        f"CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only()",
    ]


def _sqlite(table: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    key = _KEYS[table]
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"
    if table == "journal_fact":
        taken += f" OR NEW.key IS NOT NULL AND EXISTS (SELECT 1 FROM {table} WHERE key = NEW.key)"
    if table == "journal_seal":
        taken += f" OR EXISTS (SELECT 1 FROM {table} WHERE fact_id = NEW.fact_id)"
    return [
        f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {refuse}",
        # SQLite's INSERT OR REPLACE deletes the old row without firing the delete trigger.
        f"CREATE TRIGGER {table}_replace BEFORE INSERT ON {table} WHEN {taken} {refuse}",
    ]


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers; a migration that rebuilds one of the tables on SQLite has to call this again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_PG_FUNCTION)
        for table in TABLES:
            for statement in _postgresql(table) if connection.vendor == "postgresql" else _sqlite(table):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers. Only the tests' clean-up and a migration that rebuilds a table may call this."""
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_rows ON {table}")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_all ON {table}")
            else:
                for event in ("update", "delete", "replace"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{event}")


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """The tables without their triggers inside the block."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)
