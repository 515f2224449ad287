"""How much of the database a connection keeps in memory."""

from django.db import connection

_PAGES_OF_A_LONG_WRITER = "PRAGMA cache_size=-65536"  # 64 MB


def keep_pages_in_memory() -> None:
    """Let this thread keep the indexes of SQLite that it writes to in memory; 2 MB are the rule, for many threads.

    For an import and for the followers, which write all day. PostgreSQL keeps its own memory, so nothing happens there.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(_PAGES_OF_A_LONG_WRITER)
