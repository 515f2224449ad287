"""How fast the journal becomes Parquet files, against the plain way to get its rows out of the same database."""

import csv
import statistics
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection

from bench.journal import FACTS, install, record_all, scratch_database, seal_all, seconds
from hueioc.config.city import load_city
from hueioc.history.commands import export_history

ROUNDS, TIMES = 3, 3
_PLAIN = "SELECT s.seq, f.* FROM journal_seal s JOIN journal_fact f ON f.id = s.fact_id ORDER BY s.seq"


def copy_all(target: Path) -> None:
    """The plain way: COPY on PostgreSQL, a loop over the rows on SQLite; CSV without types, days and checks."""
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        raw: Any = connection.connection
        with target.open("wb") as file, raw.cursor() as cursor, cursor.copy(f"COPY ({_PLAIN}) TO STDOUT CSV") as rows:
            for piece in rows:
                file.write(piece)
        return
    with target.open("w", encoding="utf-8", newline="") as text, connection.cursor() as cursor:
        csv.writer(text).writerows(cursor.execute(_PLAIN))


def _size(place: Path) -> int:
    return sum(path.stat().st_size for path in place.rglob("*") if path.is_file())


def main() -> None:
    install()
    ratios, facts = [], FACTS * TIMES
    with scratch_database():
        load_city()
        for _ in range(TIMES):
            record_all()
        seal_all()
        for number in range(1, ROUNDS + 1):
            with tempfile.TemporaryDirectory(prefix="hueioc-bench-") as name:
                place = Path(name)
                plain = seconds(partial(copy_all, place / "facts.csv"))
                exported = seconds(partial(export_history, place / "history"))
                small, large = _size(place / "history"), (place / "facts.csv").stat().st_size
            ratios.append(exported / plain)
            sys.stdout.write(
                f"{connection.vendor} round {number}: export {facts / exported:,.0f} facts/s, plain "
                f"{facts / plain:,.0f}/s, {exported / plain:.1f} times as long; {small / facts:.0f} bytes a fact "
                f"against {large / facts:.0f}\n"
            )
    sys.stdout.write(f"median {statistics.median(ratios):.1f} times as long as the plain way\n")


if __name__ == "__main__":
    main()
