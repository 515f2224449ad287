"""Lighter writes: indexes nobody asks go, and words of new reports are no longer added row by row.

A trigger that writes into FTS5 makes SQLite open a savepoint for every row, and FTS5 then writes its memory out as a
segment of its own: two thirds of what a new report cost. They are added once for all that arrived together instead.
"""

from django.db import migrations, models

GONE = ("cases_case_unit_a1e59118", "cases_case_morton_eca87f27", "cases_case_due_at_8d624b85")
NEW_WORDS = (
    "CREATE TRIGGER cases_words_new AFTER INSERT ON cases_case BEGIN INSERT INTO cases_words(rowid, words) VALUES "
    "(new.id, replace(replace(new.description || ' ' || new.address, 'đ', 'd'), 'Đ', 'D')); END"
)


def lighten(apps, editor):
    for name in GONE:
        # PostgreSQL has a second one for the beginnings of texts.
        for part in (name, f"{name}_like"):
            editor.execute(f"DROP INDEX IF EXISTS {part}")
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TRIGGER cases_words_new")


def back(apps, editor):
    for name, column in zip(GONE, ("unit", "morton", "due_at"), strict=True):
        editor.execute(f"CREATE INDEX {name} ON cases_case ({column})")
    if editor.connection.vendor == "sqlite":
        editor.execute(NEW_WORDS)


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_search")]
    # By hand: for each of these fields Django would make the whole table anew on SQLite, and lose its triggers.
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(lighten, back)],
            state_operations=[
                migrations.AlterField("case", "due_at", models.DateTimeField(blank=True, null=True)),
                migrations.AlterField("case", "morton", models.BigIntegerField(blank=True, null=True)),
                migrations.AlterField("case", "unit", models.CharField(blank=True, max_length=64)),
            ],
        )
    ]
