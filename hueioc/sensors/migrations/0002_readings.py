"""Tables of readings on PostgreSQL; on SQLite they lie in a file of their own, which is made when it is opened."""

from django.db import migrations

from hueioc.sensors.storage.schema import TABLES, statements


def make(apps, editor):
    if editor.connection.vendor == "postgresql":
        for statement in statements("postgresql"):
            editor.execute(statement)


def unmake(apps, editor):
    if editor.connection.vendor == "postgresql":
        for table in TABLES:
            editor.execute(f"DROP TABLE IF EXISTS {table}")


class Migration(migrations.Migration):
    dependencies = [("sensors", "0001_alarms")]
    operations = [migrations.RunPython(make, unmake)]
