"""What every test needs: a database in a file that threads can share, and a journal that can be emptied."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management.commands import flush
from django.db import connection, connections
from django.utils import translation
from whitenoise.middleware import WhiteNoiseMiddleware

from hueioc.config.city import load_city
from hueioc.journal import triggers
from hueioc.journal.models import Fact
from hueioc.warnings import triggers as triggers_of_warnings

pytest_plugins = ["tests.cast", "tests.another_city"]


_ROOMS = Path(__file__).parent / "hueioc"
# A test of a room with none of these cannot ask the database: pytest-django would refuse it.
_ASKS = frozenset({"db", "transactional_db", "databases"})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the rooms that have no database run once; those beside the rooms start cities and say it themselves."""
    for item in items:
        asks = item.get_closest_marker("django_db") or _ASKS & set(getattr(item, "fixturenames", ()))
        if _ROOMS in item.path.parents and not asks:
            item.add_marker(pytest.mark.once)


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


@pytest.fixture(autouse=True)
def _in_the_language_of_the_city() -> None:
    """A page that an earlier test read in another language leaves that language behind in the thread."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True, scope="session")
def _nobody_steps_back_for_the_others() -> Iterator[None]:
    """A command that leaves the processor to the city would do so for every test after it in the same process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.nice", lambda by: 0)
        yield


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_looked_for_once() -> Iterator[None]:
    """Each client of a test begins the site anew, which walks through all folders of static files."""
    found: dict[str, Any] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def add_files(self: WhiteNoiseMiddleware) -> None:
        if not found:
            look(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add_files)
        yield


@pytest.fixture(autouse=True, scope="session")
def _journal_can_be_emptied() -> Iterator[None]:
    """The flush after a test with real transactions deletes all rows; the append-only triggers would refuse it."""
    original = flush.Command.handle

    def handle(self: flush.Command, **options: Any) -> None:
        with triggers.lifted(connection), triggers_of_warnings.lifted(connection):
            original(self, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", handle)
        yield
