"""What the import of old reports costs, through every command, against bare inserts of the same rows and facts."""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.db import connection, transaction
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "tests" / "standards" / "boston"
SAMPLE = ROOT.parent / "shared" / "data" / "reports-boston-2011" / "boston_311_2011.csv.gz"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
os.environ |= {"HUEIOC_PACKS": str(HERE / "packs"), "HUEIOC_CITY": "boston"}
django.setup()

from bench.journal import scratch_database  # noqa: E402
from hueioc.cases.models import Case, Message  # noqa: E402
from hueioc.config.city import load_city  # noqa: E402
from hueioc.connectors.commands import Tally, import_file  # noqa: E402
from hueioc.connectors.queries import Rejected, read_mapping  # noqa: E402
from hueioc.journal.models import Fact  # noqa: E402
from hueioc.lib.sqlite.memory import keep_pages_in_memory  # noqa: E402
from hueioc.workflow.models import Part  # noqa: E402

TABLES: tuple[type[Model], ...] = (Case, Part, Message, Fact)
TOGETHER = 1000
PROMISED = 1500


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def insert_bare() -> float:
    """The limit: the imported rows once more, into copies of the tables with no index, trigger or check.

    Reading them back is not counted, only the inserts and their commits.
    """
    spent = 0.0
    for model in TABLES:
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE bare_{table} AS SELECT * FROM {table} WHERE 1 = 0")
            cursor.execute(f"SELECT * FROM {table}")
            rows = cursor.fetchall()
            marks = ", ".join(["%s"] * len(cursor.description))
        for start in range(0, len(rows), TOGETHER):
            batch = [tuple(_plain(value) for value in row) for row in rows[start : start + TOGETHER]]
            spent += seconds(lambda table=table, marks=marks, batch=batch: _insert(table, marks, batch))  # type: ignore[misc]
    return spent


def _plain(value: object) -> object:
    return value if not isinstance(value, dict | list) else str(value)


def _insert(table: str, marks: str, batch: list[tuple[Any, ...]]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO bare_{table} VALUES ({marks})", batch)


def measure(file: Path, rows: int) -> None:
    mapping = read_mapping(HERE / "mapping.toml")
    rejected: list[Rejected] = []
    tallies: list[Tally] = []

    def run() -> None:
        tallies.append(import_file(file, mapping, complain=rejected.append, limit=rows))

    began = time.process_time()
    first = seconds(run)
    busy = time.process_time() - began
    again = seconds(run)
    bare = insert_bare()
    done, repeated = tallies
    facts = Fact.objects.count()
    rate = done.rows / first
    print(f"{connection.vendor}: {done.rows:,} records, {done.new:,} new, {done.rejected} rejected, {facts:,} facts")
    print(f"  first import {first:.1f} s, {rate:,.0f} records/s ({busy:.1f} s of this process)")
    print(f"  once more {again:.1f} s, {repeated.rows / again:,.0f} records/s, {repeated.known:,} known")
    print(f"  bare inserts of the same rows {bare:.1f} s; the import costs {first / bare:.1f} x that")
    print(f"  promise of {PROMISED:,} records/s: {'kept' if rate >= PROMISED else 'missed'}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--rows", type=int, default=0, help="stop after so many rows")
    arguments = parser.parse_args()
    if not arguments.file.exists():
        print(f"Left out: {arguments.file.name} is not on this machine.")
        return 0
    with scratch_database():
        load_city()
        keep_pages_in_memory()
        measure(arguments.file, arguments.rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
