"""Sums of what stands beside those of days; the follower counts its journal again, for its version rose."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0002_levels_of_sums"),
    ]

    operations = [
        migrations.CreateModel(
            name="StandCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=240, unique=True)),
                ("level", models.CharField(max_length=8)),
                ("day", models.DateField()),
                ("kind", models.CharField(max_length=16)),
                ("unit", models.CharField(blank=True, max_length=64)),
                ("service", models.CharField(max_length=64)),
                ("area", models.CharField(blank=True, max_length=64)),
                ("open", models.IntegerField(default=0)),
                ("promised", models.IntegerField(default=0)),
                ("due", models.IntegerField(default=0)),
                ("due_urgent", models.IntegerField(default=0)),
                ("due_first", models.IntegerField(default=0)),
                ("planned", models.IntegerField(default=0)),
            ],
        ),
        migrations.AddIndex(
            model_name="workrow",
            index=models.Index(
                condition=models.Q(("stands__isnull", False)), fields=["due_on"], name="indicators_due_on"
            ),
        ),
        migrations.AddIndex(
            model_name="workrow",
            index=models.Index(
                condition=models.Q(("stands__isnull", False)), fields=["first_due_at"], name="indicators_first_due"
            ),
        ),
        migrations.AddIndex(
            model_name="standcount",
            index=models.Index(fields=["level", "day"], name="indicators__level_3670d5_idx"),
        ),
    ]
