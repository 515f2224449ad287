"""Brings an installation in line with this program and its packs: tables, keys, what each room keeps of the city."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from hueioc.config.city import load_city
from hueioc.config.health import pending_migrations
from hueioc.upkeep.commands import mark_keys

# Of the processes of a city; the number only has to differ from other advisory locks.
_PREPARING = 0x4875654B


def prepare() -> None:
    """Migrate, check that the keys are those of this database, and load the packs.

    Of several processes that start together one does it and the others wait. Raises ForeignKeys and PackError.
    """
    with _one_by_one():
        if pending_migrations():
            sys.stdout.write("Preparing the database\n")
            sys.stdout.flush()
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        mark_keys()
        load_city()
        (Path(settings.SHARED) / "installed").touch()


@contextmanager
def _one_by_one() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_PREPARING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_PREPARING])


def settle() -> None:
    """Take what stands in memory now out of the collector's rounds; call it when everything is loaded.

    Code, packs and outlines live as long as the process. Each full round would walk through them in the middle of
    somebody's request, which made every twentieth page twice as slow as the others.
    """
    gc.collect()
    gc.freeze()
