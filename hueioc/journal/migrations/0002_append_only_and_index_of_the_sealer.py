"""Append-only triggers on both databases, and the sealer's index on PostgreSQL."""

from django.db import migrations

from hueioc.journal import triggers


def build(apps, schema_editor):
    triggers.install(schema_editor.connection)
    if schema_editor.connection.vendor == "postgresql":
        # On SQLite insert order is commit order and the primary key is enough.
        schema_editor.execute("CREATE INDEX journal_fact_xid_id ON journal_fact (xid, id)")


def take_down(apps, schema_editor):
    triggers.remove(schema_editor.connection)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX journal_fact_xid_id")


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_facts_seals_and_positions")]
    operations = [migrations.RunPython(build, take_down)]
