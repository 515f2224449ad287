"""Triggers on both databases: a released warning stays as it was sent, and its drafter who they were."""

from typing import Any

from django.db import migrations

from hueioc.warnings import triggers


def install(apps: Any, schema_editor: Any) -> None:
    triggers.install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("warnings", "0001_warnings")]
    operations = [migrations.RunPython(install, remove)]
