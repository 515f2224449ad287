"""Writes many rows of one table in few statements, because per-field work of the ORM is too slow for an import."""

import json
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

import msgspec
from django.db import connection
from django.db.models import NOT_PROVIDED, DateTimeField, Field, ForeignKey, JSONField, Model
from django.db.models.base import ModelState

from hueioc.lib.copying import copy_text

# PostgreSQL takes at most 65,535 values in one statement.
_MOST_VALUES = 30_000
Row = TypeVar("Row", bound=Model)


class _Columns:
    """The columns of a model but its key, and how their values are read from a row in the form the driver takes."""

    def __init__(self, model: type[Model], vendor: str) -> None:
        fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
        self.names = [str(field.column) for field in fields]
        self._attributes = [field.attname for field in fields]
        given = ((place, _written(field, vendor)) for place, field in enumerate(fields))
        self._changed = [(place, write) for place, write in given if write is not None]

    def of(self, row: Model) -> list[Any]:
        """The cells of one row."""
        cells = list(map(row.__dict__.__getitem__, self._attributes))  # a storm reads millions of them
        for place, write in self._changed:
            if cells[place] is not None:
                cells[place] = write(cells[place])
        return cells


def new_row(model: type[Row], **values: Any) -> Row:
    """A row that is not saved yet, as `model(**values)` makes it, in a tenth of the time.

    Names are those of the columns as Python sees them (`subject_id`, not `subject`); a wrong one raises TypeError.
    Django asks every field, every descriptor and two signals for each row; a storm has thousands of rows a second.
    """
    plain, made = _defaults(model)
    if unknown := values.keys() - plain.keys() - made.keys():
        raise TypeError(f"{model.__name__} has no columns {', '.join(sorted(unknown))}")
    row = model.__new__(model)
    row._state = ModelState()
    row.__dict__.update(plain, **values)
    for name in made.keys() - values.keys():
        row.__dict__[name] = made[name]()
    return row


@lru_cache(maxsize=64)
def _defaults(model: type[Model]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """What a column holds when nothing is given: values that never change, and those to be made for each row."""
    fields = model._meta.local_concrete_fields
    made = {f.attname: f.default for f in fields if f.default is not NOT_PROVIDED and callable(f.default)}
    return {f.attname: f.get_default() for f in fields if f.attname not in made}, made


def insert_rows(rows: Sequence[Model]) -> None:
    """Insert rows of one model in their order and give each its id, as `bulk_create` does, in the caller's transaction.

    Values are taken as they are, so rows must hold what the fields' types say: aware instants, plain texts, numbers.
    """
    if not rows:
        return
    model = type(rows[0])
    columns = _columns(model, connection.vendor)
    size = max(1, _MOST_VALUES // len(columns.names))
    for field in model._meta.local_concrete_fields:
        if isinstance(field, ForeignKey):
            _learn_parents(rows, field)
    for start in range(0, len(rows), size):
        _insert(model, columns, rows[start : start + size])


def update_rows(rows: Sequence[Model]) -> None:
    """Write every column of rows of one model that stand in the database, one prepared statement for all.

    Raises RuntimeError when one of them is not there any more; the caller's transaction must then end.
    """
    if not rows:
        return
    model = type(rows[0])
    columns = _columns(model, connection.vendor)
    quote, key = connection.ops.quote_name, str(model._meta.pk.column)
    change = ", ".join(f"{quote(name)} = %s" for name in columns.names)
    values = [[*columns.of(row), row.pk] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quote(model._meta.db_table)} SET {change} WHERE {quote(key)} = %s", values)
        if cursor.rowcount != len(rows):
            raise RuntimeError(f"{len(rows) - cursor.rowcount} rows of {model.__name__} are gone")


def merge_rows(rows: Sequence[Model], key: Sequence[str], adds: Collection[str] = ()) -> None:
    """Insert rows of one model; where a row with the same `key` stands, replace its values, or add to those of `adds`.

    No two of the rows may have the same key. Ids are not given to the rows. Names are those of columns.
    """
    if not rows:
        return
    model = type(rows[0])
    columns = _columns(model, connection.vendor)
    quote, table = connection.ops.quote_name, connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(quote(name) for name in columns.names)
    change = ", ".join(
        f"{quote(name)} = {f'{table}.{quote(name)} + ' if name in adds else ''}excluded.{quote(name)}"
        for name in columns.names
        if name not in key
    )
    one = f"({', '.join(['%s'] * len(columns.names))})"
    target = f"ON CONFLICT ({', '.join(map(quote, key))}) DO UPDATE SET {change}"
    values = [columns.of(row) for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # One statement that stays prepared; a long one would be read anew for every number of rows.
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES {one} {target}", values)
            return
        size = max(1, _MOST_VALUES // len(columns.names))
        for start in range(0, len(rows), size):
            part = values[start : start + size]
            source = f"VALUES {', '.join([one] * len(part))}"
            given = [cell for cells in part for cell in cells]
            cursor.execute(f"INSERT INTO {table} ({names}) {source} {target}", given)


def _learn_parents(rows: Sequence[Model], field: "ForeignKey[Any, Any]") -> None:
    """A row made beside its parent did not know the parent's id yet."""
    for row in rows:
        if row.__dict__[field.attname] is None and field.is_cached(row):
            setattr(row, field.attname, getattr(field.get_cached_value(row), field.target_field.attname))


def _insert(model: type[Model], columns: _Columns, rows: Sequence[Model]) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in columns.names)
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    values = [columns.of(row) for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, str(model._meta.pk.column), len(rows)])
            ids = [number for (number,) in cursor.fetchall()]
            lines = copy_text([number, *cells] for number, cells in zip(ids, values, strict=True))
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({key}, {names}) FROM STDIN") as copy:
                copy.write(lines)
        else:
            one = f"({', '.join(['%s'] * len(columns.names))})"
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES {one}", values)
            # One connection writes, and keys of AUTOINCREMENT follow one another: the last one tells them all.
            [last] = cursor.execute("SELECT last_insert_rowid()").fetchone()
            ids = list(range(last - len(rows) + 1, last + 1))
    for row, number in zip(rows, ids, strict=True):
        row.pk = number
        row._state.adding, row._state.db = False, connection.alias


@lru_cache(maxsize=64)
def _columns(model: type[Model], vendor: str) -> _Columns:
    return _Columns(model, vendor)


def _written(field: "Field[Any, Any]", vendor: str) -> Callable[[Any], Any] | None:
    """What the driver takes for a value of this field that is not None; None when it takes the value itself."""
    if isinstance(field, JSONField):
        encoder = field.encoder
        return lambda value: json.dumps(value, cls=encoder) if encoder else msgspec.json.encode(value).decode()
    return _instant if isinstance(field, DateTimeField) and vendor == "sqlite" else None


def _instant(value: datetime) -> str:
    """An aware instant as Django writes it into SQLite, which keeps texts in UTC."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
