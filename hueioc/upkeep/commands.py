"""What upkeep writes down of an installation: the mark of its keys, and what a check of the database found."""

import logging

from django.conf import settings
from django.db import DatabaseError, connection

from hueioc.lib import clock
from hueioc.lib.notes import leave_note
from hueioc.people.queries import mark_of_key
from hueioc.upkeep.models import KeyMark
from hueioc.upkeep.queries import CHECK_NOTE

log = logging.getLogger(__name__)


class ForeignKeys(ValueError):
    """The keys of this node are not those of the database; a sentence for whoever starts it."""


def mark_keys() -> None:
    """Write the key's mark down at the first start of a city, and compare it at every later one.

    A node with other keys would seal what nobody else can open, and the loss would be seen years later. Raises
    ForeignKeys.
    """
    kept, _is_new = KeyMark.objects.get_or_create(name="vault", defaults={"mark": mark_of_key()})
    if kept.mark != mark_of_key():
        raise ForeignKeys(
            f"The keys in {settings.SHARED} are not those of this database: personal data could not be read. "
            "Bring the keys of the other nodes (*.key) there, or name their directory with HUEIOC_SHARED."
        )


def check_database(*, thoroughly: bool = False) -> bool:
    """Let SQLite read through its whole file, note the result for the page of health, and say it when it is bad.

    Thoroughly means that indexes are compared with their tables, which takes several times as long (PRAGMA
    integrity_check instead of quick_check).
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {'integrity' if thoroughly else 'quick'}_check")
            found = cursor.fetchall()
    except DatabaseError:  # so damaged that it cannot even be checked
        found = []
    is_sound = [tuple(row) for row in found] == [("ok",)]
    if not is_sound:
        log.critical("SQLite says that the database is damaged: restore the last sound backup")
    leave_note(settings.HOME / CHECK_NOTE, {"at": clock.now().isoformat(), "is_sound": is_sound})
    return is_sound
