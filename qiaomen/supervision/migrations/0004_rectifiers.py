from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0003_who_answers")]

    operations = [
        migrations.AddField(
            "finding",
            "rectifiers",
            ArrayField(
                base_field=models.UUIDField(),
                default=list,
                help_text="whoever put it right since it was opened last",
                size=None,
            ),
        ),
        # What stands already has one.
        migrations.RunSQL(
            "UPDATE supervision_finding SET rectifiers = ARRAY[rectified_by] WHERE rectified_by IS NOT NULL",
            migrations.RunSQL.noop,
        ),
    ]
