"""Writes many rows of one table in few statements, because per-field work of the ORM is too slow for an import."""

import json
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Field, ForeignKey, JSONField, Model

from hueioc.lib.copying import copy_text

# SQLite takes at most 32,766 values in one statement.
_MOST_VALUES = 30_000
Column = tuple[str, Callable[[Model], Any]]


def insert_rows(rows: Sequence[Model]) -> None:
    """Insert rows of one model in their order and give each its id, as `bulk_create` does, in the caller's transaction.

    Values are taken as they are, so rows must hold what the fields' types say: aware instants, plain texts, numbers.
    """
    if not rows:
        return
    model = type(rows[0])
    columns = _columns(model, connection.vendor)
    size = max(1, _MOST_VALUES // len(columns))
    for field in model._meta.local_concrete_fields:
        if isinstance(field, ForeignKey):
            _learn_parents(rows, field)
    for start in range(0, len(rows), size):
        _insert(model, columns, rows[start : start + size])


def merge_rows(rows: Sequence[Model], key: Sequence[str], adds: Collection[str] = ()) -> None:
    """Insert rows of one model; where a row with the same `key` stands, replace its values, or add to those of `adds`.

    No two of the rows may have the same key. Ids are not given to the rows. Names are those of columns.
    """
    if not rows:
        return
    model = type(rows[0])
    columns = _columns(model, connection.vendor)
    size = max(1, _MOST_VALUES // len(columns))
    quote, table = connection.ops.quote_name, connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(quote(name) for name, _read in columns)
    change = ", ".join(
        f"{quote(name)} = {f'{table}.{quote(name)} + ' if name in adds else ''}excluded.{quote(name)}"
        for name, _read in columns
        if name not in key
    )
    one = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), size):
            part = rows[start : start + size]
            source = f"VALUES {', '.join([one] * len(part))}"
            target = f"ON CONFLICT ({', '.join(map(quote, key))}) DO UPDATE SET {change}"
            given = [read(row) for row in part for _name, read in columns]
            cursor.execute(f"INSERT INTO {table} ({names}) {source} {target}", given)


def _learn_parents(rows: Sequence[Model], field: "ForeignKey[Any, Any]") -> None:
    """A row made beside its parent did not know the parent's id yet."""
    for row in rows:
        if row.__dict__[field.attname] is None and field.is_cached(row):
            setattr(row, field.attname, getattr(field.get_cached_value(row), field.target_field.attname))


def _insert(model: type[Model], columns: Sequence[Column], rows: Sequence[Model]) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name, _read in columns)
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    values = [[read(row) for _name, read in columns] for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, str(model._meta.pk.column), len(rows)])
            ids = [number for (number,) in cursor.fetchall()]
            lines = copy_text([number, *cells] for number, cells in zip(ids, values, strict=True))
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({key}, {names}) FROM STDIN") as copy:
                copy.write(lines)
        else:
            one = f"({', '.join(['%s'] * len(columns))})"
            source = f"VALUES {', '.join([one] * len(rows))}"
            given = [cell for cells in values for cell in cells]
            cursor.execute(f"INSERT INTO {table} ({names}) {source} RETURNING {key}", given)
            ids = [number for (number,) in cursor.fetchall()]
    for row, number in zip(rows, ids, strict=True):
        row.pk = number
        row._state.adding, row._state.db = False, connection.alias


@lru_cache(maxsize=64)
def _columns(model: type[Model], vendor: str) -> tuple[Column, ...]:
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    return tuple((str(field.column), _reader(field, vendor)) for field in fields)


def _reader(field: "Field[Any, Any]", vendor: str) -> Callable[[Model], Any]:
    """How the value of a field is read from a row, in the form the driver takes."""
    name = field.attname
    if isinstance(field, JSONField):
        return lambda row: (
            json.dumps(value, cls=field.encoder) if (value := row.__dict__[name]) else _EMPTY[type(value)]
        )
    if isinstance(field, DateTimeField) and vendor == "sqlite":
        return lambda row: _instant(value) if (value := row.__dict__[name]) is not None else None
    return lambda row: row.__dict__[name]


_EMPTY = {list: "[]", dict: "{}", tuple: "[]", type(None): None}


def _instant(value: datetime) -> str:
    """An aware instant as Django writes it into SQLite, which keeps texts in UTC."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
