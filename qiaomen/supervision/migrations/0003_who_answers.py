import django.contrib.postgres.fields
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0002_step_finding")]

    operations = [
        migrations.AddField("finding", "duty", models.UUIDField(null=True, help_text="the duty that was not done")),
        migrations.AddField(
            "finding",
            "worker",
            models.UUIDField(null=True, help_text="who answered for it when it was found, or was handed it since"),
        ),
        migrations.AddField("finding", "stand_in", models.UUIDField(null=True, help_text="who stands in for them")),
        migrations.AddField(
            "finding",
            "due_set_at",
            models.DateTimeField(help_text="when that date was set", default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            "finding",
            "told_level",
            models.SmallIntegerField(help_text="how far it was told for that date; -1: not yet", default=-1),
            preserve_default=False,
        ),
        migrations.AddField(
            "finding",
            "told",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), default=list, help_text="who was told for that date", size=None
            ),
        ),
        migrations.AddIndex(
            "finding",
            models.Index(
                fields=["worker"], condition=~models.Q(("state", "closed")), name="supervision_finding_worker"
            ),
        ),
    ]
