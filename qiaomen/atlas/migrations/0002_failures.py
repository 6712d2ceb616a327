"""Which posters of a run could not be made, and why, instead of how many."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("atlas", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="posterrun",
            name="failures",
            field=models.JSONField(default=list, help_text="place, copy, and the Problem of each that could not be made"),
        ),
        migrations.RemoveField(model_name="posterrun", name="failed"),
    ]
