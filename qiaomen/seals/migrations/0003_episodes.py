from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("seals", "0002_step_seal")]

    operations = [
        migrations.AddIndex(
            "seal", GinIndex(fields=["episodes"], name="seals_seal_episodes", condition=models.Q(ended_at=None))
        ),
    ]
