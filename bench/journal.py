"""What the journal costs: record, seal and follow, against bare inserts of the same rows in the same database."""

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import django
from django.db import connection, transaction

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
django.setup()

from hueioc.journal import registry  # noqa: E402
from hueioc.journal.commands import Entry, record_many, seal  # noqa: E402
from hueioc.journal.events import Code, Event  # noqa: E402
from hueioc.journal.follower import Follower, SealedFact  # noqa: E402
from hueioc.journal.queries import verify  # noqa: E402
from hueioc.journal.runner import catch_up  # noqa: E402
from hueioc.lib.geo import Point  # noqa: E402

FACTS, TOGETHER, ROUNDS = 20_000, 100, 3


class Measured(Event, frozen=True, kw_only=True):
    """A fact of ordinary size."""

    kind: ClassVar[str] = "bench.measured"
    number: int
    unit: Code = "W12"
    reason: Code = "none"


class Counting(Follower):
    """The least a view can do: one row that counts."""

    name = "bench.counting"
    follows = (Measured,)

    def handle(self, facts: Sequence[SealedFact]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE bench_count SET facts = facts + %s", [len(facts)])


def entries(start: int) -> list[Entry]:
    point = Point(16.4637, 107.5909)
    return [
        Entry(event=Measured(number=i), subject=f"bench:{i}", actor="account:LAN", area="W12", point=point)
        for i in range(start, start + TOGETHER)
    ]


def record_all() -> None:
    for start in range(0, FACTS, TOGETHER):
        batch = entries(start)
        with transaction.atomic():
            record_many(batch)


def insert_bare() -> None:
    """The limit: the same columns, the same commits, no trigger, no check, no order, no proof, no follower."""
    row = ("bench.measured", 1, "bench:1", "account:LAN", 0, 0, "W12", 16.4637, 107.5909, "public", "", '{"number":1}')
    statement = f"INSERT INTO bench_bare VALUES ({', '.join(['%s'] * len(row))})"
    for _ in range(0, FACTS, TOGETHER):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, [row] * TOGETHER)


def seal_all() -> None:
    while seal():
        pass


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@contextlib.contextmanager
def scratch_database() -> Iterator[None]:
    """A database of its own beside the real one, with the real settings, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="hueioc-bench-") as directory:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(directory) / "bench.sqlite3")
        name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


def install() -> None:
    """Let no view follow but the one that counts."""
    registry._installed = lambda: (Counting(),)  # type: ignore[assignment]


def one_round() -> dict[str, float]:
    bare, recorded, sealed, followed = (seconds(work) for work in (insert_bare, record_all, seal_all, catch_up))
    return {"bare": bare, "record": recorded, "seal": sealed, "follow": followed, "verify": seconds(verify)}


def main() -> None:
    install()
    say = sys.stdout.write
    with scratch_database():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bench_count (facts bigint)")
            cursor.execute("INSERT INTO bench_count VALUES (0)")
            cursor.execute(
                "CREATE TABLE bench_bare (kind varchar(80), version smallint, subject varchar(100), actor varchar(100),"
                " happened_us bigint, recorded_us bigint, area varchar(64), lat double precision, lon double precision,"
                " visibility varchar(10), cause varchar(100), data text)"
            )
        for number in range(1, ROUNDS + 1):
            took = one_round()
            whole = took["record"] + took["seal"] + took["follow"]
            rates = ", ".join(f"{name} {FACTS / value:,.0f}/s" for name, value in took.items())
            say(f"{connection.vendor} round {number}: {rates}\n")
            say(f"  record + seal + follow {FACTS / whole:,.0f} facts/s, {whole / took['bare']:.1f} x bare\n")


if __name__ == "__main__":
    main()
