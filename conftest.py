"""What every test needs: a database in a file that threads can share, and a journal that can be emptied."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management.commands import flush
from django.db import connection, connections

from hueioc.config.city import load_city
from hueioc.journal import triggers
from hueioc.journal.models import Fact

pytest_plugins = ["tests.cast", "tests.another_city"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """A file instead of SQLite's memory, which several threads cannot use as they use the real thing.

    Syncing is off: tests that pull the plug start processes of their own with the real settings.
    """
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        shared_memory = Path("/dev/shm")
        place = shared_memory if shared_memory.is_dir() else None
        with tempfile.TemporaryDirectory(prefix="hueioc-test-", dir=place, ignore_cleanup_errors=True) as directory:
            for shown in (database, connections["default"].settings_dict):
                shown["TEST"]["NAME"] = str(Path(directory) / "test.sqlite3")
                shown["OPTIONS"]["init_command"] = shown["OPTIONS"]["init_command"].replace("=FULL", "=OFF")
            yield
    else:
        request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The city is loaded once; tests with real transactions empty it, and their own fixture loads it again.

    The facts of that loading are taken away, so that every test begins with an empty journal.
    """
    with django_db_blocker.unblock():
        load_city()
        with triggers.lifted(connection):
            Fact.objects.all().delete()


@pytest.fixture(autouse=True, scope="session")
def _journal_can_be_emptied() -> Iterator[None]:
    """The flush after a test with real transactions deletes all rows; the append-only triggers would refuse it."""
    original = flush.Command.handle

    def handle(self: flush.Command, **options: Any) -> None:
        with triggers.lifted(connection):
            original(self, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", handle)
        yield
