"""What SQLite knows of its tables when it chooses an index; PostgreSQL finds that out by itself."""

from django.db import connection

# Rows looked at for each index. Without a limit a unique column that is empty in most rows counts as one that finds
# them all, and a question for three keys then reads the whole table: four seconds at a million reports.
_ROWS = 1000


def renew_statistics() -> None:
    """Look at the tables anew; a second at a million reports, during which others can read. Nothing on PostgreSQL."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={_ROWS}")
            cursor.execute("ANALYZE")
