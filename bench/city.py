"""A city of many years to measure on: filled once by the commands of an import, kept in its home for the next time."""

import argparse
import os
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from bench.desk import fill, settle_tables  # noqa: E402
from hueioc.cases.models import Case  # noqa: E402
from hueioc.config.city import load_city  # noqa: E402
from hueioc.config.installation import settle  # noqa: E402
from hueioc.journal.models import Fact  # noqa: E402
from hueioc.journal.runner import catch_up  # noqa: E402


def filled(reports: int, still_open: int) -> None:
    """Fill the installation of `HUEIOC_HOME` and the database it names, unless it holds that many already."""
    call_command("migrate", verbosity=0, interactive=False)
    load_city()
    settle()
    if Case.objects.count() >= reports:
        return
    began = time.perf_counter()
    fill(reports, still_open)
    print(f"{connection.vendor}: {reports:,} reports by commands in {time.perf_counter() - began:.0f} s", flush=True)
    began, facts = time.perf_counter(), Fact.objects.count()
    catch_up()
    spent = time.perf_counter() - began
    print(
        f"  {facts:,} facts sealed and taken in by all followers in {spent:.0f} s, {facts / spent:,.0f}/s", flush=True
    )
    settle_tables()


def main(arguments: list[str]) -> int:
    """Fill one home and say how large it became."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=1_000_000)
    options.add_argument("--open", type=int, default=5_000)
    wanted = options.parse_args(arguments)
    filled(wanted.reports, wanted.open)
    if connection.vendor == "sqlite":
        size = Path(str(connection.settings_dict["NAME"])).stat().st_size
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            [size] = cursor.fetchone() or [0]
    print(f"  {Case.objects.count():,} reports, {Fact.objects.count():,} facts: {size / 1e9:.2f} GB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
