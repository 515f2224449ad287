"""Sums kept at five levels beside each other; the follower counts its whole journal again."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def count_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Empty the view and its place in the journal: the next round of the follower fills it as a rebuild does."""
    for name in ("WorkRow", "DayCount"):
        apps.get_model("indicators", name).objects.all().delete()
    apps.get_model("journal", "Position").objects.filter(follower="indicators").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_work_rows_and_day_counts"),
        ("journal", "0001_facts_seals_and_positions"),
    ]

    operations = [
        migrations.RunPython(count_again, migrations.RunPython.noop),
        migrations.CreateModel(
            name="CountedCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("column", models.CharField(max_length=8)),
                ("code", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.AddField(model_name="daycount", name="ended_late", field=models.IntegerField(default=0)),
        migrations.AddField(model_name="daycount", name="fell_late", field=models.IntegerField(default=0)),
        migrations.AddField(
            model_name="daycount",
            name="level",
            field=models.CharField(default="each", max_length=8),
            preserve_default=False,
        ),
        migrations.AddField(model_name="workrow", name="due_on", field=models.DateField(null=True)),
        migrations.AlterField(model_name="daycount", name="day", field=models.DateField()),
        migrations.AddIndex(
            model_name="daycount",
            index=models.Index(fields=["level", "day"], name="indicators__level_4a98ef_idx"),
        ),
        migrations.AddIndex(
            model_name="workrow",
            index=models.Index(fields=["opened_on"], name="indicators__opened__eac8af_idx"),
        ),
        migrations.AddField(model_name="workrow", name="stands", field=models.BooleanField(null=True)),
        migrations.RemoveIndex(model_name="workrow", name="indicators__state_42f24e_idx"),
        migrations.AddIndex(
            model_name="workrow",
            index=models.Index(
                condition=models.Q(("stands__isnull", False)), fields=["due_at"], name="indicators_standing"
            ),
        ),
        migrations.AddConstraint(
            model_name="countedcode",
            constraint=models.UniqueConstraint(fields=("column", "code"), name="indicators_counted_once"),
        ),
    ]
