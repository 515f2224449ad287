"""Inserts many rows in one statement: a hundred thousand old reports are a million facts, and the ORM is too slow."""

from collections.abc import Mapping, Sequence

from django.db import connection

from hueioc.journal.rules import Cell

FACT_COLUMNS = {
    "kind": "text",
    "version": "smallint",
    "subject": "text",
    "actor": "text",
    "happened_us": "bigint",
    "recorded_us": "bigint",
    "area": "text",
    "lat": "double precision",
    "lon": "double precision",
    "visibility": "text",
    "cause": "text",
    "key": "text",
    "data": "text",
}
SEAL_COLUMNS = {"seq": "bigint", "fact_id": "bigint", "chain": "text", "public_chain": "text"}


def insert(table: str, columns: Mapping[str, str], rows: Sequence[Sequence[Cell]]) -> None:
    """Insert rows in their order. `columns` are names with PostgreSQL's types; neither comes from input."""
    if not rows:
        return
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{kind}[]" for kind in columns.values())
            # WITH ORDINALITY keeps the ids in the order of the rows.
            statement = (
                f"INSERT INTO {table} ({names}) SELECT {names} FROM unnest({arrays}) "
                f"WITH ORDINALITY AS given ({names}, place) ORDER BY place"
            )
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
        else:
            values = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({values})", rows)
