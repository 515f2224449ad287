"""Words of questions for the search; by hand, because a table that Django makes anew on SQLite would lose the triggers."""

from django.db import migrations

from hueioc.lib.words import WordIndex, index_gone, index_statements

WORDS = WordIndex("questions_question", ("title", "text", "answer"))


def make(apps, editor):
    for statement in index_statements(editor.connection.vendor, WORDS):
        editor.execute(statement)


def unmake(apps, editor):
    for statement in index_gone(editor.connection.vendor, WORDS):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("questions", "0001_questions")]
    operations = [migrations.RunPython(make, unmake)]
