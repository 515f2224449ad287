"""How many bytes a report and a fact take, wherever they lie: the database, the history, a backup, the wire."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
django.setup()

from django.db import connection  # noqa: E402

from bench.desk import fill, settle_tables  # noqa: E402
from bench.journal import scratch_database  # noqa: E402
from hueioc.cases.models import Case  # noqa: E402
from hueioc.config.backups import write_backup  # noqa: E402
from hueioc.config.city import load_city  # noqa: E402
from hueioc.connectors.jetstream.letters import letter  # noqa: E402
from hueioc.history.commands import export_history  # noqa: E402
from hueioc.journal.models import Fact  # noqa: E402
from hueioc.journal.queries import facts_after  # noqa: E402
from hueioc.journal.runner import catch_up  # noqa: E402
from hueioc.lib import clock  # noqa: E402
from hueioc.live.feed import encode  # noqa: E402

SAMPLE = 5_000


def database_bytes() -> int:
    """Pages in use on SQLite, the whole database on PostgreSQL."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute(
                "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, "
                "pragma_freelist_count, pragma_page_size"
            )
        return int((cursor.fetchone() or [0])[0])


def files_bytes(place: Path) -> int:
    return sum(path.stat().st_size for path in place.rglob("*") if path.is_file())


def say(what: str, size: float, of: str) -> None:
    sys.stdout.write(f"  {what:<44} {size:10,.0f} bytes a {of}\n")


def mean(sizes: Iterable[int]) -> float:
    found = list(sizes)
    return sum(found) / len(found)


def main(arguments: list[str]) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=5_000)
    reports = options.parse_args(arguments).reports
    with scratch_database(), tempfile.TemporaryDirectory(prefix="hueioc-bench-") as name:
        place = Path(name)
        load_city()
        empty = database_bytes()
        fill(reports, reports // 20)
        catch_up()
        settle_tables()
        facts, size = Fact.objects.count(), database_bytes() - empty
        sys.stdout.write(f"{connection.vendor}: {Case.objects.count():,} reports, {facts / reports:.1f} facts each\n")
        say("database, indexes and views included", size / reports, "report")
        export_history(place / "history")
        say("history as Parquet files", files_bytes(place / "history") / facts, "fact")
        write_backup(place / "city.tar.gz", clock.now())
        say("backup without photos", (place / "city.tar.gz").stat().st_size / reports, "report")
        sample = facts_after(0, SAMPLE)
        say("message to NATS", mean(len(letter(fact, "hueioc.facts").body) for fact in sample), "fact")
        say("line of the live stream", mean(len(encode(fact).encoded) for fact in sample), "fact")


if __name__ == "__main__":
    main(sys.argv[1:])
