"""What was released stays as it was, and who drafted it stays who it was: triggers in the database itself.

The check constraints say who may release; without these a bulk update could change the drafter first and the words
afterwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "warnings_alert"
# What was sent, and whose hands it went through.
KEPT = (
    *("service", "message", "follows", "thread", "is_exercise", "level", "severity", "certainty", "onset_at"),
    *("expires_at", "digest", "changed_by", "submitted_by", "approved_by", "approved_digest", "released_by"),
    *("released_at", "identifier", "cap"),
)
# JSON columns, each with the paths under which words stand: the same words may be written with and without escapes.
_TEXTS = tuple(f"{language}.{part}" for language in ("vi", "en") for part in ("headline", "description", "instruction"))
JSON = {"responses": (), "area_units": (), "sketch": (), "area_words": ("vi", "en"), "texts": _TEXTS}
_REFUSED = {
    "kept": "a released warning stays as it was sent",
    "drafter": "who drafted a warning stays who it was",
    "born": "a warning is released, not inserted as released",
    "gone": "a released warning is not deleted",
}


def statements(vendor: str) -> list[str]:
    """Statements that make the triggers; a migration that makes the table anew on SQLite runs them again."""
    other = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    changed = " OR ".join(
        f"{cell.format('OLD')} {other} {cell.format('NEW')}" for cell in (*_plain(), *_json_cells(vendor))
    )
    rules = {
        "kept": ("UPDATE", f"OLD.released_at IS NOT NULL AND ({changed})"),
        "drafter": ("UPDATE", f"OLD.drafted_by {other} NEW.drafted_by"),
        "born": ("INSERT", "NEW.released_at IS NOT NULL"),
        "gone": ("DELETE", "OLD.released_at IS NOT NULL"),
    }
    made = [_function(name) for name in rules] if vendor == "postgresql" else []
    return made + [_trigger(vendor, name, act, when) for name, (act, when) in rules.items()]


def _plain() -> list[str]:
    return [f"{{}}.{name}" for name in KEPT]


def _json_cells(vendor: str) -> list[str]:
    """JSON as the database can compare it: jsonb by itself, text of SQLite decoded."""
    if vendor == "postgresql":
        return [f"{{}}.{name}" for name in JSON]
    cells = []
    for name, paths in JSON.items():
        cells += [f"json_extract({{}}.{name}, '$.{path}')" for path in paths] or [f"json({{}}.{name})"]
    return cells


def _function(name: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {TABLE}_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{_REFUSED[name]}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )


def _trigger(vendor: str, name: str, act: str, when: str) -> str:
    head = f"CREATE TRIGGER {TABLE}_{name} BEFORE {act} ON {TABLE}"
    if vendor == "postgresql":
        return f"{head} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {TABLE}_{name}()"
    return f"{head} FOR EACH ROW WHEN {when} BEGIN SELECT RAISE(ABORT, '{_REFUSED[name]}'); END"


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers."""
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers; only a migration that makes the table anew may call this."""
    with connection.cursor() as cursor:
        for name in _REFUSED:
            on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_{name}{on}")


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers while the block runs; only for the tests' clean-up."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)
