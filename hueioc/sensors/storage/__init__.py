"""Where readings lie: a SQLite file of their own beside the main one, or tables of the same PostgreSQL (ADR 0101)."""

from hueioc.sensors.storage.places import Session, place_of_file, reading, writing
from hueioc.sensors.storage.schema import TABLES, statements

__all__ = ["TABLES", "Session", "place_of_file", "reading", "statements", "writing"]
