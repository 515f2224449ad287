"""Words of pages for the search; by hand, because a table that Django makes anew on SQLite would lose the triggers."""

from django.db import migrations

from hueioc.lib.words import WordIndex, index_gone, index_statements

WORDS = WordIndex("handbook_page", ("title", "body", "legal_source"))


def make(apps, editor):
    for statement in index_statements(editor.connection.vendor, WORDS):
        editor.execute(statement)


def unmake(apps, editor):
    for statement in index_gone(editor.connection.vendor, WORDS):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("handbook", "0001_handbook")]
    operations = [migrations.RunPython(make, unmake)]
