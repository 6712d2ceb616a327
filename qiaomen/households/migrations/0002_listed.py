from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("households", "0001_initial")]
    operations: ClassVar = [
        migrations.AddField(model_name="moved", name="listed_door", field=models.UUIDField(null=True)),
        migrations.AddField(
            model_name="moved",
            name="listed_at",
            field=models.DateTimeField(help_text="when that file was brought in", null=True),
        ),
    ]
