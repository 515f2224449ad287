from django.db import migrations, models
from django.db.models import Min


def keep_reach(apps, schema_editor):
    """An older version's first row says since when people are told."""
    notice, reach = apps.get_model("notices", "Notice"), apps.get_model("notices", "Reach")
    since = notice.objects.aggregate(since=Min("happened_at"))["since"]
    if since is not None:
        reach.objects.create(since=since)
    notice.objects.filter(channel="email", state="sent").update(via="email")
    notice.objects.filter(channel="email").update(channel="direct")


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Reach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("told_upto", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="notice",
            name="via",
            field=models.CharField(blank=True, default="", max_length=8),
            preserve_default=False,
        ),
        migrations.RunPython(keep_reach, migrations.RunPython.noop),
    ]
